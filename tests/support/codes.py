"""A published hub with a card that asks for a code."""

from __future__ import annotations

from typing import Any

from hubapp.cards import CARD_TYPES, opened
from hubapp.core.identifiers import new_id
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing, stock
from hubapp.services.visiting import Visit
from tests.support.factories import MemberFactory

SECRET, POOL = "secret", "codes"


def make_secret_hub(*codes: str, once: bool = True, **more: Any) -> Hub:
    """codes: that open its only card; once: each of them one time."""
    member = MemberFactory(workspace__name="Secret")
    hub = editing.create_hub(member.workspace_id, member.user_id, f"Secret {new_id()}")
    docs = editing.documents(hub.id)
    page = f"page:{docs['hub']['pages'][0]}"
    content = {**CARD_TYPES["code"].default_content().model_dump(mode="json"), "once": once}
    card = {
        "kind": "code",
        "schema": 1,
        "slug": "secret",
        "title": "Secret",
        "summary": "",
        "cover": "",
        "content": content,
        **more,
    }
    changes = {f"card:{SECRET}": card, page: {**docs[page], "cards": [SECRET]}}
    editing.change(hub.id, member.user_id, Words("secret"), changes)
    open_card = opened("code", 1, content)
    (pool,) = open_card.type.pools(open_card.content)
    stock.add_codes(hub.id, SECRET, pool, codes)
    editing.publish(hub.id, member.user_id)
    return hub


def secret_visit(hub: Hub, **more: Any) -> Visit:
    """Somebody opens the page of the card."""
    snapshot = editing.snapshot_of_version(hub.live_version_id)
    given = more if "play_token" in more else {"nonce": new_id(16), **more}
    card = snapshot.card(SECRET)
    return Visit(hub.id, hub.workspace_id, hub.live_version_id, snapshot, card, **given)
