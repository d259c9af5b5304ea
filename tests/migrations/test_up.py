"""Every migration runs up from the last release, on SQLite and PostgreSQL, with data in it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from hubapp import create_app
from hubapp.core.confirming import person_mark
from hubapp.core.words import Words
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Account, Connection, Delivery, Edit, OutboxRow
from hubapp.services.integrations import explain
from tests.support.application import settings_for

FIRST = """
insert into workspace (id, name, created_at) values (1, 'Acme', '2026-01-01 00:00:00');
insert into hub (id, workspace_id, name, slug, created_at)
  values (1, 1, 'Old', 'old', '2026-01-01 00:00:00');
insert into connection (id, hub_id, kind, state, settings, mapping, secret, secret_hint, lanes,
    held_words, created_at)
  values (1, 1, 'braze', 'on', '{}', '{}', '', 'abcd', 4, '', '2026-01-01 00:00:00');
insert into connection_lane (connection_id, lane, token) values (1, 0, '');
insert into delivery (id, connection_id, card_id, person, lane, state, record, attempts, due_at,
    words, outcome_unknown, request_id, created_at)
  values (7, 1, 'quiz', 'email:a@example.com', 0, 'waiting', '{"values": {}}', 0,
    '2026-01-01 00:00:00', '', false, '', '2026-01-01 00:00:00');
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def first_release(request, tmp_path):
    """An empty database of the test's own, brought up to the first release."""
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").database("upgraded")
    app = create_app(settings_for(tmp_path, url))
    with app.app_context():
        upgrade(revision="0001")
        with transaction() as session:
            for statement in FIRST.split(";\n"):
                if statement.strip():
                    session.execute(text(statement))
        yield
        db.session.remove()
        db.engine.dispose()


def test_what_waited_before_the_upgrade_still_waits_after_it(first_release):
    upgrade()
    row = db.session.get_one(Delivery, 7)
    assert (row.state, row.reason, row.history) == ("waiting", "", [])
    assert _in_line() == [(1, 0, 0, 7, person_mark("email:a@example.com"), None)]


def _in_line() -> list[tuple]:
    columns = OutboxRow.__table__.c
    return [
        tuple(row) for row in db.session.execute(select(*columns).order_by(columns.delivery_id))
    ]


def test_what_was_on_its_way_at_the_upgrade_goes_on_and_says_so(first_release):
    """Release 0002 kept claims, times and priorities in the deliveries themselves."""
    upgrade(revision="0002")
    insert = text(
        "insert into delivery (id, connection_id, card_id, person, lane, state, record, "
        "attempts, due_at, words, outcome_unknown, request_id, created_at, priority, "
        "reason, history, whole) values (:id, 1, 'quiz', :person, 2, :state, '{}', "
        ":attempts, '2026-01-01 00:00:00', '', false, '', '2026-01-01 00:00:00', "
        ":priority, '', '[]', false)"
    )
    rows = (
        (8, "sending", 1, 0),
        (9, "waiting", 5, 1),
        (10, "delivered", 1, 0),
        (11, "rejected", 0, 0),
    )
    with transaction() as session:
        for id_, state, attempts, priority in rows:
            values = {"id": id_, "person": f"email:{id_}@example.com", "state": state}
            session.execute(insert, {**values, "attempts": attempts, "priority": priority})
    upgrade()
    sending = db.session.get_one(Delivery, 8)
    assert (sending.state, sending.outcome_unknown) == ("waiting", True)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert [row[:4] + row[5:] for row in _in_line()] == [
        (1, 0, 0, 7, None),
        (1, 2, 0, 8, at),
        (1, 2, 1, 9, at),
    ]
    assert db.session.get_one(Delivery, 11).reason == "Refused"
    with transaction() as session:
        session.execute(text("update account_lane set claimed = '[7]'"))
    downgrade(revision="0002")
    query = "select lane, priority, outcome_unknown, due_at from delivery where id in (7, 9)"
    in_hand, behind = db.session.execute(text(f"{query} order by id")).all()
    assert (in_hand.lane, in_hand.priority, bool(in_hand.outcome_unknown)) == (0, 0, True)
    assert (behind.lane, behind.priority, bool(behind.outcome_unknown)) == (2, 1, False)
    assert str(behind.due_at).startswith("2026-01-01 00:00:00")


REFUSED = "Braze refused the key (401). 100 % sure."
TRIED = {"at": "2026-01-01T00:00:00.000+00:00", "verdict": "retry", "words": "No answer."}
BEFORE_WORDS = (
    (
        """insert into edit (id, hub_id, step, what, document, undone, created_at)
        values (1, 1, 1, :words, 'hub', false, '2026-01-01 00:00:00')""",
        {"words": f"changing “{'x' * 189}”"},
    ),
    ("update connection set held_words = :words", {"words": REFUSED}),
    (
        "update delivery set words = :words, history = :history",
        {"words": REFUSED, "history": json.dumps([TRIED])},
    ),
)


@pytest.fixture
def before_words(first_release):
    """The release that kept sentences as they read."""
    upgrade(revision="20261125T0615")
    with transaction() as session:
        for statement, values in BEFORE_WORDS:
            session.execute(text(statement), values)


def test_sentences_of_the_release_before_read_as_they_did(before_words):
    upgrade()
    edit, delivery = db.session.get_one(Edit, 1), db.session.get_one(Delivery, 7)
    assert edit.what == Words.verbatim(BEFORE_WORDS[0][1]["words"])
    assert str(delivery.words) == str(db.session.get_one(Account, 1).held_words) == REFUSED
    story = explain.story(db.session.get_one(Connection, 1), 7)
    assert [str(each.words) for each in story.tries] == ["No answer."]


def test_a_sentence_may_be_longer_than_before_and_is_english_again_after_a_step_back(before_words):
    upgrade()
    long = Words("adding “%(title)s”", title="%" * 300)
    gave_up = Words("We gave up. The last answer: %(answer)s", answer=Words.verbatim(REFUSED))
    many = Words("%(count)s row", "%(count)s rows", count=2)
    with transaction() as session:
        edit, delivery = session.get_one(Edit, 1), session.get_one(Delivery, 7)
        edit.what, delivery.words = long, gave_up
        delivery.history = [*delivery.history, {**TRIED, "words": many.to_json()}]
        session.get_one(Account, 1).held_words = Words("%(share)s %% of it", share=50)
    assert edit.what == long
    end_reading()
    downgrade(revision="20261125T0615")
    query = "select what, delivery.words, held_words from edit, delivery, connection"
    assert tuple(db.session.execute(text(query)).one()) == (
        str(long)[:200],
        f"We gave up. The last answer: {REFUSED}",
        "50 % of it",
    )
    histories = db.session.scalars(select(Delivery.history)).all()
    assert [each["words"] for each in histories[0]] == ["No answer.", "2 rows"]


def test_a_step_back_leaves_what_points_at_an_edit(before_words):
    """SQLite makes the table anew; nothing else may go with the old one."""
    upgrade()
    downgrade(revision="20261125T0615")
    upgrade()
    count = "select (select count(*) from edit), (select count(*) from hub)"
    assert tuple(db.session.execute(text(count)).one()) == (1, 1)


def test_connections_keep_their_state_and_get_the_new_defaults(first_release):
    upgrade()
    found = db.session.get_one(Connection, 1)
    assert (found.state, found.only_changes, found.resend_events) == ("on", True, True)
    assert (found.keep_days, found.account.failures, found.begins_after) == (30, 0, 0)


def test_the_tables_are_what_the_models_say(first_release):
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, db.metadata) == []
