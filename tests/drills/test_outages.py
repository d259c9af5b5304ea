"""A wrong key for an hour, a full disk, a web process that dies: what was accepted arrives."""

from __future__ import annotations

import os
import re
import signal
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError

from hubapp.core.retrying import State
from hubapp.doors.database import connection_of_library, transaction
from hubapp.extensions import db
from hubapp.models import Delivery
from hubapp.models.columns import now
from hubapp.services.visiting import stamps
from hubapp.work import sweep
from tests.support.application import connect, make_hub, stamp_in
from tests.support.chaos import chaos
from tests.support.crowd import accept, connect_crowd, open_rows
from tests.support.running import Demo


def test_a_wrong_key_for_an_hour(both, sandbox):
    """Every minute somebody plays and the key is tried; then it is right again."""
    connection = connect(make_hub(sandbox.url, connect=False), sandbox.url)
    connect_crowd(connection)
    sandbox.client.post("/__sandbox/keys", json={"revoke": "sandbox-key"})
    begun = now()
    for minute in range(60):
        with time_machine.travel(begun + timedelta(minutes=minute, seconds=1), tick=True):
            accept(connection, [minute], people=7)
            sweep.sweep()
    assert sandbox.state()["counts"]["attributes"] == 0
    db.session.refresh(connection)
    assert connection.standing == "held"
    sandbox.client.post("/__sandbox/keys", json={"add": "sandbox-key"})
    with time_machine.travel(begun + timedelta(minutes=61), tick=True):
        for _ in range(3):
            sweep.sweep()
        assert set(db.session.scalars(select(Delivery.state))) == {State.DELIVERED}
    for person in range(7):
        newest = max(minute for minute in range(60) if minute % 7 == person)
        profile = sandbox.profile(f"email:p{person}@example.com")
        assert profile["custom_attributes"]["n"] == newest


@contextmanager
def full_disk() -> Iterator[None]:
    """The database may not grow within the block, and what was free in it is taken."""
    _run("create table filler (x)")
    with db.engine.connect() as connection:
        pages = connection.scalar(text("pragma page_count"))
    # Of connections that are made from now on.
    db.engine.dispose()

    def bound(raw, _record) -> None:
        raw.execute(f"pragma max_page_count = {pages}")

    event.listen(db.engine, "connect", bound)
    try:
        for size in (100_000, 1000, 10):
            with suppress(OperationalError):
                while True:
                    _run("insert into filler values (zeroblob(:size))", size=size)
        yield
    finally:
        event.remove(db.engine, "connect", bound)
        db.session.remove()
        db.engine.dispose()
        _run("drop table filler")


def _run(statement: str, **values: int) -> None:
    with connection_of_library() as connection, connection.begin():
        connection.execute(text(statement), values)


def enter_many(client, count: int) -> list[int]:
    """The statuses of this many entries."""
    card = "/h/summer-kick-off/enter-the-draw/"
    values = {"f-first_name": "x" * 90, "f-date_of_birth": ["1", "2", "1990"]}
    statuses = []
    for number in range(count):
        values |= {"stamp": stamp_in(client.get(card).text), "f-email": f"late{number}@example.com"}
        statuses.append(client.post(card, data=values).status_code)
    return statuses


def test_a_full_disk_refuses_in_a_sentence_and_loses_nothing_accepted(on_disk, client, monkeypatch):
    monkeypatch.setattr(stamps, "FASTEST", 0)
    with chaos() as endpoint:
        on_disk.extensions["settings"].braze_extra_endpoints = endpoint.url
        connection = connect(make_hub(endpoint.url, connect=False), endpoint.url)
        connect_crowd(connection)
        accept(connection, range(200), people=50)
        with full_disk():
            statuses = enter_many(client, 60)
            for _ in range(5):
                try:
                    sweep.sweep()
                except OperationalError:
                    db.session.rollback()
        assert set(statuses) == {303, 503}
        for _ in range(40):
            sweep.sweep()
            if not open_rows():
                break
            with transaction() as session:
                session.execute(text("update account_lane set leased_until = null"))
        accepted = 200 + statuses.count(303)
        assert db.session.scalar(select(func.count()).select_from(Delivery)) == accepted
        assert set(db.session.scalars(select(Delivery.state))) == {State.DELIVERED}
        events, newest, inverted, _, _ = endpoint.truth()
        assert {str(number) for number in range(200)} <= set(events)
        assert inverted == []
        assert newest


@pytest.mark.journey
def test_a_web_process_that_dies_lost_nothing_that_it_accepted(tmp_path):
    demo = Demo(tmp_path)
    accepted = []
    try:
        for number in range(8):
            try:
                _enter(demo, number)
                accepted.append(number)
            except (urllib.error.URLError, ConnectionError, TypeError):
                time.sleep(0.5)
            if number in (2, 5):
                for web in demo.children("hubapp web"):
                    # With its children: one that is left behind would go on answering for a while.
                    os.killpg(web, signal.SIGKILL)
                demo.answers_again()
        for number in accepted:
            demo.arrives(f"alias:email/web{number}@example.com")
        assert len(accepted) >= 6
    finally:
        demo.stop()


def _enter(demo: Demo, number: int) -> None:
    card = f"{demo.url}/h/summer-kick-off/enter-the-draw/"
    page = urllib.request.urlopen(card).read().decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    time.sleep(0.42)
    data = [
        ("stamp", stamp),
        ("f-email", f"web{number}@example.com"),
        ("f-date_of_birth", "1"),
        ("f-date_of_birth", "2"),
        ("f-date_of_birth", "1990"),
    ]
    # A browser that keeps no cookie says itself that our own page led it here.
    own = {"Sec-Fetch-Site": "same-origin"}
    body = urllib.parse.urlencode(data).encode()
    reply = urllib.request.urlopen(urllib.request.Request(card, body, own))
    assert "You are in" in reply.read().decode()
