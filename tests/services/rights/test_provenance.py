"""The profile shows where each value came from: verified, claimed, or from before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hubapp.models.columns import now
from hubapp.services.rights import provenance
from hubapp.services.rights.persons import person_of
from tests.support.factories import ContactFactory, ContactValueFactory, HubFactory, SpeakerFactory


@pytest.fixture
def ana(app):
    return ContactFactory(email="ana@example.com")


def known(contact) -> list[provenance.Known]:
    return provenance.known_of(person_of(contact.workspace_id, [contact.id]))


def told(contact, value: str, days_ago: int = 0, **more: object) -> None:
    hub = HubFactory(workspace_id=contact.workspace_id, name="Summer")
    where = {"speaker_id": SpeakerFactory().id, "hub_id": hub.id}
    at = now() - timedelta(days=days_ago)
    ContactValueFactory(contact_id=contact.id, value=value, at=at, **where, **more)


def test_what_was_shown_comes_before_what_was_said_and_that_before_what_nobody_told(ana):
    told(ana, "Sydney", 9, standing="verified")
    told(ana, "Hobart", 1)
    told(ana, "Darwin", 3)
    told(ana, "Hobart", 2)
    ContactValueFactory(contact_id=ana.id)
    (city,) = known(ana)
    assert (str(city.first.value), city.first.standing, city.first.hub) == (
        "Sydney",
        "verified",
        "Summer",
    )
    others = [(str(each.value), each.standing) for each in city.others]
    assert others == [("Hobart", "claimed"), ("Darwin", "claimed"), ("Perth", "nobody")]
    assert (city.others[2].hub, city.more) == ("", 0)


def test_only_some_of_many_others_are_listed(ana):
    for at in range(provenance.OTHERS + 3):
        told(ana, f"Town {at}", at)
    (city,) = known(ana)
    assert (len(city.others), city.more) == (provenance.OTHERS, 2)


def test_what_no_form_asked_for_has_a_name_all_the_same(ana):
    for key in ("external_id", "email", "shoe_size"):
        told(ana, "x", key=key)
    labels = sorted(str(each.label) for each in known(ana))
    assert labels == ["Email", "ID, from a signed link", "shoe_size"]
