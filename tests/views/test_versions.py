"""The next version in the browser: shown before it is written, never lost, and worked through afterwards."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from claims.editing.articles import byline_questions
from claims.editing.claims import save_claim
from claims.editing.versions import bring_in
from claims.history import acting
from claims.models import Version
from claims.queries.claim_history import PAGE
from claims.queries.reconcile import unsettled
from claims.queries.revision import blocks_of
from claims.workflow.articles import authors_of
from tests.intake.written import comments, docx, paragraph, run
from tests.living import TEXT, bring, claim_on, edited, now, result_of
from tests.make import judge, make_claim, make_mark, make_person, sign_off
from tests.pages import folded
from tests.views.panel import forms_of


def url(name, *args):
    return reverse(f"claims:{name}", args=args)


@pytest.fixture
def writer(client, cast):
    client.force_login(cast.writer)
    return client


def text_of(article):
    return "\n\n".join(block["text"] for block in blocks_of(article.current_version))


def shown(client, article, text, **more):
    data = {"text": text, "base": article.current_version.number, "note": "", "action": "show"} | more
    return client.post(url("version_new", article.pk), data)


def fields_of(response):
    """What the preview's form would post back."""
    form = response.context["form"]
    data = {"text": form.data["text"], "cut": form.data["cut"], "base": form.data["base"], "note": form.data["note"]}
    for row in form.blocks:
        data[f"kind-{row['number']}"] = row["kind"]
        if row["left_out"]:
            data |= {f"out-{row['number']}": "on", f"why-{row['number']}": row["why"]}
    return data


def test_the_form_holds_the_text_in_work(writer, article):
    assert text_of(article) in writer.get(url("version_new", article.pk)).context["form"]["text"].value()


def test_nothing_is_written_until_it_is_accepted(writer, cast, article):
    claim = claim_on(article, "200 lorries an hour", cast)
    response = shown(writer, article, text_of(article).replace("200", "230"))
    assert response.status_code == 200
    assert article.versions.count() == 1
    page = folded(response)
    assert "<del>200</del><ins>230</ins>" in page
    assert "Its sign-off will be void." in page
    response = writer.post(url("version_new", article.pk), fields_of(response) | {"action": "accept"}, follow=True)
    assert response.redirect_chain[-1][0] == url("reconcile", article.pk)
    assert now(claim).state == "changed"
    assert article.versions.count() == 2


def test_a_file_of_a_next_version_that_reads_in_several_ways_is_asked_about(writer, article):
    text = text_of(article) + "\n\nErdoğan said it was so."
    page = shown(writer, article, "", file=SimpleUploadedFile("next.txt", text.encode("cp1254")))
    html = page.content.decode()
    assert page.status_code == 422 and "Erdoğan" in html and "Erdoðan" in html
    kept = dict(re.findall(r'<input type="hidden" name="(kept|kept_name)" value="([^"]*)"', html))
    page = shown(writer, article, "", reading="cp1254", **kept)
    assert page.status_code == 200 and "Erdoğan said it was so." in page.context["form"]["text"].value()


def test_a_file_is_as_good_as_a_paste(writer, article):
    file = SimpleUploadedFile("next.txt", text_of(article).replace("3 cracks", "5 cracks").encode())
    response = shown(writer, article, "", file=file)
    assert "<del>3</del><ins>5</ins>" in folded(response)


def test_a_word_document_brings_the_next_version_and_its_claims_stay(writer, cast, article):
    claim = claim_on(article, "3 cracks", cast)
    paragraphs = text_of(article).replace("200", "230").split("\n\n")
    raw = docx(
        "".join(paragraph(run(words)) for words in paragraphs), word__comments_xml=comments(("Wren", "Is it so?"))
    )
    page = shown(writer, article, "", file=SimpleUploadedFile("next.docx", raw))
    assert (
        "<del>200</del><ins>230</ins>" in folded(page)
        and "Read as backing, on the lines that they stand on: 1 comment." in page.text
    )
    data = fields_of(page) | {"action": "accept", "markdown": "on"}
    assert writer.post(url("version_new", article.pk), data).status_code == 302
    assert now(claim).state == "signed_off" and result_of(claim).result in ("kept", "context_changed")


@pytest.mark.parametrize(("text", "words"), [("", "There is no text in it."), ("…", "There is no sentence in it.")])
def test_what_cannot_be_an_article_is_refused_and_kept(writer, article, text, words):
    response = shown(writer, article, text)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_block_that_was_left_out_stays_left_out_by_whom_it_was(writer, cast, article):
    out = {"kind": "paragraph", "text": "Leave a reply", "left_out": True, "left_out_reason": "comment form"}
    bring(article, cast, [*blocks_of(article.current_version), out], actor=cast.chief)
    response = shown(writer, article, text_of(article).replace("200", "230"))
    writer.post(url("version_new", article.pk), fields_of(response) | {"action": "accept"})
    block = Version.objects.get(article=article, number=3).blocks.get(left_out=True)
    assert (block.left_out_reason, block.left_out_by) == ("comment form", cast.chief)


