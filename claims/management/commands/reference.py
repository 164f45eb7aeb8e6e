"""`manage.py reference`: give every desk what it needs before its first claim. Safe to repeat."""

from django.core.management.base import BaseCommand

from claims import reference


class Command(BaseCommand):
    help = "Give every desk the verdict scheme, rules, signatures and reasons that it lacks."

    def handle(self, **options):
        desks = reference.ensure_all()
        self.stdout.write(f"Looked at {desks}: every desk has what it needs.")
