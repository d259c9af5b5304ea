"""What was told stays told, hub by hub."""

from __future__ import annotations

from hubapp.core.snapshot import FieldSnapshot
from hubapp.services import people
from tests.support.factories import HubFactory, SpeakerFactory

CONSENT = FieldSnapshot("f1", "consent", "news", "News", options={})
NAME = FieldSnapshot("f2", "first_name", "first_name", "First name", options={})


def test_neither_a_consent_nor_what_was_left_empty_stays():
    values = {"news": True, "first_name": "Ana", "city": None, "team": "Reds"}
    found = people.lasting_values([CONSENT, NAME], values)
    assert found == {"first_name": "Ana", "team": "Reds"}


def test_the_newest_value_stays_and_another_hub_learns_nothing(both):
    speaker, here, there = SpeakerFactory(), HubFactory(), HubFactory()
    assert people.keep_told(speaker, here.id, {"city": "Perth", "team": "Reds"}, first=True) == {}
    before = people.keep_told(speaker, here.id, {"city": "Cairns"})
    assert before == {"city": "Perth", "team": "Reds"}
    assert people.told(speaker.id, here.id) == {"city": "Cairns", "team": "Reds"}
    assert people.told(speaker.id, there.id) == people.told(None, here.id) == {}
