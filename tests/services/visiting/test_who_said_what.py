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
from sqlalchemy import delete, func, select

from hubapp.doors.database import transaction
from hubapp.doors.vault import seal
from hubapp.extensions import db
from hubapp.models import (
    Activity,
    CodeGate,
    Connection,
    ContactValue,
    Delivery,
    Hub,
    Play,
    Speaker,
    Submission,
    Told,
)
from hubapp.services import people, rights
from hubapp.services.editing import drafts, versions
from hubapp.services.people import links
from hubapp.services.visiting import Tried, lent_to, not_you, plays
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import visit_to
from tests.support.application import make_hub
from tests.support.brands import another_brand
from tests.support.mailed import codes_for

SITTING = timedelta(minutes=30)
EMAILS = [f"{name}@example.com" for name in ("ana", "ben", "cleo")]
IDS = {f"id-{email[0]}": email for email in EMAILS}
"""Whose links there are in messages."""
KEY = "key"
_numbers = itertools.count()


@dataclass
class Browser:
    """What the test knows of one. said: hub -> names told to it; email: whose they say to be; link:
    by which it came to the first hub in this visit, new: since which nobody has done anything;
    linked: whose id is theirs; shown: a code has shown their address, then."""

    token: str = field(default_factory=lambda: f"browser {next(_numbers)}")
    email: str = ""
    said: dict[int, set[str]] = field(default_factory=dict)
    last: datetime | None = None
    link: people.Link | None = None
    new: bool = False
    linked: str = ""
    shown: datetime | None = None

    def becomes_somebody(self, email: str) -> None:
        self.email, self.said, self.linked, self.shown = email, {}, "", None


