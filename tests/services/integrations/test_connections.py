"""A connection is saved as a whole and with a key that works, or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import func, select

from hubapp.core.errors import NotFoundHere, Refused
from hubapp.core.mapping import EVERYBODY, FieldMapping, MappingRow
from hubapp.doors import queue
from hubapp.doors.database import transaction
from hubapp.doors.vault import open_sealed
from hubapp.extensions import db
from hubapp.models import Activity, Connection, Delivery, Hub, OutboxRow
from hubapp.models.account import PRODUCTION, SANDBOX
from hubapp.services import delivery
from hubapp.services.delivery import key_mark
from hubapp.services.integrations import connections, earlier, leaving
from hubapp.services.integrations.mappings import Form
from tests.support.application import submit_entries
from tests.support.deliveries import hub_at, let_be
from tests.support.factories import KEY, ConnectionFactory, HubFactory

MAPPING = FieldMapping(
    "email",
    "field.email",
    "",
    (MappingRow("field.first_name", "attribute.first_name"),),
    whom=EVERYBODY,
)


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return hub_at(sandbox)


@pytest.fixture
def on_sqlite(app, sandbox) -> Hub:
    return hub_at(sandbox)


def form(hub: Hub, **more: object) -> Form:
    typed = {"endpoint": hub.endpoint}
    return replace(Form({}, MAPPING, KEY, keep_days=30, typed=typed), **more)


def save(hub: Hub, **more: object) -> Connection:
    return connections.save(hub, "braze", form(hub, **more))


def refused(hub: Hub, **more: object) -> dict[str, str]:
    """Control -> sentence."""
    with pytest.raises(Refused) as refusal:
        save(hub, **more)
    return {each.where: str(each.sentence) for each in refusal.value.problems}


def all_connections() -> list[Connection]:
    db.session.expire_all()
    return list(db.session.scalars(select(Connection)))


def test_a_new_connection_is_on_and_its_key_is_sealed(hub):
    submit_entries(hub, "early@example.com")
    early = db.session.scalar(select(func.max(Activity.id)))
    saved = save(hub, only_changes=False, resend_events=False, keep_days=7)
    assert saved is connections.connection_of(hub.id, "braze")
    assert (saved.state, saved.account.lanes, saved.begins_after) == ("on", 4, early)
    assert (saved.only_changes, saved.resend_events, saved.keep_days) == (False, False, 7)
    assert saved.account.settings == {"endpoint": hub.endpoint}
    assert FieldMapping.from_json(saved.mapping) == MAPPING
    assert KEY.encode() not in saved.account.secret
    assert (open_sealed(saved.account.secret), saved.account.secret_hint) == (KEY, "-key")
    assert saved.account.mark == key_mark(saved.account.settings["endpoint"], KEY)


def test_it_comes_back_to_the_screen_without_its_key(on_sqlite):
    save(on_sqlite, keep_days=7)
    shown = connections.form_of(on_sqlite, "braze")
    assert (shown.mapping, shown.keep_days, shown.secret) == (MAPPING, 7, "")
    assert KEY not in repr(shown)


def test_a_new_one_begins_with_what_suggests_itself(on_sqlite):
    shown = connections.form_of(on_sqlite, "braze")
    assert (shown.mapping.identify_by, shown.mapping.identity_source) == ("email", "field.email")
    assert MappingRow("field.first_name", "attribute.first_name") in shown.mapping.rows


def test_a_key_that_does_not_work_changes_nothing(hub):
    found = refused(hub, secret="of-another-workspace")
    assert set(found) == {"secret"}
    assert found["secret"].startswith("Braze refused the key (401).")
    assert found["secret"].endswith("Nothing was saved.")
    assert all_connections() == []


def test_nor_does_an_endpoint_that_does_not_answer(app, on_sqlite, sandbox):
    nowhere = "http://127.0.0.1:1"
    app.extensions["settings"].braze_extra_endpoints = f"{sandbox.url},{nowhere}"
    assert set(refused(on_sqlite, typed={"endpoint": nowhere})) == {"endpoint"}
    assert all_connections() == []


def test_everything_that_is_wrong_is_said_at_once(on_sqlite):
    found = refused(
        on_sqlite,
        secret="with a space",
        mapping=FieldMapping(whom=EVERYBODY),
        keep_days=0,
        typed={"endpoint": "ftp://nowhere", "burst": "many"},
    )
    assert set(found) == {"endpoint", "burst", "secret", "identify_by", "keep_days"}
    assert found["keep_days"] == "Enter a number of days from 1 to 3650."


@pytest.mark.parametrize(("days", "taken"), [(0, False), (1, True), (3650, True), (3651, False)])
def test_how_long_payloads_are_kept(on_sqlite, days, taken):
    if taken:
        assert save(on_sqlite, keep_days=days).keep_days == days
    else:
        assert set(refused(on_sqlite, keep_days=days)) == {"keep_days"}


def test_no_key_typed_keeps_the_saved_one(hub):
    first = save(hub)
    again = save(hub, secret="", keep_days=9)
    assert (again.id, again.keep_days, open_sealed(again.account.secret)) == (first.id, 9, KEY)
    assert len(all_connections()) == 1


def test_a_key_is_never_sent_to_a_place_that_it_was_not_typed_for(on_sqlite):
    save(on_sqlite)
    found = refused(on_sqlite, secret="", typed={"endpoint": "US-08"})
    assert found == {"secret": "Paste the REST API key of your Braze workspace."}


def test_an_address_that_will_not_do_is_all_that_is_wrong_beside_a_saved_key(on_sqlite):
    save(on_sqlite)
    assert set(refused(on_sqlite, secret="", typed={"endpoint": "nowhere"})) == {"endpoint"}


def test_a_saved_key_that_cannot_be_read_has_to_be_pasted_again(on_sqlite):
    connection = save(on_sqlite)
    with transaction():
        connection.account.secret = b"sealed with a lost key"
    assert "secret" in refused(on_sqlite, secret="")
    assert open_sealed(save(on_sqlite).account.secret) == KEY


@pytest.mark.parametrize(("before", "after"), [("held", "on"), ("paused", "paused"), ("on", "on")])
def test_a_key_that_works_lets_a_held_connection_go_on(on_sqlite, before, after):
    connection = save(on_sqlite)
    with transaction():
        let_be(connection, before)
    assert save(on_sqlite).standing == after


def test_with_another_key_nothing_counts_as_told(on_sqlite, sandbox):
    """It may be another workspace's, where nobody has been told anything."""
    connection = save(on_sqlite)
    submit_entries(on_sqlite, "ana@example.com")
    newest = db.session.scalars(select(Delivery.id)).one()
    assert save(on_sqlite).account.doubted_to == 0
    sandbox.client.post("/__sandbox/keys", json={"add": "another-key"})
    assert save(on_sqlite, secret="another-key").account.doubted_to == newest
    assert connection.account.secret_hint == "-key"


