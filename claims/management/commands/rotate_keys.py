"""`manage.py rotate_keys`: encrypt who confidential sources are with the newest key, so that older keys can go."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.views.decorators.debug import sensitive_variables

from claims.sealing import KeyLost, newest, opened, seal

SEALED = (
    "SELECT source_id, key_id, sealed FROM claims_identity WHERE key_id <> %s AND source_id > %s ORDER BY 1 LIMIT 1"
)


class Command(BaseCommand):
    help = "Encrypt who confidential sources are with the first of IDENTITY_KEYS. Then the other keys can be removed."
    requires_system_checks = []

    @sensitive_variables()
    def handle(self, **options):
        if not (key := newest()):
            raise CommandError("IDENTITY_KEYS is empty: there is no key to encrypt with.")
        done, lost, last = 0, [], 0
        while row := self._next(key, last):
            last, key_id, sealed = row
            try:
                said = opened(key_id, bytes(sealed), last)
            except KeyLost:
                lost.append(f"#{last} (key {key_id})")
                continue
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE claims_identity SET key_id = %s, sealed = %s WHERE source_id = %s AND sealed = %s",
                    [*seal(said, last), last, sealed],  # not where somebody has changed it since
                )
                done += cursor.rowcount
        self.stdout.write(f"{done} encrypted anew, with the key {key}.")
        if lost:
            raise CommandError(f"No key here decrypts who these sources are: {', '.join(lost)}. Keep the other keys.")
        self.stdout.write("Nothing needs another key any more.")

    def _next(self, key, last):
        with connection.cursor() as cursor:
            cursor.execute(SEALED, [key, last])
            return cursor.fetchone()