def test_kinds_of_blocks_are_kept(writer, article):
    response = shown(writer, article, text_of(article).replace("Bridge reopens", "The bridge reopens"))
    assert [row["kind"] for row in response.context["form"].blocks] == ["headline", "paragraph", "paragraph"]


def test_the_second_of_two_is_shown_what_their_text_does_to_the_firsts(writer, cast, article):
    mine = shown(writer, article, text_of(article).replace("3 cracks", "5 cracks"))
    bring_in(article, edited(article, "200", "230"), actor=cast.chief, base=1)
    response = writer.post(url("version_new", article.pk), fields_of(mine) | {"action": "accept"})
    assert response.status_code == 409
    page = folded(response)
    assert "Version 2 came in meanwhile, from Chris Chief." in page
    assert "<del>230</del><ins>200</ins>" in page, "their change would go"
    assert article.versions.count() == 2
    response = writer.post(url("version_new", article.pk), fields_of(response) | {"action": "accept"})
    assert response.status_code == 302
    assert article.versions.count() == 3


def test_the_same_text_cannot_be_taken_in(writer, article):
    response = shown(writer, article, text_of(article))
    assert response.context["same"]
    response = writer.post(url("version_new", article.pk), fields_of(response) | {"action": "accept"})
    assert response.status_code == 422
    assert article.versions.count() == 1


# One line


def line(client, article, number, words, *, was=None, base=1, action="show"):
    was = was if was is not None else TEXT[1].split(". ")[0] + "."
    data = {"words": words, "was": was, "base": base, "note": "", "action": action}
    return client.post(url("line_edit", article.pk, number), data)


def test_one_line_is_changed_in_place(writer, cast, article):
    claim = claim_on(article, "200 lorries an hour", cast)
    words = "The mayor said the old bridge carries 230 lorries an hour."
    response = line(writer, article, 2, words)
    assert response.status_code == 200 and article.versions.count() == 1
    assert line(writer, article, 2, words, action="accept").status_code == 302
    assert now(claim).quoted == "230 lorries an hour"
    article.refresh_from_db()
    assert text_of(article) == "\n\n".join(TEXT).replace("200", "230")


def test_an_emptied_line_goes_and_its_claim_is_in_the_tray(writer, cast, article):
    claim = claim_on(article, "200 lorries an hour", cast, signed=False)
    line(writer, article, 2, "", action="accept")
    article.refresh_from_db()
    assert text_of(article) == "\n\n".join([TEXT[0], "Engineers found 3 cracks in its deck.", TEXT[2]])
    assert now(claim).quoted == ""


def test_a_line_end_makes_two_paragraphs(writer, article):
    line(writer, article, 2, "The mayor spoke.\nThe bridge carries 200 lorries an hour.", action="accept")
    article.refresh_from_db()
    assert [block["text"] for block in blocks_of(article.current_version)][1:3] == [
        "The mayor spoke.",
        "The bridge carries 200 lorries an hour. Engineers found 3 cracks in its deck.",
    ]


def test_a_line_that_moved_meanwhile_is_found_and_one_that_changed_is_not(writer, cast, article):
    bring(article, cast, [{"kind": "headline", "text": TEXT[0]}, *blocks_of(article.current_version)[:0:-1]])
    words = "The mayor said the old bridge carries 230 lorries an hour."
    response = line(writer, article, 2, words)
    assert response.status_code == 409
    assert "230" in response.content.decode()
    assert response.context["proposed"].base == 2
    bring(article, cast, edited(article, "200 lorries", "210 lorries"))
    response = line(writer, article, 2, words)
    assert response.status_code == 409
    page = response.content.decode()
    assert "That line was changed meanwhile." in page
    assert "230 lorries an hour." in page, "what was typed is still there"


# Versions as they were


def test_an_older_version_is_shown_with_the_claims_and_states_that_it_had(writer, cast, article):
    claim = claim_on(article, "200 lorries an hour", cast)
    make_claim(article, "3 cracks", actor=cast.checker)
    bring(article, cast, edited(article, "200", "230"))
    first = folded(writer.get(url("versions", article.pk, 1)))
    assert f'title="Claim {claim.number}, signed off then">200 lorries an hour</a>' in first
    assert "open then" in first
    second = folded(writer.get(url("versions", article.pk, 2)))
    assert f'title="Claim {claim.number}, changed since sign-off then">230 lorries an hour</a>' in second


