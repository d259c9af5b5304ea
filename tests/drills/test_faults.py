"""Every fault of CONTRACT 6 in random order: nothing lost, attributes right in the end, events
twice only where the outcome was unknown; plain, and on the path to Braze."""

from __future__ import annotations

import errno
import os
import socket
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select

from hubapp.core import retrying
from hubapp.core.destination import Failure
from hubapp.doors import http
from hubapp.extensions import db
from hubapp.models import AccountLane, Delivery, Exchange
from hubapp.services.delivery import holds, settle
from hubapp.work import sweep
from tests.support.application import connect, make_hub
from tests.support.chaos import chaos
from tests.support.crowd import accept, check, connect_crowd, open_rows
from tests.support.deliveries import due_now
from tests.support.internet import ADDRESS, Internet
from tests.support.tls import HOST

PEOPLE = 300
COUNT = int(os.environ.get("DRILL_FAULTS", "1200"))
"""Submissions; ``make drills`` sends 10,000."""


@contextmanager
def listed(settings, seed, monkeypatch, authority):
    """An endpoint that the operator listed, plain; and its address."""
    with chaos(seed, faulty=0.4, slow=1.2) as endpoint:
        settings.braze_extra_endpoints = endpoint.url
        yield endpoint, endpoint.url


@contextmanager
def like_braze(settings, seed, monkeypatch, authority):
    """By its name over TLS, at the second of two public addresses; the first one refuses."""
    away = "1.1.1.1"
    internet = Internet({HOST: [away, ADDRESS]}, {away: ConnectionRefusedError()})
    monkeypatch.setattr(http, "send", http.Door(internet.network, str(authority.bundle)).send)
    settings.braze_extra_endpoints = ""
    certificate = authority.certificate()
    with chaos(seed, faulty=0.4, slow=1.2, certificate=certificate) as endpoint:
        yield endpoint, f"https://{HOST}:{endpoint.port}"
        refused = endpoint.truth()[4]["handshake"]
    # Those that a held connection's probe met are no exchanges.
    unsent = db.session.query(Exchange).filter_by(failure=Failure.NOT_SENT).count()
    assert 1 <= unsent <= refused
    assert internet.dialled.count(ADDRESS) > refused


@pytest.mark.parametrize(("seed", "way"), [(1, listed), (2, listed), (1, like_braze)])
def test_every_fault_in_random_order(on_both_disks, monkeypatch, authority, seed, way):
    # The same waits, only shorter: what is drilled is the order of things, not our patience.
    monkeypatch.setattr(holds, "PROBE_EVERY", timedelta(seconds=0.3))
    monkeypatch.setattr(settle, "LONGEST_PAUSE", 0.2)
    monkeypatch.setattr(retrying, "LONGEST_DELAY", 0.5)
    settings = on_both_disks.extensions["settings"]
    settings.send_timeout_seconds = 0.8
    with way(settings, seed, monkeypatch, authority) as (endpoint, url):
        connection = connect(make_hub(url, connect=False), url)
        connect_crowd(connection)
        for begin in range(0, COUNT, 100):
            accept(connection, range(begin, begin + 100), PEOPLE)
            sweep.sweep()
        deadline = time.monotonic() + 240
        while open_rows() and time.monotonic() < deadline:
            sweep.sweep()
            time.sleep(0.02)
        truth = endpoint.truth()
        ended = check(COUNT, PEOPLE, truth)
        assert sum(truth[4].values()) > 10, "hardly any fault was played"
        assert ended["delivered"] > COUNT * 0.8
        assert db.session.query(AccountLane).count() > 0
        print(f"{db.engine.dialect.name}, {COUNT} submissions: {dict(ended)}, faults {truth[4]}")


@pytest.mark.parametrize("fault", ["no answer", "no way there", "no name", "nobody to trust"])
def test_an_event_that_never_left_is_not_lost_where_none_may_go_twice(
    on_disk, monkeypatch, authority, fault
):
    """*Send events again* is off: what may have arrived is not repeated, so what surely did not
    must be known as such."""
    internet, bundle = Internet(), str(authority.bundle)
    door = http.Door(internet.network, bundle)
    broken = {
        "no answer": http.Door(Internet(roads={ADDRESS: TimeoutError()}).network, bundle),
        "no way there": http.Door(
            Internet(roads={ADDRESS: OSError(errno.ENETUNREACH, "")}).network, bundle
        ),
        "no name": http.Door(Internet({HOST: socket.gaierror(socket.EAI_AGAIN)}).network, bundle),
        "nobody to trust": http.Door(internet.network),
    }[fault]
    with chaos(certificate=authority.certificate()) as endpoint:
        url = f"https://{HOST}:{endpoint.port}"
        connection = connect(make_hub(url, connect=False), url, resend_events=False)
        connect_crowd(connection)
        accept(connection, range(3), people=3)
        monkeypatch.setattr(http, "send", broken.send)
        sweep.sweep()
        assert open_rows() == 3
        monkeypatch.setattr(http, "send", door.send)
        due_now(connection)
        sweep.sweep()
        events = endpoint.truth()[0]
    assert events == {"0": 1, "1": 1, "2": 1}
    assert not any(db.session.scalars(select(Delivery.outcome_unknown)))
