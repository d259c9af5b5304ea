"""Where a hub stands, and where it stood before."""

from __future__ import annotations

import pytest

from hubapp.core.errors import Refused
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.services.editing import hub_addresses


@pytest.fixture
def hub(both, workspace, owner) -> Hub:
    return editing.create_hub(workspace.id, owner.id, "Summer")


def move(hub: Hub, *slugs: str) -> None:
    for slug in slugs:
        hub_addresses.change_address(hub, slug)


def test_every_address_of_before_leads_to_the_one_of_now(hub):
    move(hub, "winter", "autumn")
    assert [hub_addresses.moved_to(each) for each in ("summer", "winter", "autumn", "spring")] == [
        "autumn",
        "autumn",
        None,
        None,
    ]


def test_a_hub_that_comes_back_to_an_address_is_there_and_leads_nowhere(hub):
    move(hub, "winter", "summer")
    assert (hub.slug, hub_addresses.moved_to("summer")) == ("summer", None)
    assert hub_addresses.moved_to("winter") == "summer"


def test_to_save_the_same_address_moves_nothing(hub):
    move(hub, "summer")
    assert hub_addresses.moved_to("summer") is None


def test_nobody_else_gets_an_address_whose_links_lead_on(hub, owner):
    move(hub, "winter")
    with pytest.raises(Refused, match="“summer” is taken"):
        editing.create_hub(hub.workspace_id, owner.id, "Another", "summer")
    made = editing.create_hub(hub.workspace_id, owner.id, "Summer")
    assert made.slug.startswith("summer-")
    with pytest.raises(Refused, match="“summer” is taken"):
        move(made, "summer")


def publish_card_at(hub: Hub, card_id: str, slug: str) -> None:
    card, _ = editing.document(hub.id, f"card:{card_id}")
    moved = {f"card:{card_id}": {**card, "slug": slug}}
    editing.change(hub.id, None, Words("moving"), moved)
    editing.publish(hub.id, None)


def at(hub: Hub, slug: str) -> str | None:
    return editing.card_moved_to(hub.id, editing.live_snapshot(hub.slug)[2], slug)


def test_a_published_card_leads_on_from_where_it_was(hub):
    card_id = editing.add_card(hub.id, None, "content")
    for slug in ("one", "two", "three", "two"):
        publish_card_at(hub, card_id, slug)
    assert [at(hub, each) for each in ("one", "three", "never")] == ["two", "two", None]


def test_a_card_that_is_gone_leads_nowhere(hub):
    card_id = editing.add_card(hub.id, None, "content")
    publish_card_at(hub, card_id, "one")
    publish_card_at(hub, card_id, "two")
    editing.add_card(hub.id, None, "content")
    editing.remove_card(hub.id, None, card_id)
    editing.publish(hub.id, None)
    assert at(hub, "one") is None


def test_an_address_of_no_letter_is_refused_and_the_hub_stays_where_it_is(hub, owner):
    was = hub.slug
    with pytest.raises(Refused, match="letters and digits"):
        hub_addresses.change_address(hub, "…")
    assert hub.slug == was
    with pytest.raises(Refused, match="letters and digits"):
        editing.create_hub(hub.workspace_id, owner.id, "Summer", slug="!")
