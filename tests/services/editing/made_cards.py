"""A hub with a poll, and what its tests ask of a card."""

from __future__ import annotations

import pytest

from hubapp.core.errors import Refused
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services.editing import cards, drafts, hubs, saves
from hubapp.services.editing.arrivals import Sent


@pytest.fixture
def hub(app, workspace, owner) -> Hub:
    return hubs.create_hub(workspace.id, owner.id, "Summer")


@pytest.fixture
def poll(hub) -> str:
    return cards.add_card(hub.id, None, "poll")


def card(hub: Hub, card_id: str) -> dict:
    return drafts.documents(hub.id)[f"card:{card_id}"]


def order(hub: Hub) -> list[str]:
    return [each["id"] for each in cards.cards_in_order(drafts.documents(hub.id))]


def change_document(hub: Hub, card_id: str, **more: object) -> None:
    changed = {**card(hub, card_id), **more}
    drafts.change(hub.id, None, Words("of another release"), {f"card:{card_id}": changed})


def typed(
    hub: Hub, who: int | None, card_id: str, sent: Sent | None = None, **controls: str
) -> None:
    """These controls changed in a browser: what they held goes along."""
    held = saves._controls_of(card(hub, card_id), controls)
    posted = saves.tree_of({**held, **controls}.items())
    bases = [{name: held.get(name, "") for name in controls}]
    saves.save_card(hub.id, who, card_id, posted, bases=bases, sent=sent)


def refusal(hub: Hub, card_id: str, posted: dict, action: str = "") -> dict[str, str]:
    before = drafts.documents(hub.id)
    with pytest.raises(Refused) as refused:
        saves.save_card(hub.id, None, card_id, posted, action)
    assert drafts.documents(hub.id) == before
    return {each.where: str(each.sentence) for each in refused.value.problems}


def undo_all(hub: Hub) -> list[str]:
    said = []
    while what := drafts.undo(hub.id, None):
        said.append(str(what))
    return said
