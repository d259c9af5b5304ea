"""One turn for each value of a field of the marketer's choice."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hubapp.core.errors import HubNotPublishable
from hubapp.extensions import db
from hubapp.models import EntryGate, Submission
from hubapp.services import editing
from hubapp.services.visiting import entries
from hubapp.services.visiting.entries import NoTurn
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import BEN, ENTRY, visit_to
from tests.support.application import make_hub

CLUB = {"id": "club", "kind": "text", "key": "club", "label": "Club no."}
CLUB |= {"required": True, "options": {}}


@pytest.fixture
def hub(app, sandbox):
    return make_hub(sandbox.url)


@pytest.fixture
def by_club(hub, ruled):
    ruled("draw", "field", fields=[CLUB], field="club")
    return hub


def enter(hub, club: str, **more: str):
    values = {**ENTRY, "club": [club], **{key: [value] for key, value in more.items()}}
    return submit(visit_to(hub, "draw"), values)


def test_the_same_number_has_one_turn_whoever_types_it_and_however(by_club):
    enter(by_club, "ab-12 ")
    with pytest.raises(NoTurn) as refused:
        enter(by_club, "AB-12", email=BEN)
    assert (refused.value.by_address, refused.value.field) == (True, "Club no.")
    assert str(refused.value.rule) == "One turn for each “Club no.”."
    # The same person with another number is another turn: it is the number that is counted.
    enter(by_club, "ab-13")
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 2


def test_an_address_that_is_put_right_takes_no_turn(by_club):
    card = editing.snapshot_of_version(by_club.live_version_id).card("draw")
    assert entries.counts(card, "club")
    assert not entries.counts(card, "email")
    assert entries.waits(card)


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ([], "club", "choose the field"),
        ([CLUB], "", "choose the field"),
        ([CLUB], "marketing_consent", "choose the field"),
        ([{**CLUB, "required": False}], "club", "Make it required"),
    ],
)
def test_a_field_that_counts_nobody_is_told_before_publishing(hub, ruled, fields, field, said):
    with pytest.raises(HubNotPublishable) as caught:
        ruled("draw", "field", fields=fields, field=field)
    [problem] = caught.value.problems
    assert problem.where == "card:draw/card_entry.field"
    assert said in str(problem.sentence)
    assert db.session.scalars(select(EntryGate)).all() == []


def test_what_comes_with_a_link_may_be_counted(hub, ruled):
    who = {"id": "w", "kind": "hidden", "key": "who", "label": "", "options": {"parameter": "id"}}
    ruled("draw", "field", fields=[who], field="who")
    submit(visit_to(hub, "draw", captured={"id": "7"}), ENTRY)
    with pytest.raises(NoTurn):
        submit(visit_to(hub, "draw", captured={"id": "7"}), {**ENTRY, "email": [BEN]})
    # Who came by no link takes the turn of the browser.
    assert submit(visit_to(hub, "draw"), ENTRY)


def test_the_editor_offers_what_can_be_counted(hub):
    offered = editing.countable(editing.documents(hub.id)["form:draw"])
    assert ("email", "Email") in offered
    assert "marketing_consent" not in dict(offered)
