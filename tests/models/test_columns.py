"""Column types, on both databases: what comes back is what was put in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, select, text

from hubapp.core.words import NOTHING, Words
from hubapp.models.columns import UtcTime, WordsColumn

TABLE = Table(
    "sample",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("words", WordsColumn),
    Column("at", UtcTime),
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = texts | st.integers(-(2**53), 2**53) | st.booleans() | st.none()
names = st.text("abcdefgh_", min_size=1, max_size=6)
calm = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def words_of(inner: st.SearchStrategy) -> st.SearchStrategy[Words]:
    given_ = st.dictionaries(names, values | inner, max_size=3)
    return st.builds(lambda one, many, more: Words(one, many, **more), texts, texts, given_)


sentences = st.recursive(texts.map(Words.verbatim), words_of, max_leaves=4)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def table(request):
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else "sqlite://"
    engine = create_engine(url)
    with engine.connect() as connection:
        TABLE.drop(connection, checkfirst=True)
        TABLE.create(connection)
        yield connection
        connection.rollback()
    engine.dispose()


def kept(table, **values):
    """The value after it was written and read again."""
    (name,) = values
    table.execute(TABLE.delete())
    table.execute(TABLE.insert().values(**values))
    return table.execute(select(TABLE.c[name])).scalar_one()


def raw(table) -> str:
    return str(table.execute(text("select words from sample")).scalar_one())


@calm
@given(words=sentences)
def test_words_come_back_as_they_were(table, words):
    assert kept(table, words=words) == (words or NOTHING)


def test_words_are_kept_as_template_and_parameters(table):
    words = Words("“%(card)s” is %(share)s %% full.", card="Quiz", share=Words("half"))
    assert str(kept(table, words=words)) == "“Quiz” is half % full."
    assert raw(table) == (
        '{"template":"“%(card)s” is %(share)s %% full.",'
        '"parameters":{"card":"Quiz","share":{"template":"half"}}}'
    )


@pytest.mark.parametrize("nothing", [NOTHING, Words.verbatim(""), ""])
def test_no_words_are_an_empty_text(table, nothing):
    assert kept(table, words=nothing) == NOTHING
    assert raw(table) == ""


def test_none_stays_none(table):
    assert kept(table, words=None) is None
    assert kept(table, at=None) is None


@pytest.mark.parametrize("said", ["Braze says: 100 %", '{"template": 5}', '{"template":"x"}', "{"])
def test_a_plain_text_is_somebody_elses_words(table, said):
    assert kept(table, words=said) == Words.verbatim(said)


@pytest.mark.parametrize(
    "stored",
    ["Braze refused the key (401).", "50 % of %(x)s", "{", '{"template":', '{"template":5}', "[]"],
)
def test_what_an_earlier_release_kept_is_read_as_it_stands(table, stored):
    kept(table, words=NOTHING)
    table.execute(text("update sample set words = :stored"), {"stored": stored})
    found = table.execute(select(TABLE.c.words)).scalar_one()
    assert found == Words.verbatim(stored)
    assert str(found) == stored


def test_words_are_found_by_what_they_are(table):
    kept(table, words=Words("%(number)s of them", number=3))
    for number, found in ((3, 1), (4, 0)):
        query = select(TABLE.c.id).where(
            TABLE.c.words == Words("%(number)s of them", number=number)
        )
        assert len(table.execute(query).all()) == found


@calm
@given(
    at=st.datetimes(
        datetime(1970, 1, 2),
        datetime(2100, 1, 1),
        timezones=st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
    )
)
def test_a_time_is_the_same_moment_in_utc(table, at):
    found = kept(table, at=at)
    assert found == at
    assert found.utcoffset() == timedelta(0)


def test_times_compare_as_moments(table):
    kept(table, at=datetime(2026, 1, 15, 10, tzinfo=UTC))
    sydney = timezone(timedelta(hours=11))
    for hour, found in ((20, 1), (22, 0)):
        query = select(TABLE.c.id).where(TABLE.c.at > datetime(2026, 1, 15, hour, tzinfo=sydney))
        assert len(table.execute(query).all()) == found
