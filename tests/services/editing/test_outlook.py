"""What would happen if the draft were published now."""

from __future__ import annotations

import pytest

from hubapp.models import Hub
from hubapp.services.editing import cards, hubs, outlook, versions


@pytest.fixture
def hub(both, workspace, owner) -> Hub:
    made = hubs.create_hub(workspace.id, owner.id, "Summer")
    cards.add_card(made.id, owner.id, "poll")
    return made


def test_what_changed_since_what_is_live_and_whose_it_is(hub, owner):
    versions.publish(hub.id, owner.id)
    found = outlook.outlook_of(hub)
    assert (found.changes, found.authors, found.number) == ([], [], 2)
    cards.add_card(hub.id, owner.id, "content")
    found = outlook.outlook_of(hub)
    assert [str(each.sentence) for each in found.changes] == ["added"]
    assert found.authors == [owner.email]


def test_a_version_differs_from_the_one_before_it_whatever_is_live(hub, owner):
    first = versions.publish(hub.id, owner.id)
    cards.add_card(hub.id, owner.id, "content")
    second = versions.publish(hub.id, owner.id)
    versions.roll_back(hub.id, 1)
    changes = [str(each.about) for each in outlook.changes_of_version(second)]
    assert changes == ["Content “Good to know”"]
    assert "Poll “What do you prefer?”" in [str(e.about) for e in outlook.changes_of_version(first)]
