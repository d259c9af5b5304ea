"""Mails are tried until they are taken, for a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from structlog.testing import capture_logs

from hubapp.core.words import Words
from hubapp.doors import queue
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Letter
from hubapp.services import mailing
from hubapp.services.mailing import sending


@pytest.fixture
def server(monkeypatch) -> dict:
    """A mail server. takes: it takes mails; got: what it was given."""
    state = {"takes": True, "got": []}

    def send_mail(*mail: str) -> bool:
        # Nobody holds up others while a mail server talks.
        end_reading()
        state["got"].append(mail)
        return state["takes"]

    monkeypatch.setattr(sending, "send_mail", send_mail)
    return state


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-01 12:00:00+00:00", tick=False) as travelling:
        yield travelling


@pytest.fixture
def letter(both, monkeypatch, clock) -> int:
    """One that waits."""
    monkeypatch.setattr(queue, "ask_for_letter", lambda letter_id: True)
    with transaction():
        mailing.post("ana@example.com", Words("Hello"), Words("Read this."))
    return db.session.scalar(select(Letter.id))


def left() -> int:
    return len(db.session.scalars(select(Letter.id)).all())


def test_what_was_taken_is_forgotten(letter, server):
    assert mailing.due() == [letter]
    mailing.send(letter)
    assert server["got"] == [("ana@example.com", "Hello", "Read this.")]
    assert (left(), mailing.due()) == (0, [])


def test_what_another_has_in_hand_is_not_sent_twice(letter, server, monkeypatch):
    def meanwhile(*mail: str) -> bool:
        server["got"].append(mail)
        mailing.send(letter)
        return True

    monkeypatch.setattr(sending, "send_mail", meanwhile)
    mailing.send(letter)
    assert len(server["got"]) == 1


def test_what_was_refused_is_tried_again_later_and_later(letter, server, clock):
    server["takes"] = False
    tries = []
    for minute in range(200):
        if mailing.due():
            mailing.send(letter)
            tries.append(minute)
        clock.shift(60)
    assert tries == [0, 1, 3, 7, 15, 31, 63, 123, 183]
    server["takes"] = True
    clock.shift(3600)
    mailing.send(letter)
    assert left() == 0


def test_after_a_day_it_is_given_up_and_the_log_says_so_without_a_name(letter, server, clock):
    server["takes"] = False
    with capture_logs() as logs:
        mailing.send(letter)
        clock.shift(timedelta(days=1, seconds=1))
        mailing.send(letter)
    assert (len(server["got"]), left()) == (1, 0)
    assert [each["event"] for each in logs] == ["mail given up"]
    assert "ana@" not in repr(logs)


def test_one_whose_key_is_gone_waits_for_it(both, letter, server, clock):
    settings = both.extensions["settings"]
    other = {"encryption_keys": "", "secret_key": "another secret key of enough letters"}
    both.extensions["settings"] = settings.model_copy(update=other)
    with capture_logs() as logs:
        mailing.send(letter)
    assert logs[0]["event"] == "mail not opened"
    both.extensions["settings"] = settings
    clock.shift(120)
    mailing.send(letter)
    assert len(server["got"]) == 1


def test_a_writer_that_fails_is_asked_again(letter, monkeypatch, clock):
    def fails(about: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(sending.WRITERS, "broken", fails)
    with transaction():
        mailing.post_later("broken", "x")
    broken = mailing.due()[-1]
    with pytest.raises(ZeroDivisionError):
        mailing.send(broken)
    assert left() == 2
    clock.shift(120)
    assert broken in mailing.due()


@pytest.mark.parametrize(
    ("written", "takes", "end"),
    [
        (mailing.Mail("ana@example.com", "Hello", "Read."), True, mailing.End.TAKEN),
        (mailing.Mail("ana@example.com", "Hello", "Read."), False, mailing.End.GIVEN_UP),
        (None, True, mailing.End.NOT_SENT),
    ],
)
def test_whoever_asked_hears_how_a_mail_ended(app, monkeypatch, server, clock, written, takes, end):
    monkeypatch.setattr(queue, "ask_for_letter", lambda letter_id: True)
    monkeypatch.setitem(sending.WRITERS, "x", lambda about: written)
    heard: list[tuple] = []
    monkeypatch.setitem(sending.ENDINGS, "x", lambda *told: heard.append(told))
    server["takes"] = takes
    with transaction():
        mailing.post_later("x", "7")
    id_ = db.session.scalar(select(Letter.id))
    mailing.send(id_)
    assert bool(heard) is takes or written is None
    clock.shift(timedelta(days=2))
    mailing.send(id_)
    assert heard == [("7", end)]
