"""What a form says waits until its address is confirmed, and goes to the right person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete, func, select, update

from hubapp.core.snapshot import CardSnapshot
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import (
    CodeGate,
    Connection,
    Consent,
    Contact,
    Delivery,
    MailedCode,
    OutboxRow,
    Play,
    Speaker,
    Told,
)
from hubapp.services import visiting
from hubapp.services.integrations import explain, replay
from hubapp.services.visiting import Tried, confirming, plays
from hubapp.services.visiting.entries import NoTurn
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import ANA, BEN, ENTRY, submissions, visit_to, vote
from tests.support.application import make_hub
from tests.support.mailed import codes_for


@pytest.fixture
def hub(both, sandbox):
    return make_hub(sandbox.url)


def say(words) -> str:
    return str(words)


def confirmed(card: CardSnapshot) -> CardSnapshot:
    return replace(card, form=replace(card.form, confirm=True))


@pytest.fixture(autouse=True)
def _confirm(monkeypatch):
    """The form of the card ``draw`` has its address confirmed."""
    real = confirming.snapshot_of_version

    def snapshot(version_id: int):
        found = real(version_id)
        page = found.pages[0]
        cards = tuple(confirmed(each) if each.id == "draw" else each for each in page.cards)
        return replace(found, pages=(replace(page, cards=cards), *found.pages[1:]))

    monkeypatch.setattr(confirming, "snapshot_of_version", snapshot)


def enters(hub, email: str = ANA, **more: object) -> plays.Visit:
    """Fills in the form; the visit of the play that goes on."""
    visit = visit_to(hub, "draw", visitor_token="anas", **more)
    visit = replace(visit, card=confirmed(visit.card))
    went = submit(visit, {**ENTRY, "email": [email]})
    there = replace(visit, nonce="", play_token=went.play_token)
    visiting.ask_for_code(there, say)
    return there


def sent() -> list[str]:
    return list(db.session.scalars(select(Delivery.person).order_by(Delivery.id)))


def play() -> Play:
    return db.session.scalars(select(Play).order_by(Play.id.desc())).first()


def speaker() -> Speaker:
    return db.session.scalars(select(Speaker).where(Speaker.ended_at.is_(None))).one()


def test_nothing_goes_out_before_the_code_and_all_of_it_after(hub):
    vote(hub, "anas")
    there = enters(hub)
    assert sent() == []
    assert visiting.waiting(there, play()) == (ANA, True)
    (code,) = codes_for(ANA)
    assert visiting.confirm(there, code) is Tried.RIGHT
    assert sent() == [f"alias_email:{ANA}"] * 2
    assert (speaker().standing, speaker().claims["proven"]) == ("verified", ANA)
    assert submissions()[0].confirmed_at is not None
    assert visiting.waiting(there, play()) is None
    # A second click finds it done.
    assert visiting.confirm(there, code) is Tried.RIGHT
    assert len(sent()) == 2


def test_a_consent_leaves_with_it_once(hub):
    there = enters(hub)
    visiting.confirm(there, codes_for(ANA)[0])
    (delivery,) = db.session.scalars(select(Delivery))
    assert delivery.record["once"] == ["attribute.email_subscribe"]


@pytest.fixture
def confirm_first(hub):
    """The connection sends a consent only once the address was confirmed."""
    connection = db.session.scalars(select(Connection)).one()
    with transaction():
        connection.mapping = {**connection.mapping, "confirm_first": True}
    return connection


def consents_sent() -> list[list[str]]:
    rows = db.session.scalars(select(Delivery).order_by(Delivery.id))
    return [row.record["once"] for row in rows]


def test_confirmed_first_a_consent_leaves_with_the_code(hub, confirm_first):
    there = enters(hub)
    visiting.confirm(there, codes_for(ANA)[0])
    assert consents_sent() == [["attribute.email_subscribe"]]
    # From now on it is known to be theirs.
    enters(hub)
    assert consents_sent() == [["attribute.email_subscribe"]] * 2
    assert not explain.story(confirm_first, newest_delivery()).unconfirmed


def test_confirmed_first_none_leaves_without_it_whatever_is_replayed(hub, confirm_first):
    visiting.go_on_without(enters(hub))
    enters(hub, BEN)
    with time_machine.travel(timedelta(minutes=31)):
        visiting.end_waiting()
    assert consents_sent() == [[], []]
    assert explain.story(confirm_first, newest_delivery()).unconfirmed
    with transaction() as session:
        session.execute(delete(OutboxRow))
        session.execute(update(Delivery).values(state="delivered"))
    replay.replay_one(confirm_first, newest_delivery(), replay.NOW)
    assert consents_sent() == [[], []]


def test_where_it_is_not_asked_for_a_consent_leaves_as_it_was_given(hub):
    visiting.go_on_without(enters(hub))
    assert consents_sent() == [["attribute.email_subscribe"]]


def newest_delivery() -> int:
    return db.session.scalar(select(func.max(Delivery.id)))


def test_a_wrong_code_is_counted_and_shows_nothing(hub):
    there = enters(hub)
    assert visiting.confirm(there, "no") is Tried.WRONG
    assert db.session.scalars(select(MailedCode.tries)).one() == 1
    assert (speaker().standing, sent()) == ("claimed", [])


def test_whoever_goes_on_without_it_is_sent_as_they_said(hub):
    there = enters(hub)
    visiting.go_on_without(there)
    assert sent() == [f"alias_email:{ANA}"]
    assert (speaker().standing, submissions()[0].confirmed_at) == ("claimed", None)


def test_what_nobody_confirms_goes_out_after_half_an_hour(hub):
    enters(hub)
    visiting.end_waiting()
    assert sent() == []
    with time_machine.travel(timedelta(minutes=31)):
        visiting.end_waiting()
    assert sent() == [f"alias_email:{ANA}"]
    assert db.session.scalars(select(MailedCode)).all() == []


def test_what_is_left_of_codes_is_forgotten(hub):
    enters(hub)
    with time_machine.travel(timedelta(minutes=62)):
        visiting.end_waiting()
    assert db.session.scalars(select(CodeGate)).all() == []


def test_a_mistyped_address_is_put_right_everywhere(hub):
    there = enters(hub, "anna@exmaple.com")
    assert not visiting.correct(there, [ANA], say)
    (kept,) = submissions()
    assert (kept.values["email"], kept.corrected_at is not None) == (ANA, True)
    assert visiting.confirm(there, codes_for("anna@exmaple.com")[0]) is Tried.WRONG
    assert visiting.confirm(there, codes_for(ANA)[0]) is Tried.RIGHT
    assert sent() == [f"alias_email:{ANA}"]
    assert db.session.scalars(select(Contact.email)).all() == [ANA]
    assert db.session.scalars(select(Told.values)).one()["email"] == ANA


def test_an_address_of_somebody_who_is_known_is_left_to_them(hub):
    """Ana mistyped Ben's address: what Ben did stays his."""
    submit(visit_to(hub, "draw", visitor_token="bens"), {**ENTRY, "email": [BEN]})
    there = enters(hub, BEN)
    assert not visiting.correct(there, [ANA], say)
    visiting.confirm(there, codes_for(ANA)[0])
    owners = [each.contact_id for each in submissions()]
    emails = [db.session.get_one(Contact, each).email for each in owners]
    assert emails == [BEN, ANA]
    consents = db.session.scalars(select(Consent.contact_id).order_by(Consent.id)).all()
    assert consents == owners
    assert sent() == [f"alias_email:{BEN}", f"alias_email:{ANA}"]


