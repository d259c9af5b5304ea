"""Somebody writes to the profile from the other side between two of our sends: when a consent is
taken back, a suspect is let in, and a form is released by its mailed code."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Connection, Consent, Delivery
from hubapp.models.columns import now
from hubapp.services import editing, results, rights, visiting
from hubapp.services.integrations import runs
from hubapp.services.visiting import plays
from hubapp.services.visiting.submissions import submit
from tests.services.rights.planted import connection_of
from tests.services.visiting.visits import ANA, ENTRY, submissions, visit_to, vote
from tests.support.application import make_hub
from tests.support.deliveries import drain_all
from tests.support.factories import UserFactory
from tests.support.mailed import codes_for

COOKIE = "anas"
SILENT = {**ENTRY, "marketing_consent": []}


@pytest.fixture
def hub(both, sandbox):
    return make_hub(sandbox.url)


@pytest.fixture
def connection(hub) -> Connection:
    return connection_of(hub)


@pytest.fixture
def elsewhere(sandbox):
    """Writes attributes of Ana from the other side."""

    def write(**attributes: object) -> None:
        alias = {"alias_name": ANA, "alias_label": "email"}
        key = {"Authorization": "Bearer sandbox-key"}
        body = {"attributes": [{"user_alias": alias, **attributes}]}
        assert sandbox.client.post("/users/track", json=body, headers=key).status_code == 201
        # Braze makes no profile of an alias that it does not know.
        assert attributes.items() <= sandbox.profile(f"alias:email/{ANA}").items()

    return write


@pytest.fixture
def profile(sandbox):
    """Ana's, once everything that waits is sent."""

    def read(connection: Connection) -> dict:
        drain_all(connection)
        return sandbox.profile(f"alias:email/{ANA}")

    return read


def enter(hub, form=ENTRY, **more: object) -> plays.Visit:
    visit = visit_to(hub, "draw", visitor_token=COOKIE, **more)
    went = submit(visit, form)
    return replace(visit, nonce="", play_token=went.play_token)


def withdraw(hub, newest: bool = False) -> None:
    ids = db.session.scalars(select(Consent.id).where(Consent.given).order_by(Consent.id)).all()
    rights.withdraw(rights.Browser(hub.workspace_id, hub.id, COOKIE), ids[-1 if newest else 0])


def let_in(hub) -> None:
    results.readmit(hub.id, submissions()[-1].id, UserFactory().id)


def test_a_withdrawal_says_nothing_else_and_holds_whatever_stood_there(
    hub, connection, elsewhere, profile
):
    enter(hub)
    profile(connection)
    elsewhere(email_subscribe="subscribed", dob="1999-09-09")
    withdraw(hub)
    found = profile(connection)
    assert (found["email_subscribe"], found["dob"]) == ("unsubscribed", "1999-09-09")


def test_a_second_withdrawal_is_told_though_the_first_was_confirmed(
    hub, connection, elsewhere, profile
):
    enter(hub)
    enter(hub)
    assert profile(connection)["email_subscribe"] == "opted_in"
    withdraw(hub)
    assert profile(connection)["email_subscribe"] == "unsubscribed"
    elsewhere(email_subscribe="opted_in")
    withdraw(hub, newest=True)
    assert profile(connection)["email_subscribe"] == "unsubscribed"


def test_a_withdrawal_of_what_never_left_takes_back_nothing_that_others_wrote(
    hub, connection, elsewhere, profile
):
    enter(hub, SILENT)
    profile(connection)
    enter(hub)
    elsewhere(email_subscribe="opted_in")
    withdraw(hub)
    assert profile(connection)["email_subscribe"] == "opted_in"


def test_what_is_withdrawn_and_given_elsewhere_is_not_withdrawn_by_a_resend(
    hub, connection, elsewhere, profile
):
    enter(hub)
    profile(connection)
    withdraw(hub)
    assert profile(connection)["email_subscribe"] == "unsubscribed"
    elsewhere(email_subscribe="opted_in")
    runs.start_resend(connection)
    runs.advance_runs()
    vote(hub, COOKIE)
    assert profile(connection)["email_subscribe"] == "opted_in"


