"""A connection that is broken as a whole: it waits, is tried, tells its admins, and goes on."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from hubapp.core.words import Words
from hubapp.doors import http
from hubapp.doors.database import end_reading, transaction
from hubapp.models import Connection
from hubapp.models.columns import now
from hubapp.services.delivery import holds
from hubapp.services.integrations import connections, leaving
from tests.support.deliveries import add, drain_all, hub_at, let_be, submitted
from tests.support.factories import ConnectionFactory, HubFactory, MemberFactory

WHY = Words("Paste a new key.")


@pytest.fixture
def connection(app, sandbox) -> Connection:
    return ConnectionFactory(endpoint=sandbox.url)


def hold(connection: Connection, words: Words = WHY) -> None:
    with transaction():
        holds.hold(connection.account, words)


def probe(connection: Connection) -> None:
    """Its minute is over."""
    with transaction():
        connection.account.probe_at = now()
    try_all()


def try_all() -> None:
    """As a round of the sweep asks for it."""
    for account_id in holds.probes_due():
        end_reading()
        holds.probe(account_id)


def tell_all() -> None:
    """As a round of the sweep asks for it."""
    for account_id in holds.untold():
        end_reading()
        holds.tell(account_id)


def revoke(sandbox) -> None:
    sandbox.client.post("/__sandbox/keys", json={"revoke": "sandbox-key"})


def mails(app) -> list:
    folder = app.extensions["settings"].data_dir / "mail"
    files = sorted(folder.glob("*.eml")) if folder.exists() else []
    return [message_from_bytes(each.read_bytes(), policy=policy.default) for each in files]


def test_a_held_connection_says_why_and_since_when(connection):
    hold(connection)
    assert (connection.standing, connection.account.held_words) == ("held", WHY)
    since = connection.account.held_at
    assert connection.account.probe_at - since >= timedelta(seconds=59)
    hold(connection, Words("Another reason."))
    assert (str(connection.account.held_words), connection.account.held_at) == (
        "Another reason.",
        since,
    )


def test_what_a_member_paused_stays_paused(connection):
    with transaction():
        connection.state = "paused"
    hold(connection)
    assert connection.standing == "paused"
    # Nothing is sent, no try and no mail either.
    with transaction():
        connection.account.probe_at = now()
    assert holds.probes_due() == holds.untold() == []


def test_nothing_of_the_hold_is_left_when_it_goes_on(connection):
    hold(connection)
    with transaction():
        connection.account.failures, connection.account.throttled_until = 3, now()
        connection.account.told_at = now()
        holds.release(connection.account)
    assert (connection.standing, connection.account.held_words, connection.account.failures) == (
        "on",
        Words(""),
        0,
    )
    times = ("held_at", "probe_at", "told_at", "throttled_until")
    assert [getattr(connection.account, name) for name in times] == [None] * 4


def test_a_key_that_works_again_lets_everything_go_on(both, sandbox):
    connection = submitted(hub_at(sandbox), "a@example.com")
    hold(connection)
    probe(connection)
    assert connection.standing == "on"
    # A probe brings nobody's data.
    assert sandbox.state()["profiles"] == []


def test_a_key_that_does_not_is_tried_again_a_minute_later(connection, sandbox):
    hold(connection, Words("An older reason."))
    revoke(sandbox)
    probe(connection)
    assert connection.standing == "held"
    assert "Braze refused the key (401)" in str(connection.account.held_words)
    assert connection.account.probe_at > now() + timedelta(seconds=50)


def test_a_destination_that_is_down_just_now_says_so(connection, sandbox):
    hold(connection)
    sandbox.fault(status=503)
    probe(connection)
    assert (connection.standing, "503" in str(connection.account.held_words)) == ("held", True)


@pytest.mark.parametrize(
    ("state", "minutes"), [("held", 1), ("on", -1), ("paused", -1), ("held", None)]
)
def test_only_what_is_held_and_due_is_tried(connection, sandbox, state, minutes):
    with transaction():
        let_be(connection, state)
        connection.account.probe_at = minutes and now() + timedelta(minutes=minutes)
    sandbox.fault(status=503)
    try_all()
    assert connection.standing == state
    assert not connection.account.held_words


@pytest.mark.parametrize("broken", [{"kind": "of old"}, {"secret": b"sealed with a lost key"}])
def test_what_cannot_be_tried_is_left_until_somebody_mends_it(connection, sandbox, broken):
    with transaction():
        for name, value in broken.items():
            setattr(connection.account, name, value)
    hold(connection)
    probe(connection)
    assert (connection.standing, connection.account.held_words) == ("held", WHY)


def test_whoever_paused_it_while_it_was_tried_has_the_last_word(connection, monkeypatch):
    send = http.send

    def slow(*given):
        connections.pause(connection.hub, "braze")
        return send(*given)

    monkeypatch.setattr(http, "send", slow)
    hold(connection)
    probe(connection)
    assert connection.standing == "paused"


def while_it_is_tried(monkeypatch, does) -> None:
    """Somebody does this during the first probe."""
    send, left = http.send, [does]

    def slow(*given):
        if left:
            left.pop()()
        return send(*given)

    monkeypatch.setattr(http, "send", slow)


def test_whoever_resumed_it_while_it_was_tried_reads_no_old_reason(
    connection, sandbox, monkeypatch
):
    while_it_is_tried(monkeypatch, lambda: connections.resume(connection.hub, "braze"))
    revoke(sandbox)
    hold(connection)
    probe(connection)
    assert (connection.standing, connection.account.held_words) == ("on", Words(""))


def test_what_was_held_anew_while_it_was_tried_keeps_its_new_reason(
    connection, sandbox, monkeypatch
):
    def again() -> None:
        connections.resume(connection.hub, "braze")
        hold(connection, Words("A newer reason."))

    while_it_is_tried(monkeypatch, again)
    hold(connection)
    probe(connection)
    assert (connection.standing, str(connection.account.held_words)) == ("held", "A newer reason.")


def test_one_that_is_disconnected_while_it_is_tried_stops_nobody_elses_try(
    connection, sandbox, monkeypatch
):
    other = ConnectionFactory(endpoint=sandbox.url)
    hold(connection)
    hold(other)
    with transaction():
        connection.account.probe_at = other.account.probe_at = now()
    while_it_is_tried(monkeypatch, lambda: leaving.disconnect(connection.hub, "braze"))
    try_all()
    assert other.standing == "on"


def test_two_who_sweep_at_once_try_it_once(connection, monkeypatch):
    """The second finds that its minute has begun anew."""
    times = []
    hold(connection)
    with transaction():
        connection.account.probe_at = now()
    while_it_is_tried(monkeypatch, lambda: times.append(holds.probes_due()))
    try_all()
    assert times == [[]]


def test_the_mark_of_a_key_is_the_same_for_all_who_use_it_and_tells_nothing(app):
    mark = holds.key_mark("https://one", "secret")
    assert mark == holds.key_mark("https://one", "secret")
    assert mark != holds.key_mark("https://two", "secret")
    assert mark != holds.key_mark("https://one", "other")
    assert "secret" not in mark


def test_asked_to_wait_everybody_with_the_same_key_waits(both, sandbox):
    one, two = hub_at(sandbox), hub_at(sandbox)
    first, second = submitted(one, "a@example.com"), submitted(two, "b@example.com")
    for connection in (first, second):
        drain_all(connection)
    add(one, "c@example.com")
    sandbox.fault(status=429, headers={"Retry-After": "40"})
    drain_all(first)
    assert second.account.throttled_until > now()


def test_nobody_waits_who_uses_another_key(both):
    mine, other = (ConnectionFactory(account__mark=mark) for mark in "ab")
    bare, as_bare = ConnectionFactory(), ConnectionFactory()
    until = now() + timedelta(minutes=1)
    with transaction():
        holds.slow_down("a", mine.account_id, until)
        # One that has never sent has no mark yet, and shares it with nobody.
        holds.slow_down("", bare.account_id, until)
    waits = [each.account.throttled_until for each in (mine, other, bare, as_bare)]
    assert waits == [until, None, until, None]


def test_owners_and_admins_are_told_once(app, connection):
    workspace = connection.hub.workspace
    for role in ("owner", "admin", "editor", "analyst"):
        MemberFactory(workspace=workspace, role=role, user__email=f"{role}@example.com")
    MemberFactory(workspace=workspace, user__email="left@example.com", user__active=False)
    MemberFactory(user__email="stranger@example.com")
    hold(connection)
    for _ in range(3):
        tell_all()
    told = mails(app)
    assert sorted(each["To"] for each in told) == ["admin@example.com", "owner@example.com"]
    assert str(told[0]["Subject"]) == "Summer: the connection to Braze needs you"
    text = told[0].get_content()
    assert text.startswith("Paste a new key.\n\nEverything that visitors send is kept")
    assert f"/hubs/{connection.hub_id}/settings/integrations/braze" in text


def test_they_are_told_again_when_it_breaks_again(app, connection):
    MemberFactory(workspace=connection.hub.workspace)
    for _ in range(2):
        hold(connection)
        tell_all()
        with transaction():
            holds.release(connection.account)
    assert len(mails(app)) == 2


def test_nobody_is_told_of_what_works(app, connection):
    MemberFactory(workspace=connection.hub.workspace)
    ConnectionFactory(hub=HubFactory(), state="paused")
    tell_all()
    assert mails(app) == []


def test_a_mail_that_cannot_be_sent_is_not_tried_every_few_seconds(app, connection):
    MemberFactory(workspace=connection.hub.workspace)
    settings = app.extensions["settings"]
    settings.mail_server, settings.mail_port = "127.0.0.1", 1
    hold(connection)
    tell_all()
    settings.mail_server = ""
    tell_all()
    assert connection.account.told_at
    assert mails(app) == []
