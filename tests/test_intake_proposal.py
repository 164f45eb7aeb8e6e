"""A paste becomes a proposal: headline, byline, date and origin are found, the page's furniture is left out."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.intake.dates import read_date_line
from claims.intake.pasted import MOST_ROWS, only_addresses, refuse_if_unusable
from claims.intake.proposal import propose
from claims.states import BlockKind
from claims.text.normalise import MAX_BYTES, TextRefused, normalise

FIRST = (
    "The river port stayed closed for a third day on Monday, although the ministry had promised to open it. Its crews "
    "had lost 6 K-12s. Nobody from the harbour office was seen there, and the two cranes did not move."
)
SECOND = "“We waited. Nobody came,” a lorry driver said, and he drove back to the town of Ost before it grew dark."
PASTE = f"""“Nothing Moves”: River Port Stays Shut Despite City-Backed Deal

“Nothing Moves”: River Port Stays Shut Despite City-Backed Deal

Maria Lindqvist

Tue, 11/17/2020 – 06:30

Submitted by HarbourWatch,

{FIRST}

{SECOND}

via Quayside News https://example.org/a1 Maria Lindqvist

Leave a Reply

Your email address will not be published.
"""


def left_out(proposal):
    return [(block.text, block.why) for block in proposal.blocks if block.left_out]


def kept(proposal):
    return [(block.kind, block.text) for block in proposal.blocks if not block.left_out]


def with_head(*head, headline="The port is shut"):
    return propose("\n\n".join([headline, *head, FIRST, SECOND]))


def test_a_paste_from_a_web_page_is_taken_apart():
    proposal = propose(PASTE)
    headline = "“Nothing Moves”: River Port Stays Shut Despite City-Backed Deal"
    assert proposal.headline == headline
    assert proposal.authors == ["Maria Lindqvist"]
    assert (proposal.published_date, proposal.published_time, proposal.zone) == (date(2020, 11, 17), time(6, 30), "")
    assert proposal.chain == [("HarbourWatch", ""), ("Quayside News", "https://example.org/a1")]
    assert proposal.language == "en"
    assert proposal.notes == []
    assert kept(proposal) == [("headline", headline), ("paragraph", FIRST), ("paragraph", SECOND)]
    assert left_out(proposal) == [
        (headline, "repeated headline"),
        ("Maria Lindqvist", "byline"),
        ("Tue, 11/17/2020 – 06:30", "date line"),
        ("Submitted by HarbourWatch,", "note on where it was published"),
        ("via Quayside News https://example.org/a1 Maria Lindqvist", "note on where it was published"),
        ("Leave a Reply", "comment form"),
        ("Your email address will not be published.", "comment form"),
    ]


def test_windows_line_ends_make_no_difference():
    assert propose("\ufeff" + PASTE.replace("\n", "\r\n")) == propose(PASTE)


def test_a_paste_without_blank_lines_is_taken_apart_too():
    one_by_one = "\n".join(line for line in PASTE.split("\n") if line)
    assert propose(one_by_one) == propose(PASTE)


def test_markdown_gives_the_headline():
    proposal = propose(f"# The port is shut\n\n**By Maria Lindqvist**\n\n## The deal\n\n{FIRST}\n\n> {SECOND}\n")
    assert proposal.headline == "The port is shut"
    assert proposal.authors == ["Maria Lindqvist"]
    assert kept(proposal) == [
        ("headline", "The port is shut"),
        ("heading", "The deal"),
        ("paragraph", FIRST),
        ("quote", SECOND),
    ]


def test_a_file_of_markdown_may_begin_with_anything():
    assert kept(propose(f"Shut\n====\n\n- {FIRST}", markdown=True)) == [("headline", "Shut"), ("list_item", FIRST)]


def test_an_article_on_one_line_has_no_headline_to_propose():
    proposal = propose(FIRST)
    assert proposal.headline == ""
    assert kept(proposal) == [("paragraph", FIRST)]


def test_a_title_that_stands_twice_is_the_headline_whatever_stands_above_it():
    proposal = propose(f"Quayside\n\nThe port is shut\n\nThe Port Is Shut\n\n{FIRST}")
    assert proposal.headline == "The port is shut"
    assert left_out(proposal) == [("The Port Is Shut", "repeated headline")]


def test_a_date_above_the_headline_is_read():
    proposal = propose(f"17 November 2020\n\nThe port is shut\n\n{FIRST}")
    assert (proposal.headline, proposal.published_date) == ("The port is shut", date(2020, 11, 17))


def test_a_standfirst_stands_between_headline_and_byline():
    standfirst = "Crews wait, and the ministry says nothing."
    proposal = with_head(standfirst, "By Maria Lindqvist")
    assert kept(proposal)[1] == ("standfirst", standfirst)
    assert kept(with_head(standfirst))[1] == ("paragraph", standfirst)


def test_a_date_below_several_short_lines_is_found():
    proposal = with_head("Crews wait.", "Maria Lindqvist in Ost", "Tue 17 Nov 2020 14.31 GMT", "Share")
    assert proposal.authors == ["Maria Lindqvist"]
    assert (proposal.published_date, proposal.published_time) == (date(2020, 11, 17), time(14, 31))
    assert kept(proposal)[1] == ("standfirst", "Crews wait.")


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Maria Lindqvist", ["Maria Lindqvist"]),
        ("by Maria Lindqvist,", ["Maria Lindqvist"]),
        ("Words by J. R. Smith and Ana de la Cruz", ["J. R. Smith", "Ana de la Cruz"]),
        ("By Maria Lindqvist, Omar al-Rashid and Əli Məmmədov", ["Maria Lindqvist", "Omar al-Rashid", "Əli Məmmədov"]),
        ("By Maria Lindqvist, our correspondent in Ost", ["Maria Lindqvist"]),
        ("Maria Lindqvist in Ost and Ana Cruz in New Ost", ["Maria Lindqvist", "Ana Cruz"]),
        ("By Reuters", ["Reuters"]),
        ("Jean-Luc O’Neill", ["Jean-Luc O’Neill"]),
        ("Анна Петрова", ["Анна Петрова"]),
        ("BY MARIA LINDQVIST AND ANA CRUZ", ["MARIA LINDQVIST", "ANA CRUZ"]),
        ("By Maria Lindqvist, Quayside Staff", ["Maria Lindqvist"]),
        ("By Maria Lindqvist and Ana Cruz, Staff Writers", ["Maria Lindqvist", "Ana Cruz"]),
        ("Por María López y Juan Pérez", ["María López", "Juan Pérez"]),
        ("Por José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Von Jana Weiß und Karl Kraus", ["Jana Weiß", "Karl Kraus"]),
        ("Par Élise Moreau", ["Élise Moreau"]),
        ("Interview: Maria Lindqvist", ["Maria Lindqvist"]),
        ("Das Gespräch führte Jana Weiß", ["Jana Weiß"]),
        ("Propos recueillis par Élise Moreau", ["Élise Moreau"]),
    ],
)
def test_bylines(byline, authors):
    proposal = with_head(byline)
    assert proposal.authors == authors
    assert left_out(proposal) == [(byline, "byline")]


@pytest.mark.parametrize(
    "line",
    [
        "World News",
        "By Monday, the port was shut",
        "By the river nobody moved",
        "The Harbour Office",
        "Three cranes stand still",
        "KEY POINTS",
        "Middle East",
        "Team Points",
        "At a Glance",
        "новости порта",
        "პორტი დაიხურა",
    ],
)
def test_what_is_no_byline_stays_in_the_article(line):
    proposal = with_head(line)
    assert proposal.authors == []
    assert left_out(proposal) == []


@pytest.mark.parametrize("line", ["Ostmar, 21 de agosto de 2026", "OSTMAR, 21 August 2026", "New Ost, 21 August 2026"])
def test_where_a_text_was_written_stands_in_its_date_line_and_names_nobody(line):
    proposal = with_head("Lucía Ferrer Molina", line)
    assert (proposal.authors, proposal.published_date) == (["Lucía Ferrer Molina"], date(2026, 8, 21))
    assert left_out(proposal) == [("Lucía Ferrer Molina", "byline"), (line, "date line")]


def test_a_note_that_the_speech_may_be_given_otherwise_is_no_part_of_it():
    assert left_out(with_head("Check against delivery")) == [("Check against delivery", "note on a speech")]


def test_capitalised_words_further_down_are_no_byline():
    proposal = with_head("Crews wait for the third day.", "River Lane", "Nobody lives there now.")
    assert proposal.headline == "The port is shut"
    assert proposal.authors == []
    assert left_out(proposal) == []


def test_a_byline_repeated_below_the_text_is_left_out_there_too():
    proposal = propose(f"The port is shut\n\nBy Maria Lindqvist\n\n{FIRST}\n\n{SECOND}\n\nMaria Lindqvist")
    assert left_out(proposal) == [("By Maria Lindqvist", "byline"), ("Maria Lindqvist", "byline")]


def test_a_paragraph_printed_twice_is_no_headline():
    proposal = with_head(SECOND)
    assert proposal.headline == "The port is shut"
    assert left_out(proposal) == []


def test_byline_and_date_on_one_line():
    proposal = with_head("By Maria Lindqvist | Published 17 November 2020 at 6:30 pm GMT")
    assert proposal.authors == ["Maria Lindqvist"]
    assert (proposal.published_date, proposal.published_time) == (date(2020, 11, 17), time(18, 30))
    assert proposal.zone == "UTC"
    assert left_out(proposal)[0][1] == "byline and date line"


@pytest.mark.parametrize(
    ("line", "day", "clock", "zone"),
    [
        ("Tue, 11/17/2020 – 06:30", date(2020, 11, 17), time(6, 30), ""),
        ("17 November 2020", date(2020, 11, 17), None, ""),
        ("17th of Nov. 2020", date(2020, 11, 17), None, ""),
        ("Tuesday, November 17, 2020", date(2020, 11, 17), None, ""),
        ("Nov 17, 2020 6:30 p.m.", date(2020, 11, 17), time(18, 30), ""),
        ("Nov 17, 2020, 12 am", date(2020, 11, 17), time(0), ""),
        ("2020-11-17", date(2020, 11, 17), None, ""),
        ("2020-11-17T06:30:00Z", date(2020, 11, 17), time(6, 30), "UTC"),
        ("2020-11-17 06:30 +04:00", date(2020, 11, 17), time(6, 30), "Etc/GMT-4"),
        ("17.11.2020, 06:30", date(2020, 11, 17), time(6, 30), ""),
        ("3.4.2020", date(2020, 4, 3), None, ""),
        ("4/4/2020", date(2020, 4, 4), None, ""),
        ("Fri 3/4/2020", date(2020, 4, 3), None, ""),
    ],
)
def test_date_lines(line, day, clock, zone):
    found = read_date_line(line)
    assert (found.day, found.clock, found.zone, found.rest, found.notes) == (day, clock, zone, "", ())


@pytest.mark.parametrize(
    ("line", "day", "note"),
    [
        ("3/4/2020", None, "3/4/2020 can be 4 March 2020 or 3 April 2020: please choose."),
        ("31 April 2020", None, "31 April 2020 is not in the calendar."),
        ("Mon, 17 November 2020", date(2020, 11, 17), "17 November 2020 was a Tuesday, not as printed."),
        ("17 November 2020, 06:30 EST", date(2020, 11, 17), "The time zone is printed as EST: please choose it."),
        ("7 Nov 2020, 06:30 (Ost time)", date(2020, 11, 7), "The time zone is printed as Ost time: please choose it."),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_said_and_not_guessed(line, day, note):
    proposal = with_head(line)
    assert proposal.published_date == day
    assert proposal.zone == ""
    assert proposal.notes == [note]
    assert left_out(proposal) == [(line, "date line")]


def test_the_date_of_an_update_is_not_that_of_publication():
    proposal = with_head("Published 17 November 2020", "Updated 19 November 2020")
    assert (proposal.published_date, proposal.notes) == (date(2020, 11, 17), [])
    assert with_head("Last updated on 19 November 2020").notes == ["The date printed is that of an update."]


def test_two_different_dates_are_said():
    assert with_head("17 November 2020", "18 November 2020").notes == ["Another date is printed: 18 November 2020"]


@pytest.mark.parametrize(
    ("line", "clock"),
    [
        ("17/11/2020 01:57 | Actualizado a 19/11/2020 19:20", time(1, 57)),
        ("Published Nov. 17, 2020 Updated Nov. 19, 2020, 3:05 p.m. ET", None),
        ("Nov. 17, 2020 / Nov. 19, 2020", None),
        ("17 November 2020 – 2020-11-19", None),
        ("Publié le 17 novembre 2020 à 10h30", time(10, 30)),
        ("17 de noviembre de 2020", None),
        ("17. November 2020, 10:15 Uhr", time(10, 15)),
        ("Опубликовано 17 ноября 2020", None),
    ],
)
def test_the_first_of_two_dates_is_that_of_publication_in_any_language(line, clock):
    proposal = with_head(line)
    assert (proposal.published_date, proposal.published_time) == (date(2020, 11, 17), clock)
    assert proposal.authors == [] and proposal.notes == []


@pytest.mark.parametrize(
    "line",
    [
        "Updated Nov. 19, 2020; Published Nov. 17, 2020",
        "Last modified on 19 November 2020 – first published on 17 November 2020",
        "Actualizado: 19/11/2020 | Publicado: 17/11/2020",
    ],
)
def test_the_date_of_publication_may_stand_behind_that_of_an_update(line):
    assert with_head(line).published_date == date(2020, 11, 17)


def test_the_name_of_a_section_above_the_headline_is_left_out():
    proposal = propose(f"WORLD NEWS\n\nThe port is shut\n\nBy Ada Brandt\n\n{FIRST}")
    assert (proposal.headline, proposal.authors) == ("The port is shut", ["Ada Brandt"])
    assert ("WORLD NEWS", "name of a section") in left_out(proposal)
    assert propose(f"PORT SHUT\n\nCrews wait for news.\n\n{FIRST}").headline == "PORT SHUT"


def test_an_outlet_and_a_section_above_the_headline_are_left_out():
    proposal = propose(f"The Quay Courier\n\nMay 3, 2021\n\nOPINION\n\nWhy the port is shut\n\n{FIRST}")
    assert (proposal.headline, proposal.chain) == ("Why the port is shut", [("The Quay Courier", "")])
    assert ("The Quay Courier", "name of the outlet") in left_out(proposal)
    assert ("OPINION", "name of a section") in left_out(proposal)


def test_a_name_above_the_headline_and_beside_a_date_is_the_author():
    proposal = propose(f"3 May 2021\n\nAda Brandt\n\nThe port is shut for a week\n\n{FIRST}")
    assert (proposal.headline, proposal.authors) == ("The port is shut for a week", ["Ada Brandt"])


def test_heads_beside_a_date_are_no_authors():
    proposal = with_head("Updated: 4 May 2021\n\nKEY POINTS\n\n• The port is shut")
    assert proposal.authors == []
    assert "KEY POINTS" in [block.text for block in proposal.blocks if not block.left_out]


def test_an_agency_names_its_reporters_below_the_text_and_a_post_stands_above_a_name():
    proposal = propose(f"The port is shut\n\nReuters\n\n{FIRST}\n\nReporting by Ada Brandt; Editing by Tom Berg")
    assert (proposal.authors, proposal.chain) == (["Ada Brandt"], [("Reuters", "")])
    proposal = propose(f"The port is shut\n\nLocal Democracy Reporter\n\nAda Brandt\n\n3 May 2021\n\n{FIRST}")
    assert proposal.authors == ["Ada Brandt"]
    assert ("Local Democracy Reporter", "byline") in left_out(proposal)


def test_the_head_of_a_table_is_no_headline_and_no_section():
    proposal = propose("Team\tPlayed\nQuay\t12\n\nThe table shows the league.")
    assert (proposal.headline, left_out(proposal)) == ("", [])


def test_links_below_their_label_are_left_out_and_the_article_that_goes_on_is_not():
    links = "Related articles\n\nStorm warning for the coast\n\nWhy ports shut\n\n© 2021 Quayside News"
    assert len(left_out(propose(f"The port is shut\n\n{FIRST}\n\n{links}"))) == 4
    text = f"The port is shut\n\n{FIRST}\n\nRelated stories\n\nWhat happens now\n\n{SECOND}"
    assert left_out(propose(text)) == [("Related stories", "links to other pages")]


def test_a_headline_may_be_a_question_and_its_answer():
    assert propose(f"Is the port open? Crews say no\n\n{FIRST}").headline == "Is the port open? Crews say no"
    assert propose(f"The port is shut. Crews wait.\n\n{FIRST}").headline == ""


def test_a_sentence_with_a_date_in_it_is_no_date_line():
    assert left_out(with_head("On 17 November 2020 the port was shut.")) == []


@pytest.mark.parametrize(
    ("note", "chain", "authors"),
    [
        ("Originally published by Quayside News", [("Quayside News", "")], []),
        ("This article first appeared in The Quay.", [("The Quay", "")], []),
        ("Republished with permission from Quay: https://example.org/a.", [("Quay", "https://example.org/a")], []),
        ("Authored by Maria Lindqvist via Quayside.example,", [("Quayside.example", "")], ["Maria Lindqvist"]),
        ("Source: https://example.org/a", [("", "https://example.org/a")], []),
    ],
)  # fmt: skip
def test_notes_on_where_it_was_published_give_the_chain(note, chain, authors):
    for proposal in (with_head(note), propose(f"{PASTE.split('Maria')[0]}{FIRST}\n\n{SECOND}\n\n{note}")):
        assert (proposal.chain, proposal.authors) == (chain, authors)
        assert (note, "note on where it was published") in left_out(proposal)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Share this article", "share buttons"),
        ("Subscribe to our newsletter", "subscription notice"),
        ("Sign up for our daily newsletter and never miss a thing", "subscription notice"),
        ("We use cookies to make this site better.", "cookie notice"),
        ("Advertisement", "advertisement"),
        ("Read more: The port was shut last year too", "links to other pages"),
        ("Home > World > Ports", "links to other pages"),
        ("© 2020 Quayside News. All rights reserved.", "copyright notice"),
        ("Tags: ports, rivers", "tags"),
        ("Mehr zum Thema", "links to other pages"),
        ("À lire aussi : le port en chiffres", "links to other pages"),
        ("Читайте также: порт закрыт", "links to other pages"),
        ("Follow her on Twitter @ada", "share buttons"),
        ("@quayside • 2h", "share buttons"),
        ("4 min read", "reading time"),
        ("12 Comments", "comment form"),
        ("Comentarios (4)", "comment form"),
        ("No está permitido verter comentarios ilícitos.", "comment form"),
        ("La Gaceta se reserva el derecho de borrar cualquier comentario.", "comment form"),
        ("Laisser un commentaire", "comment form"),
        ("Kommentar schreiben", "comment form"),
        ("Deixe um comentário", "comment form"),
        ("Lascia un commento", "comment form"),
        ("Оставить комментарий", "comment form"),
        ("أضف تعليق", "comment form"),
        ("评论（12）", "comment form"),
        ("댓글 3", "comment form"),
        ("Abonnez-vous à notre lettre", "subscription notice"),
        ("Privacy Policy | Terms of Use", "copyright notice"),
        ("By using this site you accept our terms.", "cookie notice"),
        ("By continuing to browse our website, you agree to the use of cookies.", "cookie notice"),
        ("Copyright 2020 The Quayside News Group.", "copyright notice"),
        ("［有料会員限定］この先は会員の方だけ", "subscription notice"),
        ("関連記事", "links to other pages"),
        ("เรื่องที่เกี่ยวข้อง ท่าเรือปิด", "links to other pages"),
        ("* * *", "no words in it"),
    ],
)
def test_the_furniture_of_a_page_is_left_out_with_the_reason(text, why):
    assert left_out(propose(f"The port is shut\n\n{FIRST}\n\n{text}\n\n{SECOND}")) == [(text, why)]


@pytest.mark.parametrize(
    "head",
    [
        "From: Ann Lee <ann@example.org>\nSent: Monday, 5 October 2020\nTo: Ben <b@example.org>\nSubject: The port",
        "-------- Forwarded Message --------\nFrom: Ann Lee\nDate: Mon, 5 Oct 2020\nSubject: The port\nTo: Ben",
        "From: Ann Lee <ann@example.org> Sent: Monday, 5 October 2020 To: Ben Cc: Eve Subject: Re: The port",
        "Von: Ann Lee\nGesendet: Montag, 5. Oktober 2020\nAn: Ben\nBetreff: Der Hafen",
        "De : Ann Lee Envoyé : lundi 5 octobre 2020 À : Ben Objet : Le port",
        "De: Ana\nEnviado el: lunes, 5 de octubre de 2020\nPara: Ben\nAsunto: El puerto",
        "От: Анна\nКому: Бен\nТема: Порт",
    ],
)
def test_the_head_of_a_mail_is_left_out_and_gives_neither_headline_nor_date(head):
    found = propose(f"{head}\n\nThe port is shut\n\n{FIRST}\n\n{SECOND}")
    assert [one[1] for one in left_out(found)] == ["head of a mail"] * (head.count("\n") + 1)
    assert (found.headline, found.published_date, found.authors) == ("The port is shut", None, [])


@pytest.mark.parametrize(
    "row", ["From: Baku to Ganja in a day", "Subject: unknown, they said.", "To: whom it concerns"]
)
def test_a_row_that_could_be_of_a_mail_stays_without_the_others(row):
    assert left_out(propose(f"The port is shut\n\n{FIRST}\n\n{row}\n\n{SECOND}")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Cookies were handed out at the gate, a guard said.",
        "Subscribe to the treaty, the ministers were told.",
        "Sign up for the army, the governor told them.",
        "Copyright law was changed on Monday.",
        "Share prices fell by 3 percent.",
        "Comentar la ley es un derecho, dijo la ministra.",
        "No está permitido hacer comentarios sobre el caso, dijo el juez.",
        "El contenido de los comentarios de la ministra provocó indignación.",
        "La fiscalía se reserva el derecho de investigar los comentarios del ministro.",
        "The views of voters on his comments were split: 45% backed him.",
        "الآراء الواردة في التقرير أثارت غضب الحكومة.",
        "Подписаться под документом отказались три страны.",
        "会員限定の店舗で3人が死亡した。",
        "By using harsh terms, the minister angered them.",
        "By continuing to bomb this site, they broke the terms of the truce.",
        "By using this site, the army broke the terms of the truce.",
        "Copyright 2020 rules bind 27 states.",
        "Terms and conditions were not disclosed.",
        "Privacy policy changes cost the company $10bn",
        "Commenter la loi est un droit, a dit la ministre.",
        "Kommentare wollte der Minister nicht abgeben.",
        "Via Ost, the lorries went north again.",
        "«Никто не пришёл».",
        "Support independent harbours, he said.",
        "Topics: " + FIRST,
        "Related to this, two men were held.",
        "Published reports say otherwise.",
        "Source: nobody who wanted to be named by this newspaper, or by any other one in the whole of the country.",
    ],
)
def test_prose_that_begins_like_a_notice_stays(text):
    assert left_out(propose(f"The port is shut\n\n{FIRST}\n\n{text}\n\n{SECOND}")) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FIRST, "en"),
        ("12 345", "en"),
        ("Նավահանգիստը փակ է երրորդ օրը։", "hy"),
        ("პორტი მესამე დღეა დაკეტილია.", "ka"),
        ("الميناء مغلق لليوم الثالث.", "ar"),
        ("بندر برای سومین روز بسته است و کسی نمی‌گوید چرا.", "fa"),
        ("Liman üçüncü gündür ki bağlıdır və heç kim gəlmir.", "az"),
        ("Порт закрыт третий день.", "ru"),
        ("Порт зачинений третій день.", "uk"),
        ("Der Hafen ist den dritten Tag geschlossen, und das bleibt er.", "de"),
        ("Liman üç gün için kapalı ve bu böyle olarak kalacak.", "tr"),
        ("港口关闭了。", "zh"),
        ("港は三日間閉鎖されている。", "ja"),
    ],
)
def test_the_language_is_guessed_by_script_and_common_words(text, language):
    assert propose(text).language == language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("\ufeff \r\n\t", "empty"),
        ("x y " * (MAX_BYTES // 4) + "z", "too_large"),
        ("é" * (MAX_BYTES // 2 + 1), "too_large"),
        ("- It fell.\n" * (MOST_ROWS + 1), "too_many"),
        ("It fell.\t" * (MOST_ROWS + 2), "too_many"),
        ("# It fell\n\n|" + "a|" * MOST_ROWS, "too_many"),
        ("Go on. " * (MOST_ROWS + 2), "too_many"),
        ("去。" * (MOST_ROWS + 1), "too_many"),
        ("12 + 30 = 42!", "no_sentence"),
        ("… — !!! 👍", "no_sentence"),
        ("someone@example.org", "no_sentence"),
        ("https://example.org/some-page/with/words", "address"),
        (" www.example.org/some-page \n", "address"),
        ("<https://example.org/?q=1>", "address"),
        ("Word", "no_sentence"),
    ],
)
def test_what_cannot_be_checked_is_refused_with_words(text, code):
    with pytest.raises(TextRefused) as refused:
        refuse_if_unusable(text)
    assert refused.value.code == code
    assert refused.value.words


@pytest.mark.parametrize("text", ["It fell.", "港口关闭了。", "الميناء مغلق.", "ท่าเรือปิด", PASTE])
def test_what_has_a_sentence_is_taken(text):
    refuse_if_unusable(text)


PARTS = st.sampled_from(
    [
        *(FIRST, SECOND, *PASTE.split("\n\n"), "3/4/2020", "31/31/2020 at 99:99"),
        *("By X", "* * *", "# Title", "- a b", "Share", "«Да»", "é"),
    ]
)


@given(st.lists(PARTS, max_size=9).map("\n\n".join) | st.text(max_size=80), st.booleans())
def test_no_word_of_a_paste_is_lost_and_every_block_left_out_says_why(text, markdown):
    proposal = propose(text, markdown=markdown)
    got = "".join(c for block in proposal.blocks for c in block.text if c.isalpha())
    assert got == "".join(c for c in normalise(text) if c.isalpha())
    assert all(block.kind in BlockKind.values and block.left_out == bool(block.why) for block in proposal.blocks)
    assert [block.text for block in proposal.blocks if block.kind == "headline"] in ([], [proposal.headline])


def test_the_labels_of_a_table_are_never_taken_for_buttons():
    rows = "| Channel | Readers |\n| --- | --- |\n| Telegram | 300 |\n| Facebook | 2000 |"
    proposal = propose(f"The port is shut\n\n{FIRST}\n\n{rows}\n\n{SECOND}", markdown=True)
    cells = [block for block in proposal.blocks if block.kind == "table_cell"]
    assert [cell.text for cell in cells][-2:] == ["Facebook", "2000"]
    assert not any(cell.left_out for cell in cells if cell.text.isalpha())


@pytest.mark.parametrize(
    "text",
    [
        "Share with Iran rose to 30%.",
        "Share on Monday fell to 12 euros.",
        "Share to rise by 4% in May, analysts say.",
        "Next: 300 tanks will move on Tuesday.",
        "Previous: 30 lorries were lost; now 40.",
        "Next story: the siege of Ost began on 4 May.",
        "GDP 2020 > GDP 2019",
        "Profit 2021 › Profit 2020 › Profit 2019",
        "Exports > imports",
        "Sign up for alerts, the ministry told residents",
        "Sign up for updates, the agency told 3,000 people.",
        "Subscribe to our view, he said, or leave.",
        "Follow them on foot, the order read.",
        "Read more: 40% of pupils do, the ministry said.",
        "See also: the court ruled that both were guilty.",
        "Tags: the police took 300 of them from cars.",
        "Topics: trade, gas and 3,000 prisoners were discussed on Monday.",
        "More from the front: 30 tanks destroyed.",
        "You may also like to know that 300 fled.",
        "We use cookies to pay guards, a prisoner said.",
        "This site uses cookies to track 40% of visitors, the court found.",
        "By using this bridge, 300 people fled. The terms were unclear.",
        "Your email address will not be shared with Iran, he told the senator.",
        "Save my name, the singer told the judge.",
        "Leave your reply with the court by 4 May.",
        "Support our work, the nuns asked the bishop.",
        "You must be logged in to vote, the ministry said.",
        "← The army moved back.",
        "Lire aussi : 300 morts selon le ministère.",
        "Lesen Sie auch: 300 Panzer wurden zerstört.",
        "Leggi anche: 300 carri sono stati distrutti, ha detto il ministro",
        "Lea también: 300 tanques fueron destruidos.",
        "Leia também: 300 tanques foram destruídos.",
        "Lees ook: 300 tanks zijn vernietigd.",
        "Läs också: 300 stridsvagnar förstördes.",
        "Читайте также: 300 танков было уничтожено.",
        "Czytaj też: zniszczono 300 czołgów.",
        "Abonnez-vous à notre cause, a dit le ministre aux 300 élus.",
        "Suscríbete a la causa, dijo la ministra",
        "Подпишитесь на наш договор, сказал министр",
        "相关新闻 称，300人死亡。",
        "관련기사 에 따르면 300명이 숨졌다.",
        "اقرأ أيضا: قتل 300 جندي.",
    ],
)
def test_a_sentence_with_a_figure_an_end_or_a_speaker_stays_whatever_it_begins_with(text):
    assert left_out(propose(f"The port is shut\n\n{FIRST}\n\n{text}\n\n{SECOND}")) == []


def listed_in(*items, before=FIRST, behind=SECOND):
    """What is left out of an article with this list in it."""
    rows = "\n".join(f"- {item}" for item in items)
    return left_out(propose(f"# The port is shut\n\n{FIRST}\n\n{before}\n\n{rows}\n\n{behind}"))


@pytest.mark.parametrize(
    ("before", "items"),
    [
        (FIRST, ["Facebook", "90 minutes", "Nobody knows"]),
        (FIRST, ["Facebook", "90 minutes"]),
        (FIRST, ["Facebook", "Telegram", "X"]),
        ("The crews were told of it on", ["Facebook", "Telegram"]),
        ("The crews were told of it in three ways:", ["E-mail", "Telegram", "Print"]),
        ("Die Mannschaften erfuhren es so:", ["Telegram", "Facebook"]),
        ("Экипажи узнали об этом так:", ["Telegram", "Facebook"]),
        ("船员是这样知道的：", ["Telegram", "Facebook"]),
        ("The delays were these:", ["90 minutes", "30 min", "5 minutes"]),
        ("The delays were these.", ["90 minutes", "30 min", "Nobody waited longer"]),
        ("The ministry spends most on", ["Advertisement", "Search", "Home"]),
        ("It asked for:", ["Comments", "Likes"]),
    ],
)
def test_a_list_that_belongs_to_the_prose_is_kept_whole(before, items):
    assert listed_in(*items, before=before) == []


@pytest.mark.parametrize(
    ("before", "items", "behind"),
    [
        (FIRST, ["Share on Facebook", "Share on X", "Copy link"], SECOND),
        (FIRST, ["Share", "Tweet", "Email", "Print"], SECOND),
        ("Share this:", ["Facebook", "Twitter", "WhatsApp"], SECOND),
        (FIRST, ["Facebook", "Twitter"], "© 2020 Quayside News"),
        ("## The deal", ["Facebook", "Twitter"], FIRST),
        (FIRST, ["Subscribe", "Sign in"], SECOND),
        (FIRST, ["Tags: ports, rivers"], "Leave a Reply"),
    ],
)
def test_a_list_of_buttons_is_left_out_whole(before, items, behind):
    found = [text for text, _ in listed_in(*items, before=before, behind=behind)]
    assert [item for item in items if item not in found] == []


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("https://example.com/bridge", ["https://example.com/bridge"]),
        ("  <https://example.com/bridge>. ", ["https://example.com/bridge"]),
        ("See “https://example.com/bridge”,", ["https://example.com/bridge"]),
        ("Link: http:/example.com/bridge", ["http://example.com/bridge"]),
        (
            "example.com/bridge\n\nURL: https://example.com/b_(town)",
            ["example.com/bridge", "https://example.com/b_(town)"],
        ),
        ("Brenn example.com", []),
        ("They wrote it on https://example.com/bridge in May", []),
        ("ftp://example.com", []),
    ],
)
def test_what_is_an_address_but_for_a_word_and_marks_is_one(text, addresses):
    assert only_addresses(text) == addresses
