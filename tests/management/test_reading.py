"""The commands that print how a text is read, and try small texts against what is expected of them."""

import json
import os
import subprocess
import sys
import tracemalloc

import pytest
from django.core.management import CommandError, call_command

from tests.intake.written import commented, comments, docx, paragraph
from tests.intake.written import run as words_run

REPORT = (
    "Ferry sinks off Torm\n\nBy Ada Brandt\n\n3 May 2021\n\nAbout 40 people were saved. The port is shut.\n\nShare\n"
)


def run(capsys, *arguments):
    call_command(*map(str, arguments))
    return capsys.readouterr().out


@pytest.fixture
def report(tmp_path):
    file = tmp_path / "report.txt"
    file.write_text(REPORT)
    return file


def test_read_reads_documents_too_and_says_what_it_did_not_read(tmp_path, capsys):
    file = tmp_path / "report.docx"
    file.write_bytes(
        docx(paragraph(words_run("About 40 people were saved.")) + paragraph(words_run("The port is shut.")))
    )
    found = json.loads(run(capsys, "read", file, "--json"))
    assert [[line["text"] for line in block["lines"]] for block in found["blocks"]] == [
        ["About 40 people were saved."],
        ["The port is shut."],
    ]
    body = paragraph(commented("About 40 people", 0) + words_run(" were saved."))
    file.write_bytes(docx(body, word__comments_xml=comments(("Wren", "The ministry, by phone"))))
    (found,) = json.loads(run(capsys, "read", file, "--json"))["backing"]
    assert (found["quote"], found["author"], found["words"]) == ("About 40 people", "Wren", "The ministry, by phone")
    assert "comment on “About 40 people”: Wren · 2026-05-04 · The ministry, by phone" in run(capsys, "read", file)
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(CommandError, match="It is damaged"):
        run(capsys, "read", file)


def test_read_gives_the_head_the_blocks_their_lines_and_figures(report, capsys):
    found = json.loads(run(capsys, "read", report, "--json"))
    assert (found["headline"], found["authors"], found["date"]) == (
        "Ferry sinks off Torm",
        ["Ada Brandt"],
        "2021-05-03",
    )
    assert found["language"] == "en"
    kept = [block for block in found["blocks"] if not block["left_out"]]
    assert [block["kind"] for block in kept] == ["headline", "paragraph"]
    assert [line["text"] for line in kept[1]["lines"]] == ["About 40 people were saved.", "The port is shut."]
    assert kept[1]["lines"][0]["figures"] == [
        {"words": "About 40 people", "value": "40", "upper": None, "modifier": "about", "unit": "people"}
    ]
    assert {block["why"] for block in found["blocks"] if block["left_out"]} >= {"byline", "date line"}


def test_read_says_it_in_words_without_json(report, capsys):
    printed = run(capsys, "read", report)
    assert "authors: Ada Brandt" in printed
    assert "figure “About 40 people”: about 40 people" in printed
    assert "left out: byline" in printed


def test_read_refuses_what_is_no_article_in_words(tmp_path):
    (tmp_path / "one.txt").write_text("Hm.")
    with pytest.raises(CommandError, match="There is no sentence in it"):
        call_command("read", str(tmp_path / "one.txt"))


def test_a_file_that_is_too_large_is_refused_before_it_is_in_memory(tmp_path):
    with (tmp_path / "large.docx").open("wb") as file:
        file.truncate(200_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(CommandError, match="It is over 20 MB"):
            call_command("read", str(tmp_path / "large.docx"))
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def case(kind, given, expected, **more):
    return {"n": 1, "kind": kind, "language": "en", "input": given, "expected": expected} | more


HELD = [
    case("lines", "It fell. He left.", ["It fell.", "He left."]),
    case("figures", "He saw 5 to 7 ships.", [["5 to 7 ships", "5", "7", "ships"]]),
    case("speaker", "Torm said that it sank.", [["Torm", "that it sank", "paraphrase"]]),
    case("anchor", {"old": "The ferry sank.", "new": "The tug sank.", "span": "ferry"}, "changed"),
    case("intake", REPORT, "Ferry sinks off Torm", what="headline"),
    case("intake", REPORT, "2021-05-03", what="published on"),
    case("intake", REPORT, ["Ada Brandt"]),
    case("intake", REPORT, [["paragraph", "About 40 people were saved. The port is shut."]], what="blocks"),
]


@pytest.fixture
def folder(tmp_path):
    def write(*cases):
        (tmp_path / "cases.jsonl").write_text("\n".join(map(json.dumps, cases)))
        return tmp_path

    return write


def test_cases_that_hold_are_counted(folder, capsys):
    path = folder(*HELD, case("drawing", "a ship", "a ship"))
    printed = run(capsys, "evaluate_cases", path)
    assert "8 held, 1 not tried" in printed
    assert run(capsys, "evaluate_cases", path / "cases.jsonl") == printed


@pytest.mark.parametrize("held", HELD, ids=lambda held: held["kind"])
def test_a_case_that_does_not_hold_is_printed_with_what_came_out_and_ends_with_status_1(folder, capsys, held):
    other = [["paragraph", "something else"]] if held.get("what") == "blocks" else "something else"
    with pytest.raises(CommandError, match="1 of 1 cases do not hold") as raised:
        call_command("evaluate_cases", str(folder(held | {"expected": other})))
    assert raised.value.returncode == 1
    printed = capsys.readouterr().out
    assert "something else" in printed
    assert "came out" in printed


def test_a_case_that_lacks_a_part_is_named(folder):
    broken = {"n": 4, "kind": "lines", "input": "It fell."}
    with pytest.raises(CommandError, match="lacks what a case needs"):
        call_command("evaluate_cases", str(folder(broken)))


def test_a_byte_order_mark_is_no_character_for_any_command(tmp_path, capsys):
    text = "Torm said that 40 lorries crossed."
    for name in ("old", "new", "one"):
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + text.encode())
    (tmp_path / "spans").write_text(json.dumps([{"id": 1, "pieces": [[0, 4]]}]))
    options = [f"--{name}={tmp_path / name}" for name in ("old", "new", "spans")]
    (placed,) = json.loads(run(capsys, "reanchor", *options, "--json"))
    suggested = json.loads(run(capsys, "suggest", tmp_path / "one", "--json"))
    assert placed["pieces"] == suggested["source"] == [[0, 4]]


def test_a_reader_that_has_enough_ends_the_command_without_a_traceback(report):
    nobody_reads, output = os.pipe()
    os.close(nobody_reads)
    done = subprocess.run(
        [sys.executable, "manage.py", "read", report], stdout=output, stderr=subprocess.PIPE, text=True
    )
    os.close(output)
    assert (done.returncode, done.stderr) == (1, "")