def test_the_current_version_leads_to_the_next_one_for_whoever_may_bring_it(client, cast, article):
    here, new = reverse("claims:versions", args=[article.pk, 1]), reverse("claims:version_new", args=[article.pk])
    for person, offered in ((cast.checker, True), (cast.observer, False)):
        client.force_login(person)
        assert (f'href="{new}"' in client.get(here).text) is offered


def test_words_of_a_version_come_out_with_no_blank_that_the_text_has_not(writer, cast, article):
    claim_on(article, "200 lorries an hour", cast)
    bring(article, cast, edited(article, "200", "230"))
    texts = r'<(?:div class="txt"|p class="serif") dir="auto"(?: role="cell")?\s*>(.*?)</(?:div|p)>'
    old, new = (
        [strip_tags(line) for line in re.findall(texts, writer.get(url("versions", article.pk, n)).text, re.DOTALL)]
        for n in (1, 2)
    )
    assert " ".join(new) == text_of(article).replace("\n\n", " ")
    compared = writer.get(url("compare", article.pk, 1, 2) + "?all=1").text
    cells = [strip_tags(cell) for cell in re.findall(texts, compared, re.DOTALL)]
    assert (cells[::2], cells[1::2]) == (old, new)


def test_two_versions_are_compared_word_by_word(writer, cast, article):
    bring(article, cast, edited(article, "200", "230"))
    page = folded(writer.get(url("compare", article.pk, 1, 2)))
    assert "<del>200</del>" in page and "<ins>230</ins>" in page
    assert "1 line differs." in page
    assert writer.get(url("compare", article.pk, 1, 9)).status_code == 404


def test_an_older_version_comes_back_as_a_new_one_and_no_sign_off_with_it(writer, cast, article):
    claim = claim_on(article, "200 lorries an hour", cast)
    bring(article, cast, edited(article, "200", "230"))
    assert "<del>230</del><ins>200</ins>" in folded(writer.get(url("version_restore", article.pk, 1)))
    writer.post(url("version_restore", article.pk, 1), {"base": 2, "action": "accept"})
    article.refresh_from_db()
    assert (article.current_version.number, article.current_version.note) == (3, "restored from version 1")
    assert now(claim).quoted == "200 lorries an hour"
    assert claim.state == "changed"


def test_a_version_is_not_restored_by_a_form_that_does_not_say_what_it_was_opened_on(writer, cast, article):
    bring(article, cast, edited(article, "200", "230"))
    answer = writer.post(url("version_restore", article.pk, 1), {})
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert "did not say on which version it was opened" in answer.text and article.versions.count() == 2


# Every way for other words to come in


def by_paste(client, article, claim):
    fields = fields_of(shown(client, article, text_of(article).replace("200", "230")))
    client.post(url("version_new", article.pk), fields | {"action": "accept"})


def by_upload(client, article, claim):
    file = SimpleUploadedFile("next.md", text_of(article).replace("200", "230").encode("utf-16"))
    fields = fields_of(shown(client, article, "", file=file))
    client.post(url("version_new", article.pk), fields | {"action": "accept"})


def by_line(client, article, claim):
    line(client, article, 2, "The mayor said the old bridge carries 230 lorries an hour.", action="accept")


def by_wording(client, article, claim):
    data = {"base": 1, "edition": claim.edition, "words": "230 lorries an hour", "action": "accept"}
    client.post(url("wording", claim.pk), data)


def by_the_editing_layer(client, article, claim):
    bring_in(article, edited(article, "200", "230"), actor=article.created_by, base=1)


WAYS = [by_paste, by_upload, by_line, by_wording, by_the_editing_layer]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_sign_off_never_survives_other_words_whichever_way_they_come_in(writer, cast, article, way):
    proposed = {"line_decision": "reword", "proposed_words": "about 200 lorries an hour"}
    reworded = {"reworded_statement": "About 200.", "reworded_verdict": "supported"}
    claim = claim_on(article, "200 lorries an hour", cast, **proposed, **reworded)
    way(writer, article, claim)
    assert now(claim).quoted == "230 lorries an hour"
    assert claim.state == "changed"
    assert not claim.signoffs.filter(voided_at__isnull=True).exists()


BYLINE = "By Rosa Lindqvist"


def byline_by_paste(client, article, cast):
    fields = fields_of(shown(client, article, f"{text_of(article)}\n\n{BYLINE}"))
    client.post(url("version_new", article.pk), fields | {"action": "accept"})


def byline_by_line(client, article, cast):
    line(client, article, 2, f"{BYLINE}\nThe mayor said it carries 200 lorries.", action="accept")


