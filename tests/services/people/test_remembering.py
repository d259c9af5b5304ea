"""What a speaker told a hub stays told to that hub, and to others only where hubs share."""

from __future__ import annotations

import pytest

from hubapp.core.snapshot import FieldSnapshot
from hubapp.doors.database import transaction
from hubapp.services.people import remembering
from tests.support.factories import HubFactory, SpeakerFactory, VisitorFactory

ANA = {"email": "ana@example.com", "first_name": "Ana"}


@pytest.fixture
def hub(both):
    return HubFactory()


@pytest.fixture
def other(hub):
    return HubFactory(workspace=hub.workspace)


@pytest.fixture
def speaker(hub):
    return SpeakerFactory(visitor=VisitorFactory(workspace_id=hub.workspace_id))


def test_the_newest_value_stays_and_a_consent_does_not(hub, speaker):
    fields = [FieldSnapshot("news", "consent", "news", "", options={"wording": "x"})]
    told = remembering.lasting_values(fields, {**ANA, "news": True, "phone": None})
    assert told == ANA
    with transaction():
        assert remembering.keep_told(speaker, hub.id, told, first=True) == {}
        assert remembering.keep_told(speaker, hub.id, {"first_name": "Anna"}) == ANA
    assert remembering.told(speaker.id, hub.id) == {**ANA, "first_name": "Anna"}
    assert remembering.told(None, hub.id) == {}


@pytest.mark.parametrize("shares", [True, False])
def test_another_hub_gets_it_only_where_hubs_share_and_its_own_comes_first(
    hub, other, speaker, shares
):
    with transaction():
        hub.workspace.shares_told = shares
        remembering.keep_told(speaker, other.id, ANA)
        remembering.keep_told(speaker, hub.id, {"first_name": "Anna"})
    own = {"first_name": "Anna"}
    assert remembering.told(speaker.id, hub.id) == own
    found = remembering.told_or_shared(speaker.id, hub.id)
    assert found == ({**ANA, **own} if shares else own)
