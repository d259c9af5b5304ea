"""Column types that both databases understand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from hubapp.core.words import NOTHING, Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import ContactValue, Workspace
from hubapp.models.columns import UtcTime, WordsColumn, among, now
from tests.support.factories import ContactValueFactory
from tests.support.saving import save

NOON = datetime(2026, 11, 27, 12, 0, 0, 123456, tzinfo=UTC)
SYDNEY = timezone(timedelta(hours=11))


@pytest.mark.parametrize("given", [NOON, NOON.astimezone(SYDNEY)], ids=["UTC", "Sydney"])
def test_a_time_comes_back_in_utc_wherever_it_was_told(both, given):
    with transaction() as session:
        session.execute(insert(Workspace).values(name="Acme", created_at=given))
    kept = db.session.scalars(select(Workspace.created_at)).one()
    assert kept == NOON
    assert kept.utcoffset() == timedelta(0)


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()], ids=["lite", "pg"])
def test_no_time_stays_none(dialect):
    assert UtcTime().process_bind_param(None, dialect) is None
    assert UtcTime().process_result_value(None, dialect) is None


def test_times_are_found_by_when_they_were(both):
    for hours in range(3):
        at = NOON + timedelta(hours=hours)
        db.session.add(Workspace(name=f"{hours}", created_at=at.astimezone(SYDNEY)))
    save()
    later = select(Workspace.name).where(Workspace.created_at > NOON).order_by(Workspace.name)
    assert db.session.scalars(later).all() == ["1", "2"]


def test_now_has_a_zone():
    assert now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [([], []), (["a"], ["a"]), (["a", "c", "x"], ["a", "c"]), (["it's"], [])],
)
def test_one_of_a_list_is_one_parameter_however_long_it_is(both, wanted, found):
    db.session.add_all([Workspace(name=name) for name in "abc"])
    save()
    query = select(Workspace.name).where(among(Workspace.name, "names", db.engine.dialect.name))
    assert sorted(db.session.scalars(query, {"names": wanted})) == found
    assert list(query.compile(dialect=db.engine.dialect).params) == ["names"]


def test_numbers_are_compared_as_numbers(both):
    rows = [Workspace(name=name) for name in "ab"]
    db.session.add_all(rows)
    save()
    query = select(Workspace.name).where(among(Workspace.id, "ids", db.engine.dialect.name))
    assert db.session.scalars(query, {"ids": [rows[1].id]}).all() == ["b"]


COUNTED = Words("%(count)s vote of “%(name)s”", "%(count)s votes", count=1, name="Ana")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (Words("Paused."), '{"template":"Paused."}'),
        (Words(""), ""),
        ("what Braze said: 100%", Words.verbatim("what Braze said: 100%")),
        (None, None),
    ],
)
def test_a_sentence_is_kept_as_template_and_parameters(said, kept):
    stored = WordsColumn().process_bind_param(said, sqlite.dialect())
    if isinstance(kept, Words):
        assert WordsColumn().process_result_value(stored, sqlite.dialect()) == kept
    else:
        assert stored == kept


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (WordsColumn().process_bind_param(COUNTED, sqlite.dialect()), COUNTED),
        ("", NOTHING),
        (None, None),
        ("Braze refused the key (401).", Words.verbatim("Braze refused the key (401).")),
        ('{"template":5}', Words.verbatim('{"template":5}')),
        ('{"template":"cut o', Words.verbatim('{"template":"cut o')),
        ('{"message":"theirs"}', Words.verbatim('{"message":"theirs"}')),
    ],
    ids=["ours", "empty", "none", "plain text of before", "a number", "cut off", "other JSON"],
)
def test_a_sentence_is_read_whoever_wrote_it(kept, said):
    assert WordsColumn().process_result_value(kept, sqlite.dialect()) == said


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = texts | st.integers(-(2**53), 2**53) | st.booleans() | st.none()
names = st.text("abcdefgh_", min_size=1, max_size=6)


def _words_of(inner: st.SearchStrategy[Words]) -> st.SearchStrategy[Words]:
    parameters = st.dictionaries(names, values | inner, max_size=3)
    return st.builds(lambda one, many, more: Words(one, many, **more), texts, texts, parameters)


@given(words=st.recursive(texts.map(Words.verbatim), _words_of, max_leaves=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sentence_comes_back_from_a_database_as_it_was(both, words):
    """NUL, percent signs and what looks like ours included."""
    assert db.session.scalar(select(literal(words, WordsColumn))) == (words or NOTHING)


@pytest.mark.parametrize("value", [30, 2.5, True, "30", "Ana", ["a"], {"a": 1}])
def test_a_value_comes_back_as_it_was_told(both, value):
    id_ = ContactValueFactory(value=value).id
    db.session.expire_all()
    kept = db.session.get_one(ContactValue, id_).value
    assert (kept, type(kept)) == (value, type(value))
