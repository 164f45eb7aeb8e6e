"""The two commands of re-anchoring: spans placed, and how well they are placed."""

import json
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from claims.text.anchors import Reanchoring
from factcheck.settings import BASE_DIR

OLD = "Rain fell.\r\n\r\nThe army lost about 300 tanks 👍 and 6 guns, he said.\r\n\r\nThe harvest was good.\r\n"
NEW = "Snow fell.\r\n\r\nThe army lost about 230 tanks 👍 and 6 guns, he said.\r\n"


@pytest.fixture
def files(tmp_path):
    """A writer of the three files; returns the command's options."""

    def write(spans, old=OLD, new=NEW):
        options = []
        for name, content in (("old", old), ("new", new), ("spans", spans)):
            path = tmp_path / name
            text = content if isinstance(content, str) else json.dumps(content)
            path.write_bytes(text.encode())
            options += [f"--{name}", str(path)]
        return options

    return write


def run(capsys, *options):
    call_command(*options)
    return capsys.readouterr().out


def span(words):
    at = OLD.index(words)
    return {"id": words, "pieces": [[at, at + len(words)]]}


def test_each_span_has_its_result_as_json(files, capsys):
    spans = [
        span("about 300 tanks"),
        span("harvest was good"),
        span("tanks 👍 and 6"),
        {"id": 7, "pieces": [[0, 4], [5, 9]]},
    ]
    found = json.loads(run(capsys, "reanchor", *files(spans), "--json"))
    assert [row["id"] for row in found] == ["about 300 tanks", "harvest was good", "tanks 👍 and 6", 7]
    assert [row["result"] for row in found] == ["changed", "lost", "changed", "changed"]
    first, lost, other, _ = found
    assert NEW[slice(*first["pieces"][0])] == "about 230 tanks"
    assert first["differences"] == [{"kind": "number", "old": "300", "new": "230"}]
    assert lost["pieces"] == [] and lost["reason"]
    assert NEW[slice(*other["pieces"][0])] == "tanks 👍 and 6"
    for row in found:
        assert {"id", "result", "pieces", "score", "reason", "differences"} <= row.keys()


def test_it_is_the_engine_of_the_site(files, capsys):
    asked = span("army lost")
    (found,) = json.loads(run(capsys, "reanchor", *files([asked]), "--json"))
    placed = Reanchoring(OLD, NEW).place([tuple(piece) for piece in asked["pieces"]])
    assert (found["result"], found["score"], found["reason"]) == (placed.result, placed.score, placed.reason)
    assert [tuple(piece) for piece in found["pieces"]] == placed.pieces


def test_a_person_reads_a_table(files, capsys):
    shown = run(capsys, "reanchor", *files([span("about 300 tanks")]))
    assert "changed" in shown
    assert "- about 300 tanks" in shown
    assert "+ about 230 tanks" in shown


def test_it_needs_no_database(files):
    environment = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    command = [sys.executable, "manage.py", "reanchor", *files([span("army")]), "--json"]
    done = subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)[0]["id"] == "army"


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ("{", "is not JSON"),
        ({"id": 1}, "a list of spans"),
        (["x"], "Span 1 has no id"),
        ([{"pieces": [[0, 1]]}], "Span 1 has no id"),
        ([{"id": 5}], "Span 5 has no pieces"),
        ([{"id": 5, "pieces": []}], "Span 5 has no pieces"),
        ([{"id": 5, "pieces": [[4, 4]]}], "is no piece of the old text"),
        ([{"id": 5, "pieces": [[0, 9999]]}], "is no piece of the old text"),
        ([{"id": 5, "pieces": [[-1, 3]]}], "is no piece of the old text"),
        ([{"id": 5, "pieces": [[0, "3"]]}], "is no piece of the old text"),
        ([{"id": 5, "pieces": [[False, True]]}], "is no piece of the old text"),
        ([{"id": 5, "pieces": [3]}], "is no piece of the old text"),
    ],
)
def test_spans_that_are_none_are_refused_with_words(files, spans, words):
    with pytest.raises(CommandError, match=words):
        call_command("reanchor", *files(spans), "--json")


