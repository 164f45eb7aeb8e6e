"""What staff set up on a desk: people and their roles, rules, words for verdicts, ready reasons.

Each change is one event of the desk; of roles, rules and verdicts with its reason, which the database asks for.
"""

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError

from claims import reference
from claims.editing.sources import change_source
from claims.errors import Conflict, Invalid, NotNow
from claims.history import acting, check_now, record
from claims.models import Desk, Membership, Person, Reason, SchemeVerdict
from claims.permissions import allow, may_list_reference, may_set_rules, may_set_up
from claims.states import ReasonKind, Role
from claims.workflow.handover import left_by


def give_role(desk, person, role, *, reason, actor):
    """Give ``person`` a role on ``desk``. Returns the Membership. Raises NotYours, Invalid, NotNow."""
    allow(may_set_up(actor, desk.pk))
    if not person.is_active:
        raise Invalid(f"{person} cannot log in, so gets no role. Give access back first.", "person")
    with acting(actor):
        _locked(desk)
        if Membership.objects.filter(desk=desk, person=person, role=role).exists():
            raise Invalid(f"{person} has this role already.", "role")
        made = Membership.objects.create(desk=desk, person=person, role=role)
        words = f"gave the role of {Role(role).label.lower()} to {person}"
        _tell(desk, "role_given", words, reason, actor, person=person.pk)
    return made


def end_role(membership, *, reason, actor):
    """End a role. Returns what the person still holds on the desk and has no role for, as words, such as "2 claims".

    Raises NotYours, NotNow.
    """
    desk, person = membership.desk, membership.person
    allow(may_set_up(actor, desk.pk))
    with acting(actor):
        _locked(desk)
        if not Membership.objects.filter(pk=membership.pk).exists():
            raise NotNow("This role has ended already.")
        words = f"took the role of {membership.get_role_display().lower()} from {person}"
        membership.delete()
        _tell(desk, "role_taken", words, reason, actor, person=person.pk)
    return left_by(person, Person.objects.get(pk=person.pk))


def add_person(desk, *, name, username, email, timezone, password, role, reason, actor):
    """Add somebody who had no account, with one role on ``desk``. They change the password when they first log in.

    Raises NotYours; ValidationError for a name that is taken or looks like another.
    """
    allow(may_set_up(actor, desk.pk))
    fields = {"name": name, "username": username, "email": email, "timezone": timezone}
    with acting(actor):
        person = Person(**fields, password=make_password(password))
        person.full_clean()
        person.save()
        give_role(desk, person, role, reason=reason, actor=actor)
    return person


def set_rules(desk, base, mine, *, reason, actor):
    """Set rules, signatures and cross-sign of ``desk`` from ``base`` to ``mine``, each {key: value}.

    Keys are ("rule", code), ("approvals", flag), ("legal", flag), ("reply_hours", "") and ("cross_sign", ""). Returns
    how many changed.
    What others changed meanwhile stays; the same key changed by both raises Conflict, and nothing is written. Raises
    NotYours, Invalid (no reason).
    """
    allow(may_set_rules(actor, desk.pk))
    with acting(actor):
        desk = _locked(desk)
        rules = {rule.code: rule for rule in desk.evidence_rules.select_for_update(no_key=True)}
        flags = {rule.risk_flag: rule for rule in desk.signature_rules.select_for_update(no_key=True)}
        changed = _changes(rule_values(desk, rules.values(), flags.values()), base, mine)
        if changed and not reason:
            raise Invalid("Say why you change this.", "reason")
        for (what, key), value in sorted(changed.items()):
            if what == "rule":
                rule, was = rules[key], rules[key].level
                rule.level = value
                rule.save(update_fields=["level"])
                words = f"set the rule “{rule.get_code_display()}” from {was} to {value}"
                _tell(desk, "rule_set", words, reason, actor)
            elif what == "reply_hours":
                was, desk.reply_hours = desk.reply_hours, value
                desk.save(update_fields=["reply_hours"])
                _tell(desk, "rule_set", f"set the rule “Time to reply” from {was} to {value} hours", reason, actor)
            elif what == "cross_sign":
                desk.cross_sign = value
                desk.save(update_fields=["cross_sign"])
                _tell(desk, "cross_sign", f"switched cross-sign {'on' if value else 'off'}", reason, actor)
        for flag in dict.fromkeys(key for what, key in changed if what in ("approvals", "legal")):
            rule, was = flags[flag], _signatures(flags[flag])
            rule.approvals = changed.get(("approvals", flag), rule.approvals)
            rule.legal = changed.get(("legal", flag), rule.legal)
            rule.save(update_fields=["approvals", "legal"])
            named = rule.get_risk_flag_display().lower()
            words = f"set the signatures for the flag {named} from {was} to {_signatures(rule)}"
            _tell(desk, "signatures_set", words, reason, actor)
        check_now()
    return len(changed)


def rule_values(desk, rules, flags):
    """Return what a desk's rules are, as ``set_rules`` takes them."""
    values = {("rule", rule.code): rule.level for rule in rules}
    values |= {("approvals", rule.risk_flag): rule.approvals for rule in flags}
    values |= {("legal", rule.risk_flag): rule.legal for rule in flags}
    return values | {("reply_hours", ""): desk.reply_hours, ("cross_sign", ""): desk.cross_sign}


