"""What a dossier has of the record: sign-offs with what they bind, and the chain of events."""

from claims.export.dossier.reading import Reading, pick
from claims.export.dossier.rows import Row

SIGN_OFF = ("id", "kind", "content_hash", "signed_at", "voided_at", "void_reason")


def sign_offs(reading: Reading) -> list[Row]:
    """Return the sign-offs of claims, void ones too."""
    contents = dict(
        reading.rows.all("SELECT id, content::text FROM claims_signoff WHERE claim_id = ANY (%s)", list(reading.number))
    )
    return [
        pick(row, SIGN_OFF)
        | {
            "claim": reading.number[row["claim_id"]],
            "signer": reading.who(row["signer_id"]),
            "voided_by": reading.who(row["voided_by_id"]),
            "note": row["note"],
            "content": contents.get(row["id"]),
        }
        for row in reading.rows.of("signoff", "claim_id", reading.number)
    ]


def article_sign_offs(reading: Reading) -> list[Row]:
    """Return the sign-offs of the article, with the exceptions of a release."""
    found = reading.rows.of("articlesignoff", "article_id", [reading.article.pk])
    exceptions: dict[int, list[Row]] = {}
    for row in reading.rows.of("releaseexception", "signoff_id", [row["id"] for row in found]):
        said = pick(row, ("item", "words", "closed_at", "closed_reason"))
        said |= {"owner": reading.who(row["owner_id"]), "closed_by": reading.who(row["closed_by_id"])}
        exceptions.setdefault(row["signoff_id"], []).append(said)
    numbers = dict(reading.rows.all("SELECT id, number FROM claims_version WHERE article_id = %s", reading.article.pk))
    return [
        pick(row, SIGN_OFF)
        | {
            "version": numbers[row["version_id"]],
            "signer": reading.who(row["signer_id"]),
            "reason": row["reason"],
            "seconded_by": reading.who(row["seconded_by_id"]),
            "seconded_at": row["seconded_at"],
            "voided_by": reading.who(row["voided_by_id"]),
            "exceptions": exceptions.get(row["id"], []),
            "content": signed_content(reading, row),
        }
        for row in found
    ]


def signed_content(reading: Reading, row: Row) -> str | None:
    """What an article's sign-off binds, where it is that still: it is not kept with the sign-off."""
    if row["voided_at"] or reading.rows.until is not None:
        return None
    return reading.rows.one(
        """SELECT content FROM (SELECT article_content(%s, %s)::text) c (content)
           WHERE encode(sha256(convert_to(content, 'UTF8')), 'hex') = %s""",
        reading.article.pk,
        row["content_form"],
        row["redacted_hash"] or row["content_hash"],
    )


def record(reading: Reading) -> Row:
    """Return the events and the head of their chain, and what redactions made of hashes, later ones too."""
    chain = reading.article.event_chain.pk
    last = reading.rows.last_event(chain)
    events = [
        {
            "sequence": sequence,
            "at": at,
            "actor": reading.who(actor),
            "verb": verb,
            "words": words,
            "claim": reading.number.get(claim),
            "previous_hash": previous,
            "hash": digest,
            "hashed": hashed,
        }
        for sequence, at, actor, verb, words, claim, previous, digest, hashed in reading.rows.all(
            """SELECT sequence, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor_id, verb,
                 words, claim_id, previous_hash, hash,
                 event_text(previous_hash, chain_id, sequence, at, actor_id, claim_id, verb, words, data)
               FROM claims_event WHERE chain_id = %s AND sequence <= %s ORDER BY sequence""",
            chain,
            last,
        )
    ]
    head = events[-1]["hash"] if events else ""
    redacted = [
        {"was": was, "now": now, "event": sequence}
        for was, now, sequence in reading.rows.all(
            """SELECT DISTINCT ON (b.key) b.key, b.value, e.sequence
               FROM claims_event e, LATERAL jsonb_each_text(e.data->'blanked') b
               WHERE e.chain_id = %s AND e.verb = 'redacted' ORDER BY b.key, e.sequence DESC""",
            chain,
        )
    ]
    return {"events": events, "chain": {"id": chain, "sequence": last, "hash": head}, "redacted": redacted}