def byline_by_wording(client, article, cast):
    """The line "By Ann Lee" is a claim, and other words are proposed for it."""
    bring(article, cast, [*blocks_of(article.current_version), {"kind": "paragraph", "text": "By Ann Lee"}])
    proposed = {"line_decision": "reword", "proposed_words": BYLINE, "reworded_statement": "It is by her."}
    claim = claim_on(article, "By Ann Lee", cast, **proposed, reworded_verdict="supported")
    data = {"base": 2, "edition": claim.edition, "words": BYLINE, "action": "accept"}
    client.post(url("wording", claim.pk), data)


def byline_by_restoring(client, article, cast):
    bring(article, cast, [*blocks_of(article.current_version), {"kind": "paragraph", "text": BYLINE}])
    bring(article, cast, blocks_of(article.current_version)[:-1])
    client.post(url("version_restore", article.pk, 2), {"base": 3, "action": "accept"})


BYLINE_WAYS = [byline_by_paste, byline_by_line, byline_by_wording, byline_by_restoring]


@pytest.mark.parametrize("way", BYLINE_WAYS, ids=lambda way: way.__name__)
def test_a_byline_that_comes_in_with_a_version_is_asked_about_on_the_details_page(writer, cast, article, way):
    rosa = make_person("Rosa Lindqvist", "reviewer", desk=cast.desk)
    before = article.current_version_id
    way(writer, article, cast)
    article.refresh_from_db()
    assert article.current_version_id != before and BYLINE in text_of(article)
    [question] = byline_questions(article)
    assert (question.person, authors_of(article)) == (rosa, {rosa.pk: False})
    writer.force_login(cast.checker)
    page = folded(writer.get(url("article_details", article.pk)))
    assert "Until somebody else answers" in page and page.count("Yes, the same person") == 1
    writer.post(url("byline_answer", question.pk), {"answer": "same"})
    assert authors_of(article) == {rosa.pk: True}
    page = folded(writer.get(url("article_details", article.pk)))
    assert "Not in the byline, and still not allowed to sign off here: Rosa Lindqvist." in page


# Reconcile


def test_the_tray_and_the_changed_claims_are_worked_through_on_one_page(client, cast, article):
    lost = claim_on(article, "3 cracks in its deck", cast)
    changed = claim_on(article, "200 lorries an hour", cast)
    around = claim_on(article, "No one was hurt", cast)
    text = edited(article, " Engineers found 3 cracks in its deck.", "")
    text = [block | {"text": block["text"].replace("200", "230").replace("it said", "it said so")} for block in text]
    bring(article, cast, text)
    client.force_login(cast.checker)
    page = client.get(url("reconcile", article.pk)).content.decode()
    for claim in (lost, changed, around):
        assert f'id="claim-{claim.number}"' in page
    response = client.post(
        url("claim_keep", changed.pk),
        {"edition": 1, "quoted": now(changed).quoted, "statement": "230 an hour.", "base": changed.statement},
        follow=True,
    )
    assert "keeps its new words" in response.content.decode()
    client.post(url("claim_gone", lost.pk), {"edition": now(lost).edition, "reason": "taken out"})
    client.force_login(cast.second_reviewer)
    response = client.post(url("context_acknowledge", around.pk), {"edition": now(around).edition}, follow=True)
    assert "The tray is empty" in response.content.decode()


@pytest.fixture
def around(cast, article):
    """A claim on which a reviewer worked and another signed, before the text around it changed."""
    claim = make_claim(article, "No one was hurt", actor=cast.checker)
    judge(claim, cast.reviewer)
    claim = sign_off(claim, cast.second_reviewer, by=cast.checker)
    bring(article, cast, edited(article, "it said", "it said so"))
    return now(claim)


def test_a_changed_context_is_offered_to_whoever_may_sign_the_claim(client, cast, article, around):
    address = url("context_acknowledge", around.pk)
    for person, may in ((cast.second_reviewer, True), (cast.reviewer, False), (cast.legal, False)):
        client.force_login(person)
        assert (address in client.get(url("reconcile", article.pk)).content.decode()) == may
        if not may:
            assert client.post(address, {"edition": around.edition}).status_code == 403


def test_a_change_behind_a_doubtful_end_is_shown_with_its_paragraph(cast, article):
    bring(article, cast, edited(article, "It rained for a week.", "“Nobody fell!” Roe spluttered."))
    claim = claim_on(article, "Nobody fell", cast)
    bring(article, cast, edited(article, "Roe", "Poe"))
    assert now(claim).state == "changed"
    old, new = result_of(claim).text_shown
    assert ("Roe" in old, "Poe" in new) == (True, True)


