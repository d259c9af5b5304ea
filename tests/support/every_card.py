"""A hub with cards of given types, each asking for an address at its start and played to its best
or its worst end, or closed; and one of a kind that no release knows."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

from hubapp.cards import CARD_TYPES
from hubapp.core.card_type import CardType, Pool
from hubapp.core.content import Content, Part
from hubapp.core.identifiers import new_id
from hubapp.core.prize import Prize
from hubapp.core.theming import theme_of
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Hub, HubVersion
from hubapp.services import editing, stock
from hubapp.services.editing.versions import snapshot_of_version
from tests.support.factories import MemberFactory
from tests.support.own_words import own_content

Json = dict[str, Any]
Play = list[list[str]]
BEST, WORST, SHUT, UNKNOWN = "best", "worst", "shut", "unknown"
STATES = (BEST, WORST, SHUT)


def make_hub_of(cards: list[tuple[str, str]], look: str, language: str) -> Hub:
    """Published. cards: kind and state of each, at ``<kind>-<state>/``; the one of an unknown kind
    is at ``unknown/``."""
    member = MemberFactory(workspace__name="Brand")
    around = {"theme": theme_of(look, None, None), "language": language}
    hub = editing.create_hub(member.workspace_id, member.user_id, "Every card", new_id(), **around)
    docs = editing.documents(hub.id)
    changes: Json = {"hub": {**docs["hub"], "tagline": "All there is to play."}}
    for kind, state in cards:
        changes |= _documents(f"{kind}-{state}", kind, state)
    changes |= _documents(UNKNOWN, "content", UNKNOWN)
    page = f"page:{docs['hub']['pages'][0]}"
    ids = [key.removeprefix("card:") for key in changes if key.startswith("card:")]
    changes[page] = {**docs[page], "cards": ids}
    editing.change(hub.id, member.user_id, Words("making every card"), changes)
    for kind, state in cards:
        for pool in CARD_TYPES[kind].pools(content_of(kind, state)):
            stock.add_codes(hub.id, f"{kind}-{state}", pool, _codes(kind, pool))
    _forget_its_kind(editing.publish(hub.id, member.user_id))
    return hub


@cache
def content_of(kind: str, state: str) -> Any:
    """Of the card in this state, with the same ids each time. Chance has no choice: it is lost in
    the worst, else won."""
    content = own_content(CARD_TYPES[kind].default_content())
    changed = {
        name: tuple(_weighed(each, won=state != WORST) for each in value)
        for name, value in _lists_of(content)
    }
    return content.model_copy(update=changed)


def play_of(kind: str, state: str) -> Play:
    """The answers of a play that ends there."""
    plays = CARD_TYPES[kind].example_plays(content_of(kind, state))
    return plays[0 if state == WORST else -1]


def _lists_of(content: Content) -> list[tuple[str, tuple[Part, ...]]]:
    found = [(name, getattr(content, name)) for name in type(content).model_fields]
    return [(name, value) for name, value in found if isinstance(value, tuple)]


def _weighed(part: Part, *, won: bool) -> Part:
    if not isinstance(part, Prize):
        return part
    return part.model_copy(update={"weight": 1 if part.win == won else 0})


def _documents(card_id: str, kind: str, state: str) -> Json:
    card_type: CardType[Any] = CARD_TYPES[kind]
    card = {
        "kind": kind,
        "schema": card_type.schema,
        "slug": card_id,
        "title": card_type.default_title,
        "summary": str(card_type.purpose),
        "cover": "",
        "content": content_of(kind, state).model_dump(mode="json"),
        "entry": {"rule": "visitor"},
        "opening": {"closes_at": "2020-01-01T00:00"} if state == SHUT else {},
    }
    asks = card_type.needs_form or card_type.steps(content_of(kind, state))
    form = {f"form:{card_id}": _FORM} if asks and state == BEST or card_type.needs_form else {}
    return {f"card:{card_id}": card, **form}


def _codes(kind: str, pool: Pool) -> list[str]:
    if not pool.asked:
        return [new_id(8) for _ in range(20)]
    plays = CARD_TYPES[kind].example_plays(content_of(kind, BEST))
    return [raw[0] for play in plays for raw in play]


def _forget_its_kind(version: HubVersion) -> None:
    """As when a card was made by a newer release."""
    with transaction():
        row = db.session.get(HubVersion, version.id)
        snapshot = deepcopy(row.snapshot)
        for card in snapshot["pages"][0]["cards"]:
            if card["slug"] == UNKNOWN:
                card["kind"] = "hologram"
        row.snapshot = snapshot
    # What reads versions takes them for what never changes.
    snapshot_of_version.cache_clear()


_FORM: Json = {
    "placement": "start",
    "headline": "",
    "button": "Go on",
    "fields": [
        {
            "id": "email",
            "kind": "email",
            "key": "email",
            "label": "Email",
            "help": "",
            "required": True,
            "options": {},
        }
    ],
}