def test_there_is_no_destination_of_that_kind(on_sqlite):
    for call in (connections.form_of, lambda hub, kind: connections.save(hub, kind, form(hub))):
        with pytest.raises(NotFoundHere):
            call(on_sqlite, "pigeon")


def test_paused_everything_is_kept_and_resumed_it_goes_out(hub, monkeypatch):
    connection = save(hub)
    connections.pause(hub, "braze")
    submit_entries(hub, "ana@example.com")
    assert connection.state == "paused"
    assert db.session.query(OutboxRow).count() == 1
    woken = []
    monkeypatch.setattr(queue, "wake_drain", lambda *lane: woken.append(lane))
    connections.resume(hub, "braze")
    assert connection.state == "on"
    assert sorted(woken) == [
        (connection.account_id, lane) for lane in range(connection.account.lanes)
    ]


def test_disconnected_nothing_is_left_of_it(hub):
    save(hub)
    submit_entries(hub, "ana@example.com")
    other = ConnectionFactory()
    leaving.disconnect(hub, "braze")
    assert all_connections() == [other]
    assert db.session.scalars(select(Delivery)).all() == []
    assert db.session.scalars(select(OutboxRow)).all() == []
    assert connections.connection_of(hub.id, "braze") is None


@pytest.mark.parametrize(
    "what",
    [connections.pause, connections.resume, leaving.disconnect, connections.existing],
)
def test_what_is_not_connected_is_not_found(app, what):
    ConnectionFactory()
    with pytest.raises(NotFoundHere):
        what(HubFactory(), "braze")


@pytest.fixture
def beside(on_both_disks) -> Callable[[Callable[[], object]], threading.Thread]:
    """Do something in another session. It is waited for, but not for long: on SQLite only one
    writes at a time."""

    def begin(what: Callable[[], object]) -> threading.Thread:
        def do() -> None:
            with on_both_disks.app_context():
                what()

        thread = threading.Thread(target=do)
        thread.start()
        thread.join(10 if db.engine.dialect.name == "postgresql" else 0.3)
        return thread

    return begin


def once_after(monkeypatch, owner: object, name: str, call: Callable[[], object]) -> None:
    """Call this when the function has been called for the first time."""
    real = getattr(owner, name)

    def function(*given: object, **more: object) -> object:
        monkeypatch.setattr(owner, name, real)
        found = real(*given, **more)
        call()
        return found

    monkeypatch.setattr(owner, name, function)


@pytest.mark.parametrize("moment", ["try_key", "_new"])
def test_of_two_first_saves_at_one_moment_neither_fails(
    on_both_disks, sandbox, monkeypatch, beside, moment
):
    """The other one comes while the key is tried, or when both have seen no connection."""
    hub, threads = hub_at(sandbox), []
    hub_id, endpoint = hub.id, sandbox.url

    def save_beside() -> None:
        other = db.session.get_one(Hub, hub_id)
        other.endpoint = endpoint
        save(other, keep_days=7)

    once_after(monkeypatch, connections, moment, lambda: threads.append(beside(save_beside)))
    save(hub, keep_days=9)
    threads[0].join()
    assert [each.keep_days in (7, 9) for each in all_connections()] == [True]


def test_a_sandbox_that_moves_to_production_is_none_any_more(on_sqlite, sandbox, monkeypatch):
    connection = save(on_sqlite)
    assert connection.account.tag == SANDBOX
    monkeypatch.setattr(connections, "try_key", lambda *_: None)
    braze = {"endpoint": "https://rest.iad-03.braze.com"}
    moved = replace(form(on_sqlite), typed=braze, secret="other-key")
    assert connections.save(on_sqlite, "braze", moved).account.tag == PRODUCTION


def test_a_submission_in_flight_while_a_connection_is_made_is_covered_once(
    on_both_disks, sandbox, monkeypatch, beside
):
    """It has looked for connections and is not committed yet."""
    hub, threads = hub_at(sandbox), []
    hub_id, endpoint = hub.id, sandbox.url

    def connect_beside() -> None:
        other = db.session.get_one(Hub, hub_id)
        other.endpoint = endpoint
        save(other)

    connect_now = partial(beside, connect_beside)
    once_after(monkeypatch, delivery, "add_deliveries", lambda: threads.append(connect_now()))
    submit_entries(hub, "ana@example.com")
    threads[0].join()
    connection = all_connections()[0]
    live = len(db.session.scalars(select(Delivery)).all())
    assert live + len(db.session.scalars(earlier.earlier(connection)).all()) == 1