def test_what_is_no_address_is_not_put_in_its_place(hub):
    there = enters(hub)
    assert "@" in str(visiting.correct(there, ["nobody"], say))
    assert str(visiting.correct(there, [""], say))
    assert submissions()[0].values["email"] == ANA


def test_an_address_may_be_changed_three_times(hub):
    there = enters(hub)
    told = [visiting.correct(there, [f"{n}@example.com"], say) for n in range(4)]
    assert [bool(each) for each in told] == [False, False, False, True]
    assert submissions()[0].values["email"] == "2@example.com"
    # The same once more is no change; it only asks for another code.
    assert not visiting.correct(there, ["2@example.com"], say)


def test_a_code_is_mailed_once_unless_it_is_asked_for(hub):
    there = enters(hub)
    visiting.ask_for_code(there, say)
    assert len(codes_for(ANA)) == 1
    assert [bool(visiting.ask_for_code(there, say, again=True)) for _ in range(3)] == [0, 0, 1]
    assert len(codes_for(ANA)) == 3


def test_whoever_has_shown_it_is_not_asked_again(hub):
    visiting.confirm(enters(hub), codes_for(ANA)[0])
    assert visiting.waiting(enters(hub), play()) is None
    assert sent() == [f"alias_email:{ANA}"] * 2


def test_not_you_meanwhile_shows_nothing_of_whoever_came_after(hub):
    there = enters(hub)
    visiting.not_you(there)
    visiting.confirm(there, codes_for(ANA)[0])
    assert (speaker().standing, speaker().claims) == ("claimed", {})
    assert submissions()[0].confirmed_at is not None


def test_another_address_takes_its_turn(both, sandbox):
    hub = make_hub(sandbox.url, limits=True)
    first = visit_to(hub, "draw", visitor_token="bens")
    submit(first, {**ENTRY, "email": [BEN]})
    there = enters(hub, ANA)
    with pytest.raises(NoTurn):
        visiting.correct(there, [BEN], say)
    assert submissions()[1].values["email"] == ANA


def test_what_was_erased_waits_for_nothing(hub):
    there = enters(hub)
    (kept,) = submissions()
    with confirming.transaction():
        kept.values = {}
    assert visiting.waiting(there, play()) is None
    with time_machine.travel(timedelta(minutes=31)):
        visiting.end_waiting()
    assert (sent(), db.session.scalars(select(MailedCode)).all()) == ([], [])
