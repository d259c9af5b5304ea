"""A published hub with a card whose first prize runs out."""

from __future__ import annotations

from typing import Any

from hubapp.cards import CARD_TYPES, opened
from hubapp.core.identifiers import new_id
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing, stock
from hubapp.services.visiting import Visit
from tests.support.factories import MemberFactory

CARD = "luck"
COFFEE, NOTHING = "coffee", "nothing"
START = {"placement": "start", "headline": "", "button": "Go", "fields": []}


def content_of(**coffee: Any) -> dict[str, Any]:
    """Coffee always comes up, and a thank-you stands in for it."""
    first = {
        "id": COFFEE,
        "label": "Coffee",
        "title": "A coffee for you",
        "win": True,
        "instead": NOTHING,
        **coffee,
    }
    last = {"id": NOTHING, "label": "Thanks", "title": "Thank you for playing", "weight": 0}
    return {"prizes": [first, last]}


def make_lucky_hub(
    codes: list[str] | None = None, form: dict[str, Any] | None = None, **coffee: Any
) -> Hub:
    """A hub with one scratch card, published. codes: of the list that the coffee has."""
    member = MemberFactory(workspace__name="Lucky")
    hub = editing.create_hub(member.workspace_id, member.user_id, f"Lucky {new_id()}")
    if codes is not None:
        coffee["unique"] = True
    publish(hub, form, codes or (), **coffee)
    return hub


def publish(hub: Hub, form: dict[str, Any] | None, codes: Any = (), **coffee: Any) -> None:
    """With this content from now on."""
    docs = editing.documents(hub.id)
    page = f"page:{docs['hub']['pages'][0]}"
    card = {
        "kind": "scratch",
        "schema": 1,
        "slug": "luck",
        "title": "Luck",
        "summary": "",
        "cover": "",
        "content": content_of(**coffee),
    }
    changes = {f"card:{CARD}": card, page: {**docs[page], "cards": [CARD]}}
    if form:
        changes[f"form:{CARD}"] = form
    editing.change(hub.id, None, Words("luck"), changes)
    if codes:
        open_card = opened("scratch", 1, card["content"])
        (pool,) = CARD_TYPES["scratch"].pools(open_card.content)
        stock.add_codes(hub.id, CARD, pool, list(codes))
    editing.publish(hub.id, None)


def lucky_visit(hub: Hub, **more: Any) -> Visit:
    snapshot = editing.snapshot_of_version(hub.live_version_id)
    given = more if "play_token" in more else {"nonce": new_id(16), **more}
    card = snapshot.card(CARD)
    return Visit(hub.id, hub.workspace_id, hub.live_version_id, snapshot, card, **given)
