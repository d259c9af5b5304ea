"""What has happened is counted a moment later, once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Activity, Play, Rollup, Speaker
from hubapp.models.columns import now
from hubapp.models.rollup import DAY, QUARTER
from hubapp.services.results import count_new, counting
from hubapp.services.visiting import left, plays
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import ENTRY, visit_to, vote
from tests.support.application import make_hub
from tests.support.recount import assert_sums_are_right, summed
from tests.support.saving import save


def something_of_everything(hub) -> None:
    """Two forms of one person, one of another, a vote that is claimed, a play that was left."""
    cookie = vote(hub).visitor_token
    submit(visit_to(hub, "draw", visitor_token=cookie, source="mail"), ENTRY)
    submit(visit_to(hub, "draw", visitor_token=cookie), {**ENTRY, "marketing_consent": []})
    submit(visit_to(hub, "draw"), {**ENTRY, "email": ["ben@example.com"]})
    plays.answer(visit_to(hub, "quiz"), 0, ["q1c1"])
    at = now() - timedelta(minutes=31)
    with transaction() as session:
        session.execute(update(Play).where(Play.card_id == "quiz").values(created_at=at))
        session.execute(update(Speaker).values(last_at=at))
    left.end_left()


@pytest.fixture
def hub(both, sandbox):
    return make_hub(sandbox.url)


def test_everything_is_counted_once_however_often_it_is_looked_at(hub):
    something_of_everything(hub)
    for _ in range(3):
        count_new()
        assert_sums_are_right(hub.id)
    sums = summed(hub.id, DAY)
    assert sums["draw", "submitted", ""] == 3
    assert (sums["draw", "new", ""], sums["draw", "known", ""]) == (2, 1)
    assert (sums["draw", "asked", "marketing_consent"], sums["draw", "begun", ""]) == (3, 3)
    assert sums["draw", "agreed", "marketing_consent"] == 2
    assert sums["poll", "answer", "answer p1"] == 1
    assert sums["quiz", "left", "1"] == 1


def test_a_chunk_at_a_time_comes_to_the_same(hub, monkeypatch):
    monkeypatch.setattr(counting, "CHUNK", 2)
    # However slow this machine is.
    monkeypatch.setattr(counting, "SECONDS", 60.0)
    something_of_everything(hub)
    count_new()
    assert_sums_are_right(hub.id)


def test_a_source_goes_with_the_play(hub):
    something_of_everything(hub)
    count_new()
    rows = db.session.scalars(select(Rollup).where(Rollup.source == "mail", Rollup.span == QUARTER))
    assert {row.metric for row in rows} >= {"begun", "finished", "submitted"}


def test_what_is_a_test_is_in_no_figure(hub):
    vote(hub)
    with transaction() as session:
        session.execute(update(Activity).values(origin="test"))
    count_new()
    assert ("poll", "finished", "") not in summed(hub.id, DAY)


def test_what_happened_before_activities_is_counted_too(hub):
    vote(hub)
    with transaction() as session:
        session.execute(update(Activity).values(facts=None))
    count_new()
    assert summed(hub.id, DAY)["poll", "answer", "answer p1"] == 1


def test_what_nobody_waits_for_writes_nothing(hub, monkeypatch):
    monkeypatch.setattr(counting, "transaction", lambda: 1 / 0)
    count_new()


def test_two_at_once_count_once(on_both_disks, sandbox):
    hub = make_hub(sandbox.url, connect=False)
    for _ in range(20):
        vote(hub)
    save()
    barrier = threading.Barrier(4)

    def count() -> None:
        with on_both_disks.app_context():
            barrier.wait(20)
            count_new()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    count_new()
    assert_sums_are_right(hub.id)
