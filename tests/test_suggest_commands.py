"""The two commands that show and judge suggestions from the shell, with no database."""

import io
import json

import pytest
from django.core.management import CommandError, call_command


def run(name, *arguments, **options):
    out = io.StringIO()
    call_command(name, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_suggest_prints_one_object_per_draft_with_spans_into_the_file_as_read(tmp_path):
    file = tmp_path / "report.txt"
    text = "Torm said that 😀 40 lorries crossed.\r\n\r\nThe ferry sank in March.\r\n"
    file.write_bytes(text.encode())
    said, own = [json.loads(row) for row in run("suggest", file, json=True).splitlines()]
    assert said["file"] == own["file"] == str(file)
    assert [text[a:b] for a, b in said["source"]] == ["Torm"]
    assert [text[a:b] for a, b in said["cue"]] == ["said"]
    assert [text[a:b] for a, b in said["content"]] == ["that 😀 40 lorries crossed"]
    assert said["speech_act"] == "asserts"
    assert {"kind", "figures", "statement", "priority", "reason"} <= said.keys()
    assert [text[a:b] for a, b in own["content"]] == ["The ferry sank in March."]
    assert own["source"] == own["cue"] == []


def test_suggest_says_it_in_words_without_json(tmp_path):
    file = tmp_path / "report.txt"
    file.write_text("Torm said that 40 lorries crossed.")
    assert "Torm asserts: that 40 lorries crossed" in run("suggest", file)


def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run("suggest", tmp_path / "none.txt")
    (tmp_path / "binary.txt").write_bytes(b"%PDF-1.7\0\0")
    with pytest.raises(CommandError, match="not a text file"):
        run("suggest", tmp_path / "binary.txt")


TEXT = "Torm said that 40 lorries crossed. The port denied that the ferry sank. It was warm."


def record(text, *marks):
    """`marks`: (source, cue, content) as words of the text."""

    def spans(words):
        at = text.find(words)
        return [{"start": at, "end": at + len(words), "text": words}] if words else []

    attributions = [
        {"id": str(n), "type": "Attribution", "source": spans(s), "cue": spans(c), "content": spans(x)}
        for n, (s, c, x) in enumerate(marks)
    ]
    return {"id": "a", "annotator": "1", "text": text, "attributions": attributions}


def evaluated(tmp_path, *records):
    (tmp_path / "dev.jsonl").write_text("\n".join(json.dumps(r) for r in records))
    return json.loads(run("evaluate_suggestions", tmp_path, json=True))


def test_evaluate_gives_full_marks_for_agreement(tmp_path):
    found = evaluated(
        tmp_path,
        record(
            TEXT,
            ("Torm", "said", "that 40 lorries crossed"),
            ("The port", "denied", "that the ferry sank"),
        ),
    )
    figures = {name: value for name, value in found.items() if name not in ("file", "records", "sourceless_left_blank")}
    assert set(figures.values()) == {1.0}, figures


def test_evaluate_counts_letters_and_digits_sentences_and_sources(tmp_path):
    found = evaluated(tmp_path, record(TEXT, ("The port", "said", "that 40 lorries"), ("", "was", "It was warm")))
    assert found["content_precision"] == pytest.approx(
        len("that40lorries") / len("that40lorriescrossedthattheferrysank")
    )
    assert found["content_recall"] == pytest.approx(len("that40lorries") / len("that40lorriesItwaswarm"))
    assert found["sentence_precision"] == found["sentence_recall"] == 0.5
    assert found["source_match"] == 0.0


def test_evaluate_reports_how_well_the_ranking_finds_what_is_worth_checking(tmp_path):
    rows = [
        {"id": "1", "label": "CFS", "text": "We lost 300 tanks."},
        {"id": "2", "label": "NFS", "text": "Thank you."},
    ]
    found = evaluated(tmp_path, *rows)
    assert 0 < found["average_precision"] <= 1
    assert found["sentences"] == 2


@pytest.mark.parametrize("content", ["", "nonsense", "[1]", '{"attributions": []}', '{"label": "CFS"}'])
def test_evaluate_refuses_bad_files_in_words(tmp_path, content):
    (tmp_path / "bad.jsonl").write_text(content)
    with pytest.raises(CommandError):
        run("evaluate_suggestions", tmp_path)
    with pytest.raises(CommandError):
        run("evaluate_suggestions", tmp_path / "none.jsonl")
