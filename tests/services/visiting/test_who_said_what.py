"""Whatever people do on whichever browser, nothing is sent of anybody that they did not say."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import func, select

from hubapp.extensions import db
from hubapp.models import Delivery, Hub
from hubapp.services.visiting import not_you, plays
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import visit_to
from tests.support.application import make_hub
from tests.support.brands import another_brand

SITTING = timedelta(minutes=30)
EMAILS = [f"{name}@example.com" for name in ("ana", "ben", "cleo")]
_numbers = itertools.count()


@dataclass
class Browser:
    """What the test knows of one. said: hub -> names told to it; email: whose they say to be."""

    token: str = field(default_factory=lambda: f"browser {next(_numbers)}")
    email: str = ""
    said: dict[int, set[str]] = field(default_factory=dict)
    last: datetime | None = None

    def becomes_somebody(self, email: str) -> None:
        self.email, self.said = email, {}


class People(RuleBasedStateMachine):
    """Three browsers, two brands of one workspace, three addresses."""

    hubs: tuple[Hub, Hub]

    @initialize()
    def begin(self) -> None:
        self.at = datetime(2026, 1, 15, 10, tzinfo=UTC)
        self.browsers = [Browser() for _ in range(3)]
        self.seen = db.session.scalar(select(func.max(Delivery.id))) or 0

    def visit(self, browser: Browser, hub: Hub, card: str):
        return visit_to(hub, card, visitor_token=browser.token)

    def act(self, browser: Browser, does) -> list[Delivery]:
        """Does it, and returns the deliveries that came of it."""
        with time_machine.travel(self.at, tick=False):
            does()
        browser.last = self.at
        query = select(Delivery).where(Delivery.id > self.seen).order_by(Delivery.id)
        rows = list(db.session.scalars(query))
        self.seen = max([self.seen, *(row.id for row in rows)])
        return rows

    def silent(self, browser: Browser) -> bool:
        return browser.last is not None and self.at - browser.last >= SITTING

    @rule(minutes=st.sampled_from([1, 29, 31, 90]))
    def time_goes_by(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(which=st.integers(0, 2), where=st.integers(0, 1), email=st.sampled_from([*EMAILS, ""]))
    def enters(self, which: int, where: int, email: str) -> None:
        """A name nobody else has, so that it is known wherever it turns up."""
        browser, hub, name = self.browsers[which], self.hubs[where], f"Name {next(_numbers)}"
        if email and browser.email and email != browser.email:
            browser.becomes_somebody(email)
        elif self.silent(browser) and not (email and email == browser.email):
            browser.becomes_somebody(email)
        browser.email = email or browser.email
        values = {"email": [email or browser.email or "x@example.com"], "first_name": [name]}
        browser.email = values["email"][0]
        values["date_of_birth"] = ["1", "2", "1990"]
        browser.said.setdefault(hub.id, set()).add(name)
        rows = self.act(browser, lambda: submit(self.visit(browser, hub, "draw"), values))
        self.check(browser, hub, rows)
        assert sum(row.submission_id is not None for row in rows) == 1

    @rule(which=st.integers(0, 2), where=st.integers(0, 1), choice=st.sampled_from(["p0", "p1"]))
    def votes(self, which: int, where: int, choice: str) -> None:
        browser, hub = self.browsers[which], self.hubs[where]
        does = self.visit(browser, hub, "poll")
        rows = self.act(browser, lambda: plays.answer(does, 0, [choice]))
        self.check(browser, hub, rows)
        # Whoever said nothing here is nobody here.
        assert bool(rows) is bool(browser.said.get(hub.id))

    @rule(which=st.integers(0, 2))
    def somebody_else_takes_over(self, which: int) -> None:
        browser = self.browsers[which]
        self.act(browser, lambda: not_you(self.visit(browser, self.hubs[0], "poll")))
        browser.becomes_somebody("")

    def check(self, browser: Browser, hub: Hub, rows: list[Delivery]) -> None:
        for row in rows:
            assert row.connection.hub_id == hub.id
            assert row.person == f"alias_email:{browser.email}"
            name = row.record["values"].get("attribute.first_name")
            assert name is None or name in browser.said[hub.id], (name, browser)

    def teardown(self) -> None:
        rows = db.session.scalars(select(Delivery)).all()
        consents = Counter(
            row.submission_id for row in rows if row.record and row.record.get("once")
        )
        assert all(number == 1 for number in consents.values())


@pytest.mark.parametrize("examples", [40])
def test_nothing_is_sent_of_anybody_that_they_did_not_say(app, sandbox, examples):
    hub = make_hub(sandbox.url)
    People.hubs = (hub, another_brand(hub, sandbox))
    run_state_machine_as_test(
        People,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
