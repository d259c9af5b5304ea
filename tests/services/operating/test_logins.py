"""Who is logged in, and where."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from hubapp.doors.background import background
from hubapp.extensions import db
from hubapp.models import Login, User
from hubapp.models.columns import now
from hubapp.services.operating import logins
from tests.support.factories import UserFactory
from tests.support.saving import save

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def log_in(user: User, remember: bool = False) -> str:
    token = logins.log_in(user, FIREFOX, remember)
    save()
    return token


def test_a_token_stands_for_its_log_in_and_the_table_does_not_hold_it(both):
    user = UserFactory()
    token = log_in(user)
    login = logins.who_comes_with(token)
    assert (login.user, login.device) == (user, "Firefox, Linux")
    assert token not in repr(db.session.execute(select(Login.__table__)).all())


@pytest.mark.parametrize("token", ["", "x", "\ud800", "x" * 10_000])
def test_a_token_that_is_none_stands_for_nobody(app, token):
    log_in(UserFactory())
    assert logins.who_comes_with(token) is None


def test_a_token_is_new_each_time(app):
    user = UserFactory()
    assert log_in(user) != log_in(user)


def test_who_was_switched_off_is_nobody(both):
    user = UserFactory()
    token = log_in(user)
    user.active = False
    save()
    assert logins.who_comes_with(token) is None


@pytest.mark.parametrize(("remember", "days"), [(True, 30), (False, 14)])
def test_a_log_in_ends_by_itself(app, remember, days):
    with time_machine.travel("2026-11-01 12:00:00+00:00", tick=False) as clock:
        user = UserFactory()
        token = log_in(user, remember)
        clock.shift(timedelta(days=days) - timedelta(seconds=1))
        assert logins.who_comes_with(token)
        clock.shift(timedelta(seconds=1))
        assert logins.who_comes_with(token) is None
        assert logins.logins_of(user.id) == []
        # The next one takes the row of the ended one away.
        log_in(user)
        assert len(db.session.scalars(select(Login)).all()) == 1


def test_out_of_one_browser(both):
    user = UserFactory()
    stays, goes = log_in(user), log_in(user)
    logins.log_out(user.id, logins.who_comes_with(goes).id)
    assert logins.who_comes_with(goes) is None
    assert logins.who_comes_with(stays)


def test_nobody_logs_others_out(both):
    token = log_in(UserFactory())
    logins.log_out(UserFactory().id, logins.who_comes_with(token).id)
    assert logins.who_comes_with(token)


def test_out_of_every_browser_and_nobody_else(both):
    user = UserFactory()
    mine, other = [log_in(user), log_in(user)], log_in(UserFactory())
    logins.log_out_everywhere(user.id)
    assert [logins.who_comes_with(each) for each in mine] == [None, None]
    assert logins.who_comes_with(other)


def test_browsers_are_listed_as_they_were_seen_last(both):
    user = UserFactory()
    first, second = (logins.who_comes_with(log_in(user)) for _ in range(2))
    first.seen_at = now() + timedelta(minutes=1)
    save()
    assert logins.logins_of(user.id) == [first, second]


def test_when_somebody_was_seen_is_noted_beside_what_they_do(on_disk):
    user = UserFactory()
    token = log_in(user)
    on_disk.config["DATABASE_INLINE"] = False
    for minutes, noted in ((4, 0), (6, 6), (10, 6)):
        begun = logins.who_comes_with(token).created_at
        with time_machine.travel(begun + timedelta(minutes=minutes), tick=False):
            logins.who_comes_with(token)
            assert background.finish(5)
        # What was read before is not looked at again.
        db.session.rollback()
        seen = logins.who_comes_with(token).seen_at
        assert seen - begun == timedelta(minutes=noted)


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU like Mac OS X) Version/19 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15) Version/19 Safari/605", "Safari, macOS"),
        ("curl/8.0", ""),
        ("<script>" * 1000, ""),
    ],
)
def test_a_browser_is_called_by_name(agent, device):
    assert logins.device_of(agent) == device
