"""Whom a name means: the desk's speaker of it, the one whom a bare last name fits, somebody new, or a question."""

import pytest

from claims.editing.claims import field_values, save_claim
from claims.editing.drafts import accept
from claims.editing.speaker_records import merge
from claims.errors import Invalid, NotNow
from claims.models import Side, Speaker
from claims.workflow import perform
from tests.make import judge, make_article, make_claim, make_draft, make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer)


@pytest.fixture
def ilham(cast):
    return make_speaker(cast.desk, "Ilham Aliyev", description="president of Azerbaijan")


def accepted(cast, article, speaker, printed):
    draft = make_draft(article, "No one was hurt", speaker=speaker, speaker_as_printed=printed)
    return accept(draft, actor=cast.checker)


def put_here(article, speaker):
    side, _ = Side.objects.get_or_create(article=article, name="A side")
    article.placements.create(side=side, speaker=speaker)


@pytest.mark.parametrize(
    "printed", ["President Aliyev", "Azerbaijani leader Aliyev", "Azerbaijan’s Aliyev", "the Azerbaijani Aliyev"]
)
def test_a_last_name_with_the_office_or_nation_of_one_is_that_one(cast, article, ilham, printed):
    assert accepted(cast, article, "Aliyev", printed).speaker == ilham
    assert Speaker.objects.count() == 1


def test_a_last_name_of_somebody_in_the_article_is_that_one(cast, article, ilham):
    put_here(article, ilham)
    assert accepted(cast, article, "Aliyev", "Aliyev").speaker == ilham


def test_another_name_of_one_is_that_one(cast, article, ilham):
    ilham.aliases.create(desk=cast.desk, name="Aliyev", key="aliyev")
    assert accepted(cast, article, "Aliyev", "Aliyev").speaker == ilham


def test_a_last_name_that_nothing_ties_to_one_is_somebody_new(cast, article, ilham):
    assert accepted(cast, article, "Aliyev", "Aliyev").speaker != ilham


def test_a_whole_name_is_nobody_elses(cast, article, ilham):
    put_here(article, ilham)
    assert accepted(cast, article, "Natig Aliyev", "Natig Aliyev").speaker.name == "Natig Aliyev"


def test_between_two_nobody_guesses(cast, article, ilham):
    put_here(article, ilham)
    put_here(article, make_speaker(cast.desk, "Natig Aliyev"))
    claim = accepted(cast, article, "Aliyev", "Aliyev")
    assert claim.speaker is None and claim.speaker_as_printed == "Aliyev"
    judge(claim, cast.checker)
    perform("take", claim, actor=cast.checker)
    with pytest.raises(NotNow, match="Choose who “Aliyev” is: Ilham Aliyev or Natig Aliyev"):
        perform("send", claim, actor=cast.checker)


def test_the_panels_box_asks_too(cast, article, ilham):
    claim = make_claim(article, "3 cracks", actor=cast.checker)
    put_here(article, ilham)
    base = field_values(claim)
    save_claim(claim, {"speaker": "aliyev"}, actor=cast.checker, base=base)
    claim.refresh_from_db()
    assert claim.speaker == ilham
    put_here(article, make_speaker(cast.desk, "Natig Aliyev"))
    other = make_claim(article, "Bridge", actor=cast.checker)
    with pytest.raises(Invalid, match="Write the whole name") as caught:
        save_claim(other, {"speaker": "Aliyev"}, actor=cast.checker, base=field_values(other))
    assert caught.value.field == "speaker"


def test_the_name_of_a_merged_speaker_means_the_other(cast, article, ilham):
    merge(make_speaker(cast.desk, "Mr Aliyev"), ilham, actor=cast.checker)
    assert accepted(cast, article, "Mr Aliyev", "Mr Aliyev").speaker == ilham
