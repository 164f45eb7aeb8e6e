"""Statements with what is said of their independence, and whether the rules count them so."""

import json

import pytest
from django.core.management import CommandError, call_command

from claims.models import Desk, Person, Source

pytestmark = pytest.mark.django_db


def statement(pk, speaker, party, *relations, outlet=None, url=None, note=None, channel="web"):
    return {
        "id": pk,
        "url": url or f"https://{pk.lower()}.example/1",
        "outlet": outlet or f"Outlet {pk}",
        "outlet_kind": "paper",
        "lang": "en",
        "speaker": speaker,
        "speaker_party": party,
        "channel": channel,
        "note": note,
        "relations": [dict(zip(("type", "to", "drift"), one, strict=False)) for one in relations],
    }


MAYOR, CLERK = "Ann Lee (mayor)", "Bo Reed (clerk)"
STATEMENTS = [
    statement("A1", "Ida Falk", "Ferry line", channel="interview, Radio Orle"),
    statement("A2", "Ida Falk", "Ferry line", ("same_utterance", "A1", '"lorries" became "vehicles"')),
    statement("A3", "Ida Falk", "Ferry line", ("republishes", "A wire that nobody has")),
    statement("D1", MAYOR, "Town"),
    statement("D2", MAYOR, "Town", ("same_speaker", "D1"), url="https://page.example/1"),
    statement("D3", CLERK, "County"),
    statement("D4", "Walker", "a reporter", url="https://page.example/1", note="D1 and D4 are not independent"),
]
CLAIMS = [
    {
        "id": "C1",
        "text": "The bridge carries 40 lorries an hour",
        "asserted_by": ["A1", "A3"],
        "variants": ["A2"],
        "attribution_check": "two reports of one interview",
        "fact_check": "every source listed is or derives from a party",
    },
    {
        "id": "C2",
        "text": "The bridge was closed",
        "asserted_by": ["A3"],
        "denied_by": ["D1", "D2", "D3"],
        "contradicted_by": ["D4"],
        "independence": "D1 and D4 come from one walk; D1 and D2 are one speaker -> 3 denials are 2 speakers, all on"
        " one side, plus one embedded reporter",
    },
]
README = (
    'What it teaches: one interview drifted from "lorries" to "vehicles" on its way; three denials of the closure come'
    " from two speakers, all on one side."
)


@pytest.fixture
def told(tmp_path, capsys):
    """Return a function that writes the files and gives what the command says of them."""

    def tell(statements=STATEMENTS, claims=CLAIMS):
        (tmp_path / "statements.json").write_text(json.dumps(statements))
        (tmp_path / "claims.json").write_text(json.dumps(claims))
        (tmp_path / "README.md").write_text(README)
        call_command("evaluate_independence", str(tmp_path))
        return capsys.readouterr().out

    return tell


def test_what_counts_as_one_is_printed_beside_what_was_said_of_it_and_nothing_stays(told):
    said = told()
    assert "3 denials, 2 speakers, 1 side: counts as one" in said
    assert "A2 Outlet A2 reports on “What A1 is of: interview, Radio Orle”" in said
    assert "Supports: 3 sources, 2 origins, 1 speaker, 1 side: counts as one" in said
    assert "D4: 1 source, 1 speaker: counts as one; one with D1 and D2" in said
    assert "8 of 8 held" in said and "NOT HELD" not in said
    assert not any(model.objects.exists() for model in (Desk, Person, Source))


def test_what_comes_out_otherwise_ends_with_status_1(told, capsys):
    another = [*STATEMENTS[:4], statement("D2", "Cy Moe", "Town"), *STATEMENTS[5:]]
    with pytest.raises(CommandError, match="3 of 8 groups differ") as refusal:
        told(another)
    assert refusal.value.returncode == 1
    assert "NOT HELD C2\n  expected D1 and D2 are of one speaker" in capsys.readouterr().out
    for broken in ([{"id": "A1"}], [], {}):
        with pytest.raises(CommandError, match="lacks what|holds no list"):
            told(broken)
