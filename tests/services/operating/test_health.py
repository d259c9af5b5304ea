"""What the operator looks at: figures without anybody in them, and what is wrong, in sentences."""

from __future__ import annotations

from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from hubapp.core.words import Words
from hubapp.doors import queue
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import AccountLane, Connection, Delivery
from hubapp.models.columns import now
from hubapp.services import mailing
from hubapp.services.mailing import sending
from hubapp.services.operating import health
from tests.support.deliveries import add, drain_all, hub_at, let_be, submitted
from tests.support.factories import ConnectionFactory

NEW_KEY = Words("Paste a new key.")


@pytest.fixture
def queue_with(monkeypatch):
    """The queue, with so many workers; None: it is away."""

    def make(workers: int | None) -> None:
        monkeypatch.setattr(queue, "ping", lambda: workers is not None)
        monkeypatch.setattr(queue, "workers", lambda: workers)
        monkeypatch.setattr(queue, "jobs_waiting", lambda: None if workers is None else 5)

    make(2)
    return make


@pytest.fixture
def connection(app, queue_with) -> Connection:
    return ConnectionFactory()


def wrong() -> list[str]:
    return [str(each.sentence) for each in health.findings() if not each.well]


def well() -> list[str]:
    return [str(each.sentence) for each in health.findings() if each.well]


def figures() -> dict[tuple[str, ...], float]:
    """Name and labels -> value."""
    return {
        (each.name, *each.labels.values()): each.value
        for family in text_string_to_metric_families(health.metrics().decode())
        for each in family.samples
    }


def of(connection: Connection) -> str:
    return f"Connection {connection.id} (braze, hub {connection.hub_id})"


def test_figures_of_what_waits_and_of_what_went_out(both, sandbox, queue_with):
    hub = hub_at(sandbox)
    connection = submitted(hub, "a@example.com", "b@example.com")
    id_ = str(connection.id)
    assert figures()["hubapp_waiting_deliveries", id_] == 2
    assert 0 <= figures()["hubapp_oldest_waiting_seconds", id_] < 60
    drain_all(connection)
    add(hub, "a@example.com")
    drain_all(connection)
    found = figures()
    assert found["hubapp_waiting_deliveries", id_] == 0
    assert found["hubapp_deliveries_total", id_, "delivered"] == 3
    assert found["hubapp_deliveries_total", id_, "rejected"] == 0
    assert found["hubapp_saved_updates_total", id_] == 1
    assert "example.com" not in health.metrics().decode()


def test_requests_are_counted_by_size_and_by_time(app, queue_with):
    connection = ConnectionFactory()
    sizes, times = [0] * (len(health.SIZES) + 1), [0] * (len(health.SECONDS) + 1)
    sizes[0], sizes[2], times[1], times[-1] = 3, 1, 3, 1
    tally = {"sizes": sizes, "times": times, "objects": 13, "seconds": 61.5}
    with transaction() as session:
        for lane, given in enumerate((tally, tally, {})):
            session.add(AccountLane(account_id=connection.account_id, lane=lane, tally=given))
    found = figures()
    buckets = [found["hubapp_objects_per_request_bucket", edge] for edge in ("1", "5", "10")]
    assert buckets == [6, 6, 8]
    assert found["hubapp_objects_per_request_sum",] == 26
    assert found["hubapp_request_seconds_bucket", "0.1"] == 6
    assert found["hubapp_request_seconds_bucket", "30.0"] == 6
    assert found["hubapp_request_seconds_bucket", "+Inf"] == 8
    assert found["hubapp_request_seconds_sum",] == 123


@pytest.mark.parametrize(("workers", "told"), [(None, [0, 0, 0]), (0, [1, 5, 0]), (2, [1, 5, 2])])
def test_figures_of_the_queue(app, queue_with, workers, told):
    queue_with(workers)
    names = ("hubapp_queue_up", "hubapp_queue_jobs", "hubapp_workers")
    assert [figures()[name,] for name in names] == told


def test_held_connections_are_counted(app, queue_with):
    for state in ("held", "on", "held", "paused"):
        connection = ConnectionFactory()
        with transaction():
            let_be(connection, state)
    assert figures()["hubapp_held_connections",] == 2


def test_when_all_is_well_the_doctor_says_so(connection):
    assert wrong() == []
    assert well() == [
        "The database answers and has this release's tables.",
        "The queue answers.",
        "2 workers up.",
        f"{of(connection)} is healthy. 0 waiting.",
    ]


def test_without_a_database_nothing_else_is_asked(connection, monkeypatch):
    def away(*_given):
        raise OperationalError("select", {}, OSError("password=secret"))

    monkeypatch.setattr(db.session, "execute", away)
    (only,) = [str(each.sentence) for each in health.findings()]
    assert only.startswith("The database does not answer as it should (OperationalError).")
    assert "secret" not in only


