"""A mail is written with whatever asks for it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.words import Words
from hubapp.doors import queue
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Letter
from hubapp.services import mailing
from hubapp.services.mailing import sending
from tests.support.mails import mails_in

HELLO = Words("Hello"), Words("Read this.")


@pytest.fixture
def asked(monkeypatch) -> list[int]:
    """The queue is up, and was asked to send these."""
    letters: list[int] = []
    monkeypatch.setattr(queue, "ask_for_letter", lambda letter_id: not letters.append(letter_id))
    return letters


def rows() -> list[Letter]:
    return list(db.session.scalars(select(Letter)))


def test_a_row_waits_sealed_and_the_queue_hears_its_number(both, asked):
    with transaction():
        mailing.post("ana@example.com", *HELLO)
        assert asked == []
    (row,) = rows()
    assert asked == [row.id]
    for secret in (b"ana@example.com", b"Read this"):
        assert secret not in row.sealed
    assert mails_in(both) == []


def test_what_is_rolled_back_mails_nobody(both, asked):
    def fails() -> None:
        with transaction():
            mailing.post("ana@example.com", *HELLO)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert (rows(), asked) == ([], [])


def test_while_the_queue_is_away_this_process_sends_and_forgets(both):
    with transaction():
        mailing.post("ana@example.com", *HELLO)
    (mail,) = mails_in(both)
    assert (mail["To"], mail["Subject"]) == ("ana@example.com", "Hello")
    assert rows() == []


def test_without_an_encryption_key_there_is_mail_as_well(both):
    settings = both.extensions["settings"]
    both.extensions["settings"] = settings.model_copy(update={"encryption_keys": ""})
    with transaction():
        mailing.post("ana@example.com", *HELLO)
    assert len(mails_in(both)) == 1


def test_some_mails_are_put_together_when_they_are_sent(both, asked, monkeypatch):
    monkeypatch.setitem(sending.WRITERS, "greeting", None)

    @mailing.written_by("greeting")
    def greet(name: str) -> mailing.Mail | None:
        return mailing.Mail(f"{name}@example.com", "Hello", name) if name == "ana" else None

    with transaction():
        mailing.post_later("greeting", "ana")
        mailing.post_later("greeting", "nobody")
    for letter_id in asked:
        mailing.send(letter_id)
    assert [mail["To"] for mail in mails_in(both)] == ["ana@example.com"]
    assert rows() == []


def test_links_begin_with_the_address_that_was_set(app):
    settings = app.extensions["settings"]
    app.extensions["settings"] = settings.model_copy(update={"base_url": "https://x.example/"})
    with app.test_request_context(headers={"Host": "evil.example"}):
        assert mailing.link_to("/y") == "https://x.example/y"
