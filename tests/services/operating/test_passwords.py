"""Passwords: forgotten, changed, set; and what asking for one gives away."""

from __future__ import annotations

import email
import email.policy
import re

import pytest
from flask_security import verify_password
from sqlalchemy import event

from hubapp.core.errors import Refused
from hubapp.doors import queue
from hubapp.extensions import db
from hubapp.services.operating import create_owner, passwords
from tests.support.application import PASSWORD
from tests.support.saving import save

NEW = "another horse battery"
UMLAUT, WITH_DOTS = "übermäßig lang", "u\u0308berma\u0308ßig lang"


@pytest.fixture
def link(both, owner) -> str:
    """The token in the link of a mail that the owner asked for."""
    save()
    passwords.mail_reset_link("Owner@Example.com")
    (file,) = (both.extensions["settings"].data_dir / "mail").iterdir()
    text = email.message_from_bytes(file.read_bytes(), policy=email.policy.default).get_content()
    return re.search(r"/reset/(\S+)", text)[1]


def fits(user, password: str) -> bool:
    db.session.refresh(user)
    return verify_password(password, user.password)


def test_a_link_changes_the_password_once(link, owner):
    was = owner.fs_uniquifier
    assert passwords.problem_of_link(link) is None
    assert passwords.reset_password(link, NEW)
    assert fits(owner, NEW)
    assert owner.fs_uniquifier != was
    assert passwords.problem_of_link(link) is not None
    assert not passwords.reset_password(link, "a third horse battery")
    assert fits(owner, NEW)


def test_of_two_that_use_a_link_at_once_one_wins(link, owner, monkeypatch):
    """Both have looked at it, and it was good, before the first one wrote."""
    hashed = passwords.hashed

    def meanwhile(password: str) -> str:
        monkeypatch.setattr(passwords, "hashed", hashed)
        assert passwords.reset_password(link, NEW)
        return hashed(password)

    monkeypatch.setattr(passwords, "hashed", meanwhile)
    assert not passwords.reset_password(link, "a third horse battery")
    assert fits(owner, NEW)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [("x" * 9, "at least 10 characters"), ("x" * 1001, "at most 1000 characters")],
)
def test_a_password_that_will_not_do_leaves_the_link_good(link, owner, password, sentence):
    with pytest.raises(Refused, match=sentence):
        passwords.reset_password(link, password)
    assert passwords.problem_of_link(link) is None
    assert fits(owner, PASSWORD)


def test_who_was_switched_off_meanwhile_has_no_good_link(link, owner):
    owner.active = False
    save()
    assert passwords.problem_of_link(link) is not None
    assert not passwords.reset_password(link, NEW)


def test_whoever_asks_waits_for_nothing_that_tells_of_an_account(both, owner, monkeypatch):
    """The same is done before the answer, whichever address it is; nobody is looked up."""
    save()
    monkeypatch.setattr(queue, "ask_for_letter", lambda letter_id: True)
    asked: list[list[str]] = []
    for address in ("owner@example.com", "nobody@example.com"):
        asked.append([])
        note = lambda *said: "SAVEPOINT" in said[2] or asked[-1].append(said[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            passwords.mail_reset_link(address)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
    assert asked[0] == asked[1] != []
    assert not any('"user"' in each for each in asked[0])


@pytest.mark.parametrize("typed", [UMLAUT, WITH_DOTS])
@pytest.mark.parametrize("made", [UMLAUT, WITH_DOTS])
def test_a_password_fits_however_its_letters_were_put_together(client, made, typed):
    create_owner("ana@example.com", made, "Acme")
    reply = client.post("/login", data={"email": "ana@example.com", "password": typed})
    assert reply.location == "/hubs/"


def test_whoever_runs_hubapp_sets_a_password(both, owner):
    was = owner.fs_uniquifier
    passwords.set_password(" Owner@Example.com", NEW)
    assert fits(owner, NEW)
    assert owner.fs_uniquifier != was


def test_there_must_be_such_an_account(app):
    with pytest.raises(Refused, match="no account with the email nobody"):
        passwords.set_password("nobody@example.com", NEW)
