"""The last real person who left something that a mapping would send."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from hubapp.core.mapping import CONSENTING, FieldMapping, Kept, MappingRow, Record
from hubapp.doors.database import transaction
from hubapp.models import Activity, Hub
from hubapp.models.activity import TEST
from hubapp.services.integrations import last_person
from hubapp.services.integrations.last_person import Left, lately_left
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import ANA, BEN, ENTRY, visit_to, vote
from tests.support.deliveries import hub_at

MAPPING = FieldMapping(
    "email", "field.email", "played", (MappingRow("card.poll.answer", "custom.summer_spot"),)
)
CONSENT = "field.marketing_consent"


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return hub_at(sandbox)


def enter(hub: Hub, email: str, **more: object) -> str:
    """Fill in the form of the card ``draw``; the visitor's cookie."""
    return submit(visit_to(hub, "draw"), {**ENTRY, "email": [email], **more}).visitor_token


def left(hub: Hub, mapping: FieldMapping = MAPPING) -> list[Left]:
    return lately_left(hub.id, "braze", mapping)


def test_where_nobody_has_played_there_is_nobody(hub):
    assert left(hub) == []
    vote(hub)
    # Nobody knows whose that is.
    assert left(hub) == []


def test_it_is_the_newest_with_when_and_where_they_left_it(hub):
    enter(hub, ANA)
    enter(hub, BEN)
    (found,) = left(hub)
    assert (found.person, found.card) == (BEN, "Win the cooler")
    assert found.case.form
    assert isinstance(found.made, Record)
    assert found.made.event_name == "played"


def test_a_play_of_somebody_who_is_known_is_told_as_a_play(hub):
    cookie = enter(hub, ANA)
    vote(hub, cookie)
    (found,) = left(hub)
    assert found.made.values == {"custom.summer_spot": "Up a mountain"}
    assert not found.case.form


def test_a_test_is_no_real_person(hub):
    enter(hub, ANA)
    with transaction() as session:
        session.execute(update(Activity).values(origin=TEST))
    assert left(hub) == []


def test_of_whom_nothing_is_sent_is_told_with_the_reason_down_to_one_of_whom_it_is(hub):
    mapping = FieldMapping("email", "field.email", whom=CONSENTING, consent_source=CONSENT)
    enter(hub, ANA)
    enter(hub, BEN, marketing_consent=[])
    kept, sent = left(hub, mapping)
    assert isinstance(kept.made, Kept)
    assert (kept.person, sent.person) == (BEN, ANA)


def test_whoever_has_not_said_who_they_are_has_no_name(hub):
    enter(hub, ANA)
    (found,) = left(hub, FieldMapping("external_id", "field.crm"))
    assert found.person == ""
    assert "has no identity" in str(found.made.sentence)


def test_it_looks_no_further_than_it_must(hub, monkeypatch):
    mapping = FieldMapping("external_id", "field.crm")
    for email in (ANA, BEN, "cem@example.com"):
        enter(hub, email)
    assert len(left(hub, mapping)) == 3
    monkeypatch.setattr(last_person, "TRIED", 2)
    assert len(left(hub, mapping)) == 2
    monkeypatch.setattr(last_person, "LOOKED_AT", 1)
    assert len(left(hub, mapping)) == 1
