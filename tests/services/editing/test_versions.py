"""A version is frozen when it is published; which one is live can change."""

from __future__ import annotations

import pytest

from hubapp.cards import CARD_TYPES
from hubapp.core.errors import HubNotPublishable, NotFoundHere
from hubapp.models import Hub
from hubapp.services.editing import cards, codes, drafts, hub_changed, hubs, versions
from tests.support.own_words import make_own


@pytest.fixture
def hub(both, workspace, owner) -> Hub:
    made = hubs.create_hub(workspace.id, owner.id, "Summer")
    cards.add_card(made.id, owner.id, "poll")
    return made


@pytest.fixture
def changes() -> list:
    """Which version was live whenever the hub was said to have changed."""
    heard: list = []

    def hears(_sender: object, **_more: object) -> None:
        found = versions.live_snapshot("summer")
        heard.append(found and found[1])

    hub_changed.connect(hears)
    yield heard
    hub_changed.disconnect(hears)


def test_published_it_is_live_at_once(hub, owner, changes):
    assert versions.live_snapshot("summer") is None
    version = versions.publish(hub.id, owner.id)
    assert (version.number, version.created_by) == (1, owner)
    found, version_id, snapshot = versions.live_snapshot("summer")
    assert (found, version_id) == (hub, version.id)
    assert snapshot == drafts.draft_snapshot(hub.id)
    assert changes == [version.id]


def test_every_kind_that_needs_no_form_can_be_published_as_it_is_added(hub, owner):
    for kind, card_type in CARD_TYPES.items():
        if not card_type.needs_form:
            card = cards.add_card(hub.id, owner.id, kind)
            make_own(hub.id, card)
            for pool, _ in codes.pools_of(hub.id, card):
                codes.put_codes(hub.id, card, pool.name, "OPEN-SESAME")
    assert versions.publish(hub.id, owner.id).number == 1


def test_a_version_never_changes(hub, owner):
    first = versions.publish(hub.id, owner.id)
    frozen = dict(first.snapshot)
    assert not versions.has_changes(hub)
    cards.add_card(hub.id, owner.id, "quiz")
    assert versions.has_changes(hub)
    second = versions.publish(hub.id, owner.id)
    assert (second.number, hub.live_version_id) == (2, second.id)
    newest, oldest = versions.versions_of(hub.id)
    assert (newest.id, oldest.id, oldest.snapshot) == (second.id, first.id, frozen)
    assert len(versions.snapshot_of_version(first.id).cards()) == 1


def test_an_older_one_can_be_live_again_and_the_draft_stays(hub, owner, changes):
    first = versions.publish(hub.id, owner.id)
    cards.add_card(hub.id, owner.id, "quiz")
    second = versions.publish(hub.id, owner.id)
    draft = drafts.documents(hub.id)
    assert versions.roll_back(hub.id, 1).id == first.id
    assert (hub.live_version_id, drafts.documents(hub.id)) == (first.id, draft)
    assert versions.has_changes(hub)
    assert changes == [first.id, second.id, first.id]
    # The next is a new one, whatever is live.
    assert versions.publish(hub.id, owner.id).number == 3


def test_there_is_no_version_of_that_number(hub, owner):
    versions.publish(hub.id, owner.id)
    other = hubs.create_hub(hub.workspace_id, owner.id, "Other")
    for of, number in ((hub, 2), (other, 1)):
        with pytest.raises(NotFoundHere):
            versions.roll_back(of.id, number)
    assert versions.versions_of(other.id) == []


def test_off_the_air_its_versions_stay(hub, owner, changes):
    first = versions.publish(hub.id, owner.id)
    versions.unpublish(hub.id)
    assert versions.live_snapshot("summer") is None
    assert (versions.has_changes(hub), changes) == (True, [first.id, None])
    assert [each.number for each in versions.versions_of(hub.id)] == [1]


def test_at_an_address_that_nobody_has_there_is_nothing(hub):
    assert versions.live_snapshot("winter") is None


def test_what_stands_in_the_way_is_said_and_nothing_is_published(hub, owner, changes):
    cards.add_card(hub.id, owner.id, "form")
    with pytest.raises(HubNotPublishable) as refused:
        versions.publish(hub.id, owner.id)
    (problem,) = refused.value.problems
    assert str(problem.sentence).endswith("is an entry form, but has no form yet. Place one.")
    assert (versions.versions_of(hub.id), hub.live_version_id, changes) == ([], None, [])
