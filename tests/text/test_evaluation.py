"""The two commands that measure read their files row by row, and say in words what is wrong with a row."""

import json

import pytest
from django.core.management import CommandError, call_command

PAIR = {
    "id": "one",
    "old": ["The council met\u2028in the town hall on Friday. "],
    "new": ["The council met\u2028in the town hall\u0085on Friday. "],
    "arcs": [[0, 0, 1.0]],
}


def written(path, *rows):
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n\n", encoding="utf-8")
    return str(path)


def test_a_line_separator_within_a_sentence_ends_no_row_of_pairs(tmp_path, capsys):
    call_command("evaluate_anchors", written(tmp_path / "pairs.jsonl", PAIR, PAIR), "--json")
    assert json.loads(capsys.readouterr().out)["pairs"] == 2


def test_a_line_separator_within_a_text_ends_no_row_of_attributions(tmp_path, capsys):
    row = {"text": "Thank you.\u2028We lost 300\u008512 tanks.", "label": "CFS"}
    call_command("evaluate_suggestions", written(tmp_path / "texts.jsonl", row, row), "--json")
    assert json.loads(capsys.readouterr().out)["sentences"] == 2


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (7, "pair 2 is no JSON object"),
        ({name: PAIR[name] for name in ("old", "new", "arcs")}, "pair 2 has no id"),
        ({name: PAIR[name] for name in ("id", "old", "new")}, "pair 2 has no arcs"),
        ({**PAIR, "old": []}, "pair 2 has no list of sentences as old"),
        ({**PAIR, "new": "The council met."}, "pair 2 has no list of sentences as new"),
        ({**PAIR, "new": [7]}, "pair 2 has no list of sentences as new"),
        ({**PAIR, "arcs": None}, "pair 2 has no list of arcs"),
    ],
)
def test_a_pair_that_is_none_is_named_with_what_it_lacks(tmp_path, row, fault):
    with pytest.raises(CommandError, match=f"holds no pairs of sentences: {fault}"):
        call_command("evaluate_anchors", written(tmp_path / "pairs.jsonl", PAIR, row))


def _attribution(text, cue, content):
    parts = {"source": "Torm", "cue": cue, "content": content}
    return {
        name: [{"start": text.index(words), "end": text.index(words) + len(words), "text": words}]
        for name, words in parts.items()
    }


@pytest.mark.parametrize(
    ("text", "cue", "right"),
    [
        ("Torm denied that the bridge fell.", "denied", 1.0),
        ("Torm did not deny that the bridge fell.", "did not deny", 1.0),
        ("Torm refutes. Nobody knows whether the bridge fell.", "refutes", 0.0),
    ],
)
def test_a_denial_counts_as_right_if_its_suggestion_denies_as_its_words_do(tmp_path, capsys, text, cue, right):
    row = {"text": text, "attributions": [_attribution(text, cue, "the bridge fell")]}
    call_command("evaluate_suggestions", written(tmp_path / "denials.jsonl", row), "--json")
    assert json.loads(capsys.readouterr().out)["denials_with_right_act"] == right
