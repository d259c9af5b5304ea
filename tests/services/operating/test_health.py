"""What the operator sees: /metrics and the doctor's sentences."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from hubapp.extensions import db
from hubapp.models import Connection, Delivery, OutboxRow
from hubapp.models.columns import now
from hubapp.services.delivery import drain
from hubapp.services.operating import health
from hubapp.work import sweep
from tests.support.deliveries import add, hub_at, submitted


@pytest.fixture
def connection(app, sandbox) -> Connection:
    return submitted(hub_at(sandbox), "a@example.com", "b@example.com")


def sentences() -> str:
    return " ".join(str(each.sentence) for each in health.findings() if not each.well)


def test_metrics_count_what_waits_and_what_was_delivered(app, connection):
    assert b'hubapp_waiting_deliveries{connection="1"} 2.0' in health.metrics()
    for lane in range(4):
        drain.drain_lane(connection.id, lane)
    text = health.metrics().decode()
    assert 'hubapp_deliveries_total{connection="1",verdict="delivered"} 2.0' in text
    assert 'hubapp_objects_per_request_bucket{le="1.0"}' in text or "objects_per_request" in text
    assert "hubapp_request_seconds_count" in text
    assert "example.com" not in text


def test_metrics_are_for_this_machine_or_for_whoever_has_the_token(app, client):
    assert client.get("/metrics").status_code == 200
    elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
    assert client.get("/metrics", environ_overrides=elsewhere).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    app.extensions["settings"].metrics_token = "open sesame"
    assert client.get("/metrics").status_code == 404
    bearer = {"Authorization": "Bearer open sesame"}
    assert client.get("/metrics", headers=bearer).status_code == 200


def test_the_doctor_says_that_the_queue_is_away(app, connection):
    assert "The queue does not answer" in sentences()


def test_the_doctor_names_a_held_connection_and_why(app, connection, sandbox):
    sandbox.client.post("/__sandbox/keys", json={"revoke": "sandbox-key"})
    sweep.sweep()
    assert "is on hold: Braze refused the key (401)" in sentences()


def test_the_doctor_names_what_waits_too_long(app, connection):
    db.session.execute(update(Delivery).values(created_at=now() - timedelta(hours=1)))
    db.session.commit()
    assert "2 waiting, the oldest for 3,6" in sentences()


def test_admins_get_one_mail_when_a_connection_is_held(app, connection, sandbox):
    sandbox.client.post("/__sandbox/keys", json={"revoke": "sandbox-key"})
    for _ in range(3):
        sweep.sweep()
    sweep.sweep()
    (mail,) = (app.extensions["settings"].data_dir / "mail").glob("*.eml")
    text = mail.read_text()
    assert "Braze refused the key (401)" in text.replace("=\n", "")
    assert "sandbox-key" not in text


def test_a_clock_that_was_set_back_does_not_stop_delivery(app, connection, sandbox):
    ahead = now() + timedelta(hours=3)
    db.session.execute(update(Delivery).values(created_at=ahead))
    db.session.execute(update(OutboxRow).values(due_at=ahead))
    db.session.execute(update(Connection).values(throttled_until=ahead))
    db.session.commit()
    add(db.session.get(Connection, connection.id).hub, "c@example.com")
    sweep.sweep()
    sweep.sweep()
    assert len(sandbox.state()["profiles"]) == 3