@pytest.fixture
def two_around(cast, article):
    """Two signed claims of one paragraph, in which a third sentence changed."""
    claims = [
        sign_off(make_claim(article, words, actor=cast.checker), cast.reviewer, by=cast.checker)
        for words in ("the bridge was closed", "No one was hurt")
    ]
    bring(article, cast, edited(article, "rained for a week", "rained all week long"))
    return [now(claim) for claim in claims]


def test_one_edit_around_several_claims_is_shown_once_and_confirmed_with_one_press(client, cast, article, two_around):
    client.force_login(cast.reviewer)
    page = client.get(url("reconcile", article.pk)).content.decode()
    assert page.count("It rained") == 1 and "All 2 still hold" in page
    shown = {"claim": [f"{claim.pk}:{claim.edition}" for claim in two_around]}
    response = client.post(url("contexts_acknowledge", article.pk), shown, follow=True)
    assert "2 claims still hold" in response.content.decode()
    assert not unsettled(article)[2]


def test_of_several_claims_all_are_confirmed_or_none(client, cast, article, two_around):
    one, other = two_around
    shown = {"claim": [f"{one.pk}:{one.edition}", f"{other.pk}:{other.edition + 1}"]}
    address = url("contexts_acknowledge", article.pk)
    client.force_login(cast.reviewer)
    assert client.post(address, shown).status_code == 409
    assert client.post(address, {"claim": f"{one.pk}0:1"}).status_code == 404
    assert client.post(address).status_code == 422
    client.force_login(cast.legal)
    assert client.post(address, shown).status_code == 403
    assert len(unsettled(article)[2]) == 2


def test_where_nobody_else_could_sign_a_contributor_of_a_desk_that_cross_signs_acknowledges(
    client, cast, article, around
):
    cast.second_reviewer.memberships.all().delete()
    client.force_login(cast.reviewer)
    address = url("context_acknowledge", around.pk)
    assert client.post(address, {"edition": around.edition}).status_code == 403
    with acting(cast.admin):
        cast.desk.cross_sign = True
        cast.desk.save()
    assert address in client.get(url("reconcile", article.pk)).content.decode()
    response = client.post(address, {"edition": around.edition}, follow=True)
    assert "The tray is empty" in response.content.decode()


def test_proposed_words_of_a_claim_in_the_tray_lead_to_where_it_is_attached_again(client, cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast, signed=False)
    mine = {"line_decision": "reword", "proposed_words": "4 cracks in its deck"}
    save_claim(claim, mine, actor=cast.checker, base={})
    bring(article, cast, edited(article, " Engineers found 3 cracks in its deck.", ""))
    client.force_login(cast.writer)
    page = client.get(url("wording", claim.pk)).content.decode()
    assert f"{url('reconcile', article.pk)}#claim-{claim.number}" in page and "/lines/0/" not in page


def test_a_decision_on_an_old_page_comes_back_with_what_was_typed(client, cast, article):
    claim = claim_on(article, "200 lorries an hour", cast)
    bring(article, cast, edited(article, "200", "230"))
    client.force_login(cast.checker)
    data = {"edition": 1, "quoted": "200 lorries an hour", "statement": "My own words.", "base": claim.statement}
    response = client.post(url("claim_keep", claim.pk), data)
    assert response.status_code == 409
    assert "My own words." in response.content.decode()
    response = client.post(url("claim_gone", claim.pk), {"edition": now(claim).edition, "reason": ""})
    assert response.status_code == 422


def test_spelling_comes_back_to_its_signer_as_one_list(client, cast, article):
    claims = [claim_on(article, words, cast) for words in ("3 cracks in its deck", "the bridge was closed")]
    text = edited(article, "3 cracks", "three cracks")
    text = [block | {"text": block["text"].replace("the bridge was", "the Bridge was")} for block in text]
    bring(article, cast, text)
    client.force_login(cast.reviewer)
    rows = client.get(url("spelling")).context["rows"]
    assert {row["claim"].pk for row in rows} == {claim.pk for claim in claims}
    ticked = [f"{row['claim'].pk}:{row['claim'].edition}:{row['hash']}" for row in rows]
    response = client.post(url("spelling"), {"claim": ticked}, follow=True)
    assert "Confirmed: 2 claims." in response.content.decode()
    assert {now(claim).state for claim in claims} == {"signed_off"}
    client.force_login(cast.second_reviewer)
    assert client.get(url("spelling")).context["rows"] == []


def test_what_was_not_ticked_stays_so_when_a_confirmation_is_refused(client, cast, article):
    for words in ("3 cracks in its deck", "the bridge was closed"):
        claim_on(article, words, cast)
    text = edited(article, "3 cracks", "three cracks")
    bring(
        article, cast, [block | {"text": block["text"].replace("the bridge was", "the Bridge was")} for block in text]
    )
    client.force_login(cast.reviewer)
    one, other = client.get(url("spelling")).context["rows"]
    assert one["ticked"] and other["ticked"]
    stale = f"{one['claim'].pk}:{one['claim'].edition}:{'0' * 64}"
    answer = client.post(url("spelling"), {"claim": [stale]})
    assert answer.status_code == 409
    assert [row["ticked"] for row in answer.context["rows"]] == [True, False]
    assert folded(answer).count(" checked>") == 1
    assert folded(client.post(url("spelling"))).count(" checked>") == 0


