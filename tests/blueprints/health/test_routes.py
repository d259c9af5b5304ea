"""What watches the processes."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from hubapp.doors import queue
from hubapp.extensions import db
from hubapp.services.operating import going_round


@pytest.fixture
def queue_answers(monkeypatch):
    return lambda well: monkeypatch.setattr(queue, "ping", lambda: well)


def test_a_process_that_answers_is_alive_whatever_else_is_not(client, queue_answers):
    queue_answers(False)
    reply = client.get("/healthz")
    assert (reply.status_code, reply.json) == (200, {"status": "ok"})


def test_ready_is_who_has_database_and_queue(client, queue_answers):
    queue_answers(True)
    reply = client.get("/readyz")
    assert (reply.status_code, reply.json) == (200, {"status": "ok"})


def test_who_has_no_queue_says_so(client, queue_answers):
    queue_answers(False)
    reply = client.get("/readyz")
    assert (reply.status_code, reply.json) == (503, {"status": "the queue does not answer"})


@pytest.mark.parametrize("error", [OperationalError("", {}, OSError()), OSError("gone")])
def test_who_has_no_database_says_so_before_all_else(client, queue_answers, monkeypatch, error):
    def fails(*_):
        raise error

    queue_answers(False)
    monkeypatch.setattr(db.session, "execute", fails)
    reply = client.get("/readyz")
    assert (reply.status_code, reply.json) == (503, {"status": "the database does not answer"})


@pytest.fixture
def with_token(app, monkeypatch):
    settings = app.extensions["settings"].model_copy(update={"metrics_token": "ö-token"})
    monkeypatch.setitem(app.extensions, "settings", settings)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer "}])
def test_without_a_token_figures_are_for_nobody_not_even_on_this_machine(client, headers):
    reply = client.get("/metrics", headers=headers)
    assert reply.status_code == 404
    assert "There is nothing here" in reply.text


def test_how_a_request_arrived_is_told_to_the_doctor_alone(client):
    word = going_round._signer().sign("doctor").decode()
    for authorization, status in (("", 404), ("Bearer doctor", 404), (f"Bearer {word}", 200)):
        reply = client.post("/healthz", headers={"Authorization": authorization})
        assert reply.status_code == status
    assert reply.json == {"origin": "http://localhost", "address": "127.0.0.1", "proxies": 0}


def test_with_a_token_they_are_for_whoever_brings_it_from_anywhere(client, with_token):
    headers = {"Authorization": "Bearer ö-token", "X-Forwarded-For": "203.0.113.7"}
    reply = client.get("/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": "10.0.0.9"})
    assert reply.status_code == 200


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer ö-toke", "Bearer ö-token2", "Basic x"])
def test_with_a_token_this_machine_needs_it_too(client, with_token, given):
    assert client.get("/metrics", headers={"Authorization": given}).status_code == 404