@pytest.mark.parametrize(
    ("workers", "sentence"),
    [(None, "The queue does not answer."), (0, "No worker is up, so nothing is delivered.")],
)
def test_what_is_missing_of_queue_and_workers_is_named(connection, queue_with, workers, sentence):
    queue_with(workers)
    (only,) = wrong()
    assert only.startswith(sentence)
    # Whatever is missing, visitors lose nothing.
    assert "kept" in only


def test_one_worker_is_one(connection, queue_with):
    queue_with(1)
    assert "1 worker up." in well()


def test_without_an_encryption_key_no_connection_can_be_used(app, connection):
    app.extensions["settings"].encryption_keys = ""
    first, marks, second = wrong()
    assert first.startswith("HUBAPP_ENCRYPTION_KEYS is not set")
    assert "know nobody again" in marks or "knows nobody again" in marks
    assert second.startswith(f"{of(connection)}: its key was sealed with an encryption key")


@pytest.mark.parametrize(
    ("base", "listed", "warned"),
    [
        ("https://hubs.example.com", "https://braze.test,7=https://one.test", True),
        ("https://hubs.example.com", "7=https://one.test", False),
        ("https://hubs.example.com", "", False),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8001", False),
    ],
)
def test_an_endpoint_that_is_open_to_every_workspace_is_named(
    connection, app, monkeypatch, base, listed, warned
):
    update = {"base_url": base, "braze_extra_endpoints": listed}
    settings = app.extensions["settings"].model_copy(update=update)
    monkeypatch.setitem(app.extensions, "settings", settings)
    said = [each for each in wrong() if "HUBAPP_BRAZE_EXTRA_ENDPOINTS" in each]
    assert len(said) == warned
    assert not warned or "to https://braze.test." in said[0]


def test_marks_whose_key_is_lost_are_named(app, workspace, queue_with):
    assert wrong() == []
    with transaction() as session:
        session.merge(workspace).marks_key = b"of nobody"
    assert wrong()[0].startswith("1 workspace knows nobody again")


def test_mails_that_do_not_go_are_named(app, queue_with, monkeypatch):
    monkeypatch.setattr(sending, "send_mail", lambda *mail: False)
    with transaction():
        mailing.post("ana@example.com", Words("Hello"), Words("Read this."))
    (said,) = wrong()
    assert said.startswith("1 mail was tried and has not gone, the oldest for 0 min.")


def test_a_key_that_was_sealed_with_a_lost_one_is_named(connection):
    with transaction():
        connection.account.secret = b"sealed with a lost key"
    (only,) = wrong()
    assert only.startswith(f"{of(connection)}: its key was sealed with an encryption key that is")
    assert only.endswith("0 waiting.")


def test_a_held_connection_says_why_and_how_much_waits(app, sandbox, queue_with):
    connection = submitted(hub_at(sandbox), "a@example.com")
    with transaction():
        connection.account.state, connection.account.held_words = "held", NEW_KEY
    (only,) = wrong()
    assert only.startswith(f"{of(connection)} is on hold: Paste a new key. 1 waiting, the oldest")


def test_what_a_member_paused_is_no_fault(connection):
    with transaction():
        connection.state = "paused"
    assert wrong() == []
    assert f"{of(connection)} is paused by a member. 0 waiting." in well()


def test_to_be_asked_to_slow_down_is_no_fault_and_to_fail_is_one(connection):
    with transaction():
        connection.account.throttled_until = now() + timedelta(seconds=39.5)
    asked = "waits 40 s more, because the destination asked us to slow down. 0 waiting."
    assert (wrong(), f"{of(connection)} {asked}" in well()) == ([], True)
    with transaction():
        connection.account.failures = 3
    failed = "waits 40 s more, because it failed 3 times in a row. 0 waiting."
    assert wrong() == [f"{of(connection)} {failed}"]
    with transaction():
        connection.account.throttled_until = now() - timedelta(seconds=1)
    assert wrong() == []


@pytest.mark.parametrize(("seconds", "fault"), [(299, False), (3601, True)])
def test_what_waits_too_long_is_named(app, sandbox, queue_with, seconds, fault):
    connection = submitted(hub_at(sandbox), "a@example.com", "b@example.com")
    with transaction() as session:
        session.execute(update(Delivery).values(created_at=now() - timedelta(seconds=seconds)))
    assert bool(wrong()) is fault
    if fault:
        assert wrong()[0].startswith(f"{of(connection)}: 2 waiting, the oldest for 3,60")