def test_who_signs_nothing_confirms_no_spelling_and_of_another_desk_there_is_none(client, cast, article):
    claim = claim_on(article, "3 cracks in its deck", cast)
    bring(article, cast, edited(article, "3 cracks", "three cracks"))
    client.force_login(cast.reviewer)
    (row,) = client.get(url("spelling")).context["rows"]
    ticked = {"claim": [f"{claim.pk}:{row['claim'].edition}:{row['hash']}"]}
    for person, status in ((cast.observer, 403), (cast.checker, 403), (cast.outsider, 404), (cast.reviewer, 302)):
        client.force_login(person)
        assert client.post(url("spelling"), ticked).status_code == status, person


@pytest.mark.parametrize("tampered", ["", "x", "1:1:short", f"99999999999999999999:1:{'0' * 64}"])
def test_a_tampered_confirmation_is_refused_in_words(client, cast, article, tampered):
    client.force_login(cast.reviewer)
    assert client.post(url("spelling"), {"claim": [tampered]}).status_code == 422


def test_pages_of_versions_cost_the_same_queries_for_more_claims(client, cast, article):
    client.force_login(cast.reviewer)
    pages = {"reconcile": [article.pk], "memo": [article.pk], "versions": [article.pk, 1], "spelling": []}
    counts = {name: set() for name in pages}
    for words in ("3 cracks in its deck", "3 cracks", "cracks in its deck"):
        claim_on(article, words, cast, line_decision="attribute")
    for old, new in (("3 cracks", "three cracks"), ("three cracks in its", "thirteen cracks in their")):
        bring(article, cast, edited(article, old, new))
        for name, args in pages.items():
            client.get(url(name, *args))
            with CaptureQueriesContext(connection) as seen:
                client.get(url(name, *args))
            counts[name].add(len(seen))
    # A part of the page that is empty asks nothing: with all parts, eleven at most.
    assert max(counts.pop("reconcile")) <= 11
    assert all(len(found) == 1 for found in counts.values()), counts


# Line decisions


def test_the_memo_shows_what_was_proposed_and_what_became_of_it(writer, cast, article):
    fields = {"line_decision": "reword", "proposed_words": "about 180 lorries", "must_fix": True}
    reworded = {"reworded_statement": "It carries 180.", "reworded_verdict": "supported"}
    reworded["decision_reason"] = "Counted. " * 100 + "Twice."
    claim = make_claim(article, "200 lorries", actor=cast.checker, **fields, **reworded)
    sign_off(claim, cast.reviewer, by=cast.checker)
    page = folded(writer.get(url("memo", article.pk)))
    assert "Must be fixed" in page and "Counted. Twice." in page, "it is printed: whole"
    assert "<del>200</del><ins>about 180</ins>" in page
    data = {"base": 1, "edition": claim.edition, "words": "about 180 lorries", "reason": ""}
    response = writer.post(url("wording", claim.pk), data | {"action": "show"})
    assert response.status_code == 200 and article.versions.count() == 1
    writer.post(url("wording", claim.pk), data | {"action": "accept"})
    assert now(claim).wording_applied
    page = writer.get(url("memo", article.pk)).content.decode()
    assert "Accepted" in page and "version 2" in page


def test_the_writer_declines_in_the_browser_with_a_reason(writer, cast, article):
    claim = make_claim(article, "It rained for a week.", actor=cast.checker, line_decision="cut")
    data = {"base": 1, "edition": claim.edition, "words": "", "action": "decline"}
    assert writer.post(url("wording", claim.pk), data | {"reason": ""}).status_code == 422
    writer.post(url("wording", claim.pk), data | {"reason": "It matters."})
    assert "Declined; the chief decides" in writer.get(url("memo", article.pk)).content.decode()


def hidden(response):
    return dict(re.findall(r'type="hidden" name="(base|edition)" value="(\d+)"', response.text))


def test_whoever_answers_to_an_older_decision_looks_once_more_and_presses_again(writer, cast, article):
    claim = make_claim(article, "It rained for a week.", actor=cast.checker, line_decision="cut")
    opened = hidden(writer.get(url("wording", claim.pk)))
    save_claim(claim, {"rationale": "New."}, actor=cast.checker, base={})
    said = {"action": "decline", "reason": "It matters."}
    first = writer.post(url("wording", claim.pk), opened | said)
    assert first.status_code == 409 and 'value="It matters."' in first.text and "What you sent" not in first.text
    assert writer.post(url("wording", claim.pk), hidden(first) | said).status_code == 302