def test_a_suspect_that_is_let_in_tells_no_consent_of_an_earlier_form(
    hub, connection, elsewhere, profile
):
    enter(hub)
    profile(connection)
    elsewhere(email_subscribe="unsubscribed")
    enter(hub, SILENT, suspect=True)
    let_in(hub)
    assert profile(connection)["email_subscribe"] == "unsubscribed"
    assert len(db.session.scalars(select(Delivery.id)).all()) == 2


def test_a_suspect_that_is_let_in_a_day_later_goes_without_its_consent(
    hub, connection, elsewhere, profile
):
    with time_machine.travel(now() - timedelta(hours=25)):
        enter(hub, SILENT)
        profile(connection)
        enter(hub, suspect=True)
    elsewhere(email_subscribe="unsubscribed")
    let_in(hub)
    assert profile(connection)["email_subscribe"] == "unsubscribed"
    sent = db.session.scalars(select(Delivery).order_by(Delivery.id.desc())).first()
    assert (sent.state, [each["verdict"] for each in sent.history][:1]) == ("delivered", ["kept"])


def test_a_suspects_consent_that_was_taken_back_meanwhile_is_not_told(
    hub, connection, elsewhere, profile
):
    enter(hub, SILENT)
    profile(connection)
    enter(hub, suspect=True)
    elsewhere(email_subscribe="unsubscribed")
    withdraw(hub)
    let_in(hub)
    assert profile(connection)["email_subscribe"] == "unsubscribed"


def test_who_is_taken_out_and_let_in_once_more_is_sent_nothing_again(
    hub, connection, elsewhere, profile
):
    enter(hub, suspect=True)
    let_in(hub)
    assert profile(connection)["email_subscribe"] == "opted_in"
    elsewhere(email_subscribe="unsubscribed")
    results.disqualify(hub.id, submissions()[-1].id, "Works here", UserFactory().id)
    let_in(hub)
    assert profile(connection)["email_subscribe"] == "unsubscribed"


@pytest.fixture
def asked(hub):
    """The form of the card ``draw`` has its address confirmed; the wheel's does not."""
    form = editing.documents(hub.id)["form:draw"]
    editing.change(hub.id, None, Words("asks"), {"form:draw": {**form, "confirm": True}})
    editing.publish(hub.id, None)
    return hub


def spin(hub) -> None:
    given = {"email": [ANA], "marketing_consent": ["y"]}
    submit(visit_to(hub, "wheel", visitor_token=COOKIE), given)


def test_what_a_code_releases_tells_no_consent_of_an_earlier_form(
    asked, connection, elsewhere, profile
):
    spin(asked)
    assert profile(connection)["email_subscribe"] == "opted_in"
    there = enter(asked, SILENT)
    elsewhere(email_subscribe="unsubscribed")
    visiting.ask_for_code(there, str)
    visiting.confirm(there, codes_for(ANA)[0])
    assert profile(connection)["email_subscribe"] == "unsubscribed"
    assert len(db.session.scalars(select(Delivery.id)).all()) == 2


def test_what_is_released_a_day_later_goes_without_its_consent(
    asked, connection, elsewhere, profile
):
    """The workers stood still: nobody ended its waiting."""
    submit(visit_to(asked, "wheel", visitor_token=COOKIE), {"email": [ANA]})
    profile(connection)
    with time_machine.travel(now() - timedelta(hours=25)):
        enter(asked)
    elsewhere(email_subscribe="unsubscribed")
    visiting.end_waiting()
    assert profile(connection)["email_subscribe"] == "unsubscribed"
    assert db.session.scalars(select(Delivery.state)).all() == ["delivered"] * 2


def test_a_consent_taken_back_while_its_code_is_awaited_is_not_released(
    asked, connection, elsewhere, profile
):
    submit(visit_to(asked, "wheel", visitor_token=COOKIE), {"email": [ANA]})
    profile(connection)
    there = enter(asked)
    elsewhere(email_subscribe="unsubscribed")
    withdraw(asked)
    visiting.ask_for_code(there, str)
    visiting.confirm(there, codes_for(ANA)[0])
    assert profile(connection)["email_subscribe"] == "unsubscribed"