def set_verdicts(desk, base, mine, *, reason, actor, own=None):
    """Set the words of verdicts, {(verdict, "label", "glyph" or "meaning"): words} from ``base`` to ``mine``.

    ``own`` are the fields of a SchemeVerdict that is added: a verdict of the desk's own. One of these without a label
    is removed. Where claims were judged under the desk's scheme, all goes to a new one, and those claims keep theirs.
    Returns the scheme, or None where nothing changed. Raises NotYours, Invalid (no reason, a code that is there),
    Conflict.
    """
    allow(may_set_rules(actor, desk.pk))
    with acting(actor):
        desk = _locked(desk)
        scheme = reference.current_scheme(desk)
        verdicts = {one.choice: one for one in scheme.verdicts.all()}
        changed = _changes(verdict_values(verdicts.values()), base, mine)
        if not changed and not own:
            return None
        if own and own["code"] in {one.code for one in verdicts.values()}:
            raise Invalid("Another verdict has this code.", "own-code")
        if not reason:
            raise Invalid("Say why you change this.", "reason")
        if reference.in_use(scheme):
            scheme = reference.next_scheme(scheme, actor=actor)
            verdicts = {one.choice: one for one in scheme.verdicts.all()}
        for (verdict, field), words in changed.items():
            setattr(verdicts[verdict], field, words)
        rows = [verdicts[verdict] for verdict in dict.fromkeys(verdict for verdict, _ in changed)]
        kept = [row for row in rows if row.label]
        SchemeVerdict.objects.bulk_update(kept, ["label", "glyph", "meaning"])
        SchemeVerdict.objects.filter(pk__in=[row.pk for row in rows if not row.label]).delete()
        named = [row.label if row.code else row.get_verdict_display() for row in kept]
        named += [f"{row.code} (removed)" for row in rows if not row.label]
        if own:
            added = SchemeVerdict.objects.create(scheme=scheme, **own)
            named.append(f"{added.label} (added; it counts as {added.get_verdict_display().lower()})")
        words = f"changed the words of verdict scheme {scheme.number}: {', '.join(named)}"
        _tell(desk, "scheme_changed", words, reason, actor)
        check_now()
    return scheme


def verdict_values(verdicts):
    """Return the words of a scheme's verdicts, as ``set_verdicts`` takes them."""
    return {
        (one.choice, field): getattr(one, field)
        for one in verdicts
        for field in ("label", *(["glyph"] if one.code else []), "meaning")
    }


def add_reason(desk, kind, words, position, *, actor):
    """Add a ready reason. Raises NotYours; Invalid for words that are there."""
    allow(may_set_up(actor, desk.pk))
    with _once(), acting(actor):
        made = Reason.objects.create(desk=desk, kind=kind, words=words, position=position)
        _tell(desk, "reason_changed", f"added {_reason_named(made)}", "", actor)
    return made


def change_reason(one, base, mine, *, actor):
    """Change the ``words`` and ``position`` of a ready reason. Raises NotYours, Invalid, NotNow, Conflict."""
    allow(may_set_up(actor, one.desk_id))
    with _once(), acting(actor):
        one = _locked_reason(one)
        changed = _changes({"words": one.words, "position": one.position}, base, mine)
        if changed:
            was = one.words
            for field, value in changed.items():
                setattr(one, field, value)
            one.save(update_fields=list(changed))
            said = f"; it was “{was}”" if "words" in changed else ""
            _tell(one.desk, "reason_changed", f"changed {_reason_named(one)}{said}", "", actor)
    return bool(changed)


def remove_reason(one, *, actor):
    """Remove a ready reason. What was said with it stays. Raises NotYours, NotNow."""
    allow(may_set_up(actor, one.desk_id))
    with acting(actor):
        one = _locked_reason(one)
        words = f"took away {_reason_named(one)}"
        one.delete()
        _tell(one.desk, "reason_changed", words, "", actor)


def list_reference(source, listed, *, actor):
    """Put a source on the desk's reference list, or take it off.

    Raises NotYours, and NotNow if it is on the list, or off it, already.
    """
    allow(may_list_reference(actor, source.desk_id))
    with acting(actor):
        if source.reference == listed:
            raise NotNow(f"{source.title} is {'on' if listed else 'off'} the reference list already.")
        change_source(source, actor=actor, base={"reference": not listed}, reference=listed)


def _changes(now, base, mine):
    """Return {key: value} of what ``mine`` changes of ``now``. Raises Conflict where others changed the same."""
    changed = {key: value for key, value in mine.items() if value not in (base[key], now[key])}
    if conflicts := {
        key: {"base": base[key], "theirs": now[key], "mine": value}
        for key, value in changed.items()
        if base[key] != now[key]
    }:
        raise Conflict({key if isinstance(key, str) else "-".join(key): said for key, said in conflicts.items()})
    return changed


def _locked(desk):
    return Desk.objects.select_for_update(no_key=True).get(pk=desk.pk)


def _locked_reason(one):
    found = Reason.objects.select_for_update(of=("self",)).select_related("desk").filter(pk=one.pk).first()
    if found is None:
        raise NotNow("Somebody removed this reason meanwhile.")
    return found


class _once:
    """The database's refusal of a reason that is there, as words."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, IntegrityError) and "reason_once" in str(error):
            raise Invalid("The desk has this reason already.", "words") from error


def _reason_named(one):
    return f"the reason “{one.words}” ({ReasonKind(one.kind).label.lower()})"


def _signatures(rule):
    return f"{rule.approvals}{', legal among them' if rule.legal else ''}"


def _tell(desk, verb, words, reason, actor, **data):
    said = f"{actor} {words}" + (f": {reason}" if reason else "")
    record(verb, said, actor=actor, desk=desk, data=data | ({"reason": reason} if reason else {}))