@pytest.mark.parametrize("meanwhile", ["settled", "gone"])
def test_what_was_typed_about_a_decision_that_cannot_be_carried_out_any_more_is_shown(writer, cast, article, meanwhile):
    reword = {"line_decision": "reword", "proposed_words": "about 180 lorries"}
    claim = make_claim(article, "200 lorries", actor=cast.checker, **reword)
    opened = hidden(writer.get(url("wording", claim.pk)))
    if meanwhile == "settled":
        save_claim(claim, {"line_decision": "keep"}, actor=cast.checker, base={})
    else:
        bring(article, cast, edited(article, "The mayor said the old bridge carries 200 lorries an hour. ", ""))
    typed = {"words": "nearly 190 lorries", "reason": "An hour of typing."}
    answer = writer.post(url("wording", claim.pk), opened | typed | {"action": "show"})
    assert answer.status_code == 409 and typed["reason"] in answer.text
    assert typed["words"] in answer.text.partition("What you sent, to copy")[2].partition("</section>")[0]


def test_a_dropped_mark_is_said_before_it_is_dropped(writer, cast, article):
    make_mark(article, "It rained for a week.", actor=cast.checker)
    response = shown(writer, article, text_of(article).replace("for a week", "for a month"))
    assert "1 dropped" in response.content.decode()


def test_the_workbench_says_what_waits_to_be_reconciled(client, cast, article):
    claim_on(article, "200 lorries an hour", cast)
    client.force_login(cast.checker)
    link = 'Reconcile<span class="count">'
    assert link not in folded(client.get(url("bench", article.pk)))
    bring(article, cast, edited(article, "200", "230"))
    assert f"{link}1</span>" in folded(client.get(url("bench", article.pk)))


def test_what_changed_since_it_was_signed_is_one_click_from_the_queue(client, cast, article):
    claim = claim_on(article, "200 lorries an hour", cast)
    bring(article, cast, edited(article, "200", "230"))
    client.force_login(cast.reviewer)
    page = folded(client.get(url("queue", "changed")))
    address = f"{url('claim', article.pk, claim.number)}?tab=signoff"
    assert f'href="{address}&amp;from=changed">What changed since it was signed</a>' in page
    page = folded(client.get(address))
    assert "<del>200</del><ins>230</ins>" in page
    assert "Version 2</a>, Wanda Writer" in page


def test_what_was_typed_is_kept_when_somebody_settled_the_claim_meanwhile(client, cast, article):
    claim = claim_on(article, "200 lorries an hour", cast)
    bring(article, cast, edited(article, "200", "230"))
    client.force_login(cast.checker)
    data = {"edition": 1, "quoted": now(claim).quoted, "statement": "My own words.", "base": claim.statement}
    client.post(url("claim_gone", claim.pk), {"edition": claim.edition, "reason": "out"})
    response = client.post(url("claim_keep", claim.pk), data)
    assert response.status_code == 409
    assert "My own words." in response.content.decode()


def test_a_statement_that_the_panel_takes_is_kept_on_reconciling_too(client, cast, article):
    claim = make_claim(article, "200 lorries an hour", statement="word " * 3999, actor=cast.checker)
    bring(article, cast, edited(article, "200", "230"))
    client.force_login(cast.checker)
    form = forms_of(client.get(url("reconcile", article.pk)))[url("claim_keep", claim.pk)]
    too_long = client.post(url("claim_keep", claim.pk), form | {"statement": "b" * 20_001})
    assert too_long.status_code == 422 and "at most 20000 characters" in too_long.text and "b" * 20_001 in too_long.text
    assert client.post(url("claim_keep", claim.pk), form).status_code == 302


@pytest.mark.parametrize("statement", ["Two\nlines.", "Two\r\nlines.\r\n"])
def test_the_line_ends_of_a_browser_are_no_change_of_a_statement_and_are_not_stored(client, cast, article, statement):
    claim = make_claim(article, "200 lorries an hour", statement=statement, actor=cast.checker)
    bring(article, cast, edited(article, "200", "230"))
    client.force_login(cast.checker)
    form = forms_of(client.get(url("reconcile", article.pk)))[url("claim_keep", claim.pk)]
    form |= {"base": "Two\r\nlines.", "statement": "Two\r\nlines now."}
    assert client.post(url("claim_keep", claim.pk), form).status_code == 302
    assert now(claim).statement == "Two\nlines now."