def test_files_that_cannot_be_read_are_refused_with_words(files, tmp_path):
    options = files([span("army")])
    (tmp_path / "new").write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="not a text file"):
        call_command("reanchor", *options)
    (tmp_path / "new").unlink()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("reanchor", *options)


# --- measuring -------------------------------------------------------------------------------------------------------

PAIR = {
    "id": "one",
    "old": [
        "The council met in the old town hall on Friday to talk about the bridge. ",
        "It voted to close the bridge to all cars from the first of March. ",
        "Nobody in the room asked how long the closing is going to last. ",
        "A dog barked outside the whole evening long and was never found. ",
    ],
    "new": [
        "The council met in the old town hall on Friday to talk about the bridge. ",
        "It voted to close the bridge to all cars from the tenth of March. ",
        "Lemonade was sold at the door by two children. ",
    ],
    "arcs": [[0, 0, 1.0], [1, 1, 0.97]],
}


@pytest.fixture
def pairs(tmp_path):
    (tmp_path / "pairs.jsonl").write_text(json.dumps(PAIR) + "\n", encoding="utf-8")
    return tmp_path


def test_the_measures_count_kept_found_and_deleted(pairs, capsys):
    found = json.loads(run(capsys, "evaluate_anchors", str(pairs), "--json"))
    assert found["pairs"] == 1
    whole = found["sizes"]["0"]
    assert (whole["unchanged"]["spans"], whole["unchanged"]["good"]) == (1, 1)
    assert (whole["changed"]["spans"], whole["changed"]["good"]) == (1, 1)
    assert (whole["deleted"]["spans"], whole["deleted"]["good"]) == (2, 2)
    assert found["sizes"]["4"]["unchanged"]["spans"] == 3
    assert found["misses"] == 0
    assert found["seconds"] >= 0


def test_the_measures_see_what_went_wrong(pairs, capsys):
    wrong = {**PAIR, "arcs": [[1, 1, 0.97], [3, 2, 0.7]], "new": [*PAIR["new"], "Something about the bridge. "]}
    wrong["old"] = ["The council met in the town hall on Friday to talk about the bridge. ", *PAIR["old"][1:]]
    (pairs / "pairs.jsonl").write_text(json.dumps(wrong), encoding="utf-8")
    found = json.loads(run(capsys, "evaluate_anchors", str(pairs), "--json", "--misses"))
    whole = [(miss["group"], miss["result"]) for miss in found["misses"] if miss["size"] == 0]
    assert whole == [("deleted", "changed"), ("changed", "lost")]


def test_a_sentence_without_an_arc_that_the_new_text_has_word_for_word_is_set_aside(pairs, capsys):
    (pairs / "pairs.jsonl").write_text(json.dumps({**PAIR, "arcs": PAIR["arcs"][1:]}), encoding="utf-8")
    shown = run(capsys, "evaluate_anchors", str(pairs / "pairs.jsonl"))
    assert "Not counted: 7 spans" in shown


def test_the_same_seed_measures_the_same(pairs, capsys):
    options = ("evaluate_anchors", str(pairs), "--json", "--misses", "--seed", "4")
    one, two = (json.loads(run(capsys, *options)) for _ in range(2))
    assert one | {"seconds": 0} == two | {"seconds": 0}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "no pairs"),
        ('{"id": 1}', "no pairs"),
        ('{"id": 1, "arcs": [], "old": [], "new": []}', "no pairs"),
        ("7", "no"),
    ],
)
def test_pairs_that_are_none_are_refused_with_words(pairs, content, words):
    (pairs / "pairs.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=words):
        call_command("evaluate_anchors", str(pairs))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("evaluate_anchors", str(pairs / "nothing"))
