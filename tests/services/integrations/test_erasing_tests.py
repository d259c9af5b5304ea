"""Tests are deleted with all that came of them, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from hubapp.extensions import db
from hubapp.models import (
    Activity,
    Consent,
    Delivery,
    Hub,
    OutboxRow,
    Play,
    Submission,
    Told,
    Visitor,
)
from hubapp.models.account import PRODUCTION
from hubapp.services import integrations, visiting
from hubapp.services.integrations import earlier, erasing_tests
from tests.services.visiting.visits import ENTRY, visit_to
from tests.support.application import make_hub, submit_entries
from tests.support.saving import save

TABLES = (Activity, Consent, Delivery, OutboxRow, Play, Submission, Told, Visitor)


@pytest.fixture
def hub(both, sandbox, monkeypatch) -> Hub:
    monkeypatch.setattr(erasing_tests, "CHUNK", 2)
    made = make_hub(sandbox.url)
    submit_entries(made, "ana@example.com")
    return made


def counts() -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(each)) for each in TABLES]


def test_all_that_came_of_tests_goes_and_nothing_else(hub):
    before = counts()
    for at in range(3):
        visit = visit_to(hub, "draw", visitor_token=f"tester {at}", test=True)
        visiting.submit(visit, ENTRY)
        visiting.answer(replace(visit_to(hub, "poll"), test=True), 0, ["p1"])
    assert counts() > before
    assert integrations.delete_tests(hub.id) == 6
    assert counts() == before
    assert integrations.delete_tests(hub.id) == 0


def test_what_is_sent_again_tells_of_tests_to_a_sandbox_alone(hub):
    connection = integrations.connection_of(hub.id, "braze")
    visiting.submit(visit_to(hub, "draw", visitor_token="t", test=True), ENTRY)
    found = select(func.count()).select_from(earlier.tellable(connection).subquery())
    assert db.session.scalar(found) == 2
    connection.account.tag = PRODUCTION
    save()
    found = select(func.count()).select_from(earlier.tellable(connection).subquery())
    assert db.session.scalar(found) == 1
    assert integrations.spared_tests(hub.id) == ["Braze"]
