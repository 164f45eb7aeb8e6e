"""Every known way to write a sign-off, as functions of (cursor, claim, signer, kind)."""

from claims.models import SignOff
from tests.make import content_hash

INSERT = "INSERT INTO claims_signoff (claim_id, signer_id, kind, content_hash, note, void_reason)"
VALUES = "SELECT {claim}, {signer}, '{kind}', claim_content_hash({claim}), '', ''"


def by_copy(cursor, claim, signer, kind):
    row = (claim.pk, signer.pk, kind, content_hash(claim), "", "")
    with cursor.copy(
        "COPY claims_signoff (claim_id, signer_id, kind, content_hash, note, void_reason) FROM STDIN"
    ) as copy:
        copy.write_row(row)


def by_sql(statement):
    def way(cursor, claim, signer, kind):
        values = VALUES.format(claim=claim.pk, signer=signer.pk, kind=kind)
        cursor.execute(statement.format(insert=INSERT, values=values, claim=claim.pk, signer=signer.pk))

    return way


def fields(claim, signer, kind):
    return {"claim": claim, "signer": signer, "kind": kind, "content_hash": content_hash(claim)}


WAYS = {
    "save": lambda cursor, *what: SignOff(**fields(*what)).save(),
    "create": lambda cursor, *what: SignOff.objects.create(**fields(*what)),
    "bulk_create": lambda cursor, *what: SignOff.objects.bulk_create([SignOff(**fields(*what))]),
    "update_or_create": lambda cursor, *what: SignOff.objects.update_or_create(
        claim=what[0], signer=what[1], voided_at=None, defaults=fields(*what)
    ),
    "insert": by_sql("{insert} {values}"),
    "insert, or update on conflict": by_sql(
        "{insert} {values} ON CONFLICT (claim_id, signer_id) WHERE voided_at IS NULL DO UPDATE SET note = 'again'"
    ),
    "insert under an old id": by_sql(
        "INSERT INTO claims_signoff (id, claim_id, signer_id, kind, content_hash, note, void_reason)"
        " SELECT coalesce(min(id), 1) - 1, {claim}, {signer}, 'review', claim_content_hash({claim}), '', ''"
        " FROM claims_signoff"
    ),
    "common table expression": by_sql("WITH one AS ({insert} {values} RETURNING id) SELECT id FROM one"),
    "merge": by_sql(
        "MERGE INTO claims_signoff s USING (SELECT {claim} AS claim, {signer} AS signer) n ON s.claim_id = -1"
        " WHEN NOT MATCHED THEN INSERT (claim_id, signer_id, kind, content_hash, note, void_reason)"
        " VALUES (n.claim, n.signer, 'review', claim_content_hash(n.claim), '', '')"
    ),
    "copy": by_copy,
}