class People(RuleBasedStateMachine):
    """Three browsers, two brands of one workspace, three addresses and the ids of their people."""

    hubs: tuple[Hub, Hub]

    @initialize()
    def begin(self) -> None:
        self.at = datetime(2026, 1, 15, 10, tzinfo=UTC)
        self.browsers = [Browser() for _ in range(3)]
        self.seen = db.session.scalar(select(func.max(Delivery.id))) or 0
        self.everybodys: dict[str, set[str]] = {}
        with transaction() as session:
            # Each example begins in the same hour, and nothing is known of anybody.
            for table in (CodeGate, ContactValue, Activity, Told, Speaker, Submission, Play):
                session.execute(delete(table))

    def visit(self, browser: Browser, hub: Hub, card: str):
        link = browser.link if hub is self.hubs[0] else None
        captured = dict(link.ids) if link else {}
        return visit_to(hub, card, visitor_token=browser.token, captured=captured, link=link)

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

    def arrives(self, browser: Browser, hub: Hub) -> None:
        """Whoever acts on a page that a link led to is the person of that link."""
        if hub is not self.hubs[0] or browser.link is None:
            return
        whose = browser.link.ids["external_id"]
        if browser.new:
            owner = IDS[whose]
            other = browser.linked not in ("", whose) or browser.email not in ("", owner)
            nobody = self.silent(browser) and not browser.email and not browser.linked
            if other or nobody:
                browser.becomes_somebody("")
            browser.linked, browser.new = whose, False
        if browser.linked == whose:
            # The link is what joins this to what was said before, however long ago.
            browser.last = self.at

    @rule(minutes=st.sampled_from([1, 29, 31, 90]))
    def time_goes_by(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(which=st.integers(0, 2), whose=st.sampled_from(sorted(IDS)))
    def opens_a_message(self, which: int, whose: str) -> None:
        """Its link is signed, and tells what the address of its person is."""
        mail = f"{self.hubs[0].id} {links.signed(KEY, IDS[whose]).decode()}"
        mark = f"arrival {next(_numbers)}"
        browser = self.browsers[which]
        browser.link = people.Link(mark, {"external_id": whose}, whose, mail)
        browser.new = True

    @rule(which=st.integers(0, 2), where=st.integers(0, 1), email=st.sampled_from([*EMAILS, ""]))
    def enters(self, which: int, where: int, email: str) -> None:
        """A name nobody else has, so that it is known wherever it turns up."""
        browser, hub, name = self.browsers[which], self.hubs[where], f"Name {next(_numbers)}"
        self.arrives(browser, hub)
        typed = email or browser.email or "x@example.com"
        if browser.email:
            other = typed != browser.email
        elif browser.linked:
            other = typed != IDS[browser.linked]
        else:
            other = self.silent(browser)
        if other:
            browser.becomes_somebody(typed)
        browser.email = typed
        values = {"email": [typed], "first_name": [name], "date_of_birth": ["1", "2", "1990"]}
        browser.said.setdefault(hub.id, set()).add(name)
        self.everybodys.setdefault(typed, set()).add(name)
        rows = self.act(browser, lambda: submit(self.visit(browser, hub, "draw"), values))
        self.check(browser, hub, rows)
        sent = [row for row in rows if row.submission_id is not None]
        assert len(sent) == 1
        told = sent[0].record["values"].get("custom.who")
        assert told == (browser.linked or None) or hub is not self.hubs[0]

    @rule(which=st.integers(0, 2), where=st.integers(0, 1), choice=st.sampled_from(["p0", "p1"]))
    def votes(self, which: int, where: int, choice: str) -> None:
        browser, hub = self.browsers[which], self.hubs[where]
        self.arrives(browser, hub)
        does = self.visit(browser, hub, "poll")
        rows = self.act(browser, lambda: plays.answer(does, 0, [choice]))
        self.check(browser, hub, rows)
        # Whoever said nothing here is nobody here.
        assert bool(rows) is bool(browser.said.get(hub.id))

    @rule(which=st.integers(0, 2), email=st.sampled_from(EMAILS))
    def types_a_mailed_code(self, which: int, email: str) -> None:
        """What is known of an address is seen by whoever has shown that it is theirs."""
        browser, hub = self.browsers[which], self.hubs[0]
        with time_machine.travel(self.at, tick=False):
            asked = rights.ask_for_code(hub, "Summer", email, str)
            codes = codes_for(email)
            code = codes[-1] if codes else "0"
            proven = rights.prove(hub, browser.token, asked.token, code)
        if proven.tried is not Tried.RIGHT:
            return
        if browser.email != email and (browser.email or browser.linked):
            browser.becomes_somebody(email)
        elif self.silent(browser) and not browser.email:
            browser.becomes_somebody(email)
        browser.email, browser.shown, browser.last = email, self.at, self.at

    @rule(which=st.integers(0, 2))
    def looks_at_their_data(self, which: int) -> None:
        browser = self.browsers[which]
        who = rights.Browser(self.hubs[0].workspace_id, self.hubs[0].id, browser.token)
        with time_machine.travel(self.at, tick=False):
            yours = rights.told_here(who)
        names = {str(each.value) for each in yours.said if str(each.value).startswith("Name ")}
        if yours.shown:
            assert names <= self.everybodys.get(browser.email, set()), browser
        assert yours.shown is False or browser.shown or browser.linked, browser

    @rule(which=st.integers(0, 2), where=st.integers(0, 1))
    def opens_a_form(self, which: int, where: int) -> None:
        """What is filled in was told to this hub by whoever has shown to be the same person."""
        browser, hub = self.browsers[which], self.hubs[where]
        link = browser.link if hub is self.hubs[0] and browser.new else None
        with time_machine.travel(self.at, tick=False):
            shown = link.external_id if link else ""
            lent = lent_to(visit_to(hub, "draw", visitor_token=browser.token), shown)
        if not lent:
            return
        whose = {browser.email, IDS.get(browser.linked), IDS.get(shown)}
        names = {name for each in whose if each for name in self.everybodys.get(each, ())}
        assert set(lent.get("first_name", ())) <= names, browser
        assert set(lent.get("email", ())) <= whose, browser
        assert browser.shown or browser.linked or shown, browser
        assert "marketing_consent" not in lent

    @rule(which=st.integers(0, 2))
    def somebody_else_takes_over(self, which: int) -> None:
        browser = self.browsers[which]
        self.act(browser, lambda: not_you(self.visit(browser, self.hubs[0], "poll")))
        browser.becomes_somebody("")

    def check(self, browser: Browser, hub: Hub, rows: list[Delivery]) -> None:
        for row in rows:
            assert row.connection.hub_id == hub.id
            assert row.person == f"alias_email:{browser.email}"
            whose = row.record["values"].get("custom.who")
            assert whose is None or whose == browser.linked, (whose, browser)
            name = row.record["values"].get("attribute.first_name")
            assert name is None or name in browser.said[hub.id], (name, browser)

    def teardown(self) -> None:
        rows = db.session.scalars(select(Delivery)).all()
        consents = Counter(
            row.submission_id for row in rows if row.record and row.record.get("once")
        )
        assert all(number == 1 for number in consents.values())
        each_is_accounted_for()


def each_is_accounted_for() -> None:
    """Each activity x connection is waiting, delivered or rejected; or nobody was named to that hub
    in time, or another activity of its play, or a newer play of its card, has told it."""
    rows = db.session.scalars(select(Delivery)).all()
    told = {(row.activity_id, row.connection.hub_id) for row in rows}
    plays_told = {row.play_id for row in rows}
    for each in db.session.scalars(select(Activity)):
        if (each.id, each.hub_id) in told:
            continue
        assert each.kind in ("finished", "left", "verified"), each.kind
        lapsed = "email" not in people.told(each.speaker_id, each.hub_id)
        assert lapsed or each.play_id in plays_told or each.card_id in newer_told(each), each.kind


def newer_told(one: Activity) -> set[str]:
    """Cards of which the same speaker has told a newer play: of each the newest is told when
    somebody says who they are."""
    query = (
        select(Activity.card_id)
        .join(Delivery, Delivery.activity_id == Activity.id)
        .where(Activity.speaker_id == one.speaker_id, Activity.id > one.id)
    )
    return set(db.session.scalars(query))


def ask_for_the_id(hub: Hub) -> None:
    """The form has a field for the id of a link, which is sent, and a key that signs links."""
    document, _ = drafts.document(hub.id, "form:draw")
    hidden = {"id": "who", "kind": "hidden", "key": "who", "label": ""}
    hidden["options"] = {"parameter": "external_id"}
    made = {**document, "fields": [*document["fields"], hidden]}
    drafts.change(hub.id, None, "asking for the id", {"form:draw": made})
    versions.publish(hub.id, None)
    with transaction() as session:
        query = select(Connection).where(Connection.hub_id == hub.id)
        connection = session.scalars(query).one()
        row = {"source": "field.who", "target": "custom.who", "constant": ""}
        rows = [*connection.mapping["rows"], row]
        connection.mapping = {**connection.mapping, "rows": rows}
        connection.link_key = seal(KEY)


@pytest.mark.parametrize("examples", [30])
def test_nothing_is_sent_of_anybody_that_they_did_not_say(app, sandbox, examples):
    hub = make_hub(sandbox.url)
    People.hubs = (hub, another_brand(hub, sandbox))
    ask_for_the_id(hub)
    run_state_machine_as_test(
        People,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