def test_a_statement_that_somebody_changed_meanwhile_comes_back_with_base_theirs_and_mine(client, cast, article):
    claim = claim_on(article, "200 lorries an hour", cast)
    bring(article, cast, edited(article, "200", "230"))
    base = now(claim).statement
    save_claim(claim, {"statement": "Theirs."}, actor=cast.second_checker, base={"statement": base})
    client.force_login(cast.checker)
    data = {"edition": 1, "quoted": claim.quoted, "statement": "Mine.", "base": base}
    response = client.post(url("claim_keep", claim.pk), data)
    page = response.content.decode()
    assert response.status_code == 409
    assert all(words in page for words in (base, "Theirs.", "Mine."))
    assert now(claim).statement == "Theirs."


def test_one_of_two_equal_lines_is_edited(writer, cast, article):
    bring(article, cast, [*blocks_of(article.current_version), {"kind": "paragraph", "text": "It rained for a week."}])
    response = line(writer, article, 7, "It snowed.", was="It rained for a week.", base=2, action="accept")
    assert response.status_code == 302
    article.refresh_from_db()
    assert [block["text"] for block in blocks_of(article.current_version)][-1] == "It snowed."


def test_the_chief_decides_where_the_writer_declined_and_both_are_in_the_memo(client, cast, article):
    claim = make_claim(article, "It rained for a week.", actor=cast.checker, line_decision="attribute")
    for person, reason in ((cast.writer, "It matters."), (cast.chief, "It is common knowledge.")):
        client.force_login(person)
        data = {"base": 1, "edition": now(claim).edition, "words": "", "action": "decline", "reason": reason}
        client.post(url("wording", claim.pk), data)
    page = client.get(url("memo", article.pk)).content.decode()
    assert "Declined (stet)" in page
    assert "It matters." in page and "It is common knowledge." in page
    assert "<del>" not in page, "nobody proposes to take the words out"


def test_after_a_decision_one_goes_on_with_the_next_claim(client, cast, article):
    first = claim_on(article, "200 lorries an hour", cast)
    second = claim_on(article, "3 cracks in its deck", cast)
    text = edited(article, "200", "230")
    bring(article, cast, [block | {"text": block["text"].replace("3 cracks", "5 cracks")} for block in text])
    client.force_login(cast.checker)
    data = {"edition": 1, "quoted": now(first).quoted, "statement": first.statement, "base": first.statement}
    response = client.post(url("claim_keep", first.pk), data)
    assert response.url == f"{url('reconcile', article.pk)}#claim-{second.number}"


def test_a_statement_that_still_says_the_old_figure_is_pointed_at(client, cast, article):
    claim_on(article, "200 lorries an hour", cast)
    bring(article, cast, edited(article, "200", "230"))
    client.force_login(cast.checker)
    assert "The statement still says “<bdi>200</bdi>”" in folded(client.get(url("reconcile", article.pk)))


def test_of_many_versions_the_sign_off_tab_shows_what_the_newest_did_and_how_many_came_before(client, cast, article):
    claim = claim_on(article, "200 lorries an hour", cast)
    for at in range(PAGE + 2):
        bring(article, cast, edited(article, f"{200 + at} lorries", f"{201 + at} lorries"))
    client.force_login(cast.checker)
    page = client.get(url("claim", article.pk, claim.number), {"tab": "signoff"})
    shown = [int(number) for number in re.findall(r">Version (\d+)</a>,\s", folded(page))]
    assert shown == list(range(4, PAGE + 4))
    assert "Not shown here: 2 earlier ones." in page.text
    assert f"{url('article_record', article.pk)}?claim={claim.number}" in page.text


def test_a_text_too_long_to_be_shown_can_still_be_taken_in(writer, cast, article, monkeypatch):
    monkeypatch.setattr("claims.views.versions.SHOWING", 0)  # seconds: any text takes longer
    claim = claim_on(article, "200 lorries an hour", cast)
    response = shown(writer, article, text_of(article).replace("200", "230"))
    assert response.status_code == 200
    page = response.content.decode()
    assert "too long to show here what it does to each claim" in page and "Create version 2" in page
    assert article.versions.count() == 1
    monkeypatch.undo()
    writer.post(url("version_new", article.pk), fields_of(response) | {"action": "accept"})
    assert now(claim).quoted == "230 lorries an hour"


def test_two_texts_too_long_to_be_compared_are_offered_one_by_one(writer, cast, article, monkeypatch):
    monkeypatch.setattr("claims.views.versions.SHOWING", 0)
    bring(article, cast, edited(article, "200", "230"))
    response = writer.get(url("compare", article.pk, 1, 2))
    assert response.status_code == 200
    page = response.content.decode()
    assert "too long to be compared" in page and "<del>" not in page
    assert all(f'href="{url("versions", article.pk, number)}"' in page for number in (1, 2))
