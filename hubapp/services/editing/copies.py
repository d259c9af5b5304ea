"""Copies: of a whole hub, and of a card in another hub."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from hubapp.core.errors import Problem, Refused
from hubapp.core.identifiers import new_id
from hubapp.core.opening import wall_time, zone_of
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Hub
from hubapp.models.columns import now
from hubapp.services.editing.addresses import free_card_slug, pages_of
from hubapp.services.editing.cards import card_of, title_of_copy
from hubapp.services.editing.drafts import Json, apply, documents, locked, make_step
from hubapp.services.editing.hub_addresses import placed

_NO_SUCH_HUB = Problem("into", Words("Choose one of the hubs in the list."))
_TIMES = ("opens_at", "closes_at")


class HubCopy(NamedTuple):
    """weeks: by how many everything opens and closes later than in the hub that was copied; dates:
    the line about them that somebody typed, which nothing can shift; empty: there is none."""

    hub: Hub
    weeks: int
    dates: str


def duplicate_hub(hub: Hub, said: Callable[[Words], str] = str) -> HubCopy:
    """A new hub with the draft of this one: pages, cards, forms, look, settings of the draft. What
    is past opens on the same weekday and at the same time from today on. Codes, connections, what
    visitors did and old versions stay with the first. said: puts its name into the language of
    whoever copies."""
    docs = documents(hub.id)
    name = title_of_copy(docs["hub"]["name"], said)
    renamed = _renamed(docs)
    weeks = _weeks_to_shift(docs)
    with transaction():
        twin = placed(hub.workspace_id, name)
        bodies = {
            renamed[key]: _shifted(copy.deepcopy(body), weeks)
            for key, body in docs.items()
            if key in renamed
        }
        for page_key, page in bodies.items():
            if page_key.startswith("page:"):
                page["cards"] = [_id_in(renamed[f"card:{each}"]) for each in _cards(docs, page)]
        pages = [_id_in(renamed[f"page:{each}"]) for each in docs["hub"]["pages"]]
        bodies["hub"] |= {"name": name, "pages": pages}
        apply(twin.id, bodies)
    return HubCopy(twin, weeks, docs["hub"].get("dates", ""))


def copy_card_to(hub: Hub, card_id: str, target_id: int, user_id: int | None) -> tuple[Hub, str]:
    """A copy of a card and its form at the end of the first page of another hub of the workspace.
    Returns that hub and the copy's id. Raises NotFoundHere when there is no such card, and Refused
    when there is no such hub."""
    source, copy_id = documents(hub.id), new_id()
    card = card_of(source, card_id)
    target = db.session.get(Hub, target_id)
    if target is None or target.workspace_id != hub.workspace_id or target.deleted_at is not None:
        raise Refused(_NO_SUCH_HUB)
    with transaction():
        docs = locked(target_id)
        page_key = f"page:{docs['hub']['pages'][0]}"
        twin = {**copy.deepcopy(card), "slug": free_card_slug(docs, card["title"])}
        cards = [*docs[page_key]["cards"], copy_id]
        changes: dict[str, Json | None] = {
            f"card:{copy_id}": twin,
            page_key: {**docs[page_key], "cards": cards},
        }
        if form := source.get(f"form:{card_id}"):
            changes[f"form:{copy_id}"] = copy.deepcopy(form)
        what = Words("copying “%(title)s” from another hub", title=card["title"])
        make_step(target_id, user_id, what, changes, alone=True)
    return target, copy_id


def _renamed(docs: Mapping[str, Json]) -> dict[str, str]:
    """Key -> key in the copy, of all that stands in the draft. New ids: what is counted and
    delivered is told apart by the card's."""
    found = {"hub": "hub"}
    for page_id in docs["hub"]["pages"]:
        found[f"page:{page_id}"] = f"page:{new_id()}"
    for page in pages_of(docs):
        for card_id in _cards(docs, page):
            fresh = new_id()
            found[f"card:{card_id}"] = f"card:{fresh}"
            if f"form:{card_id}" in docs:
                found[f"form:{card_id}"] = f"form:{fresh}"
    return found


def _cards(docs: Mapping[str, Json], page: Json) -> list[str]:
    return [each for each in page["cards"] if f"card:{each}" in docs]


def _id_in(key: str) -> str:
    return key.partition(":")[2]


def _weeks_to_shift(docs: Mapping[str, Json]) -> int:
    """So many that nothing opens or closes before today, by the hub's own clock."""
    today = now().astimezone(zone_of(docs["hub"].get("time_zone", "UTC"))).date()
    first = min((each.date() for each in _moments(docs.values())), default=today)
    return max(0, -(-(today - first).days // 7))


def _moments(bodies: Iterable[Json]) -> list[datetime]:
    texts = [body.get("opening", {}).get(name, "") for body in bodies for name in _TIMES]
    return [datetime.fromisoformat(each) for each in texts if wall_time(each)]


def _shifted(body: Json, weeks: int) -> Json:
    opening = body.get("opening")
    if not opening or not weeks:
        return body
    later = {
        name: (datetime.fromisoformat(opening[name]) + timedelta(weeks=weeks)).strftime(
            "%Y-%m-%dT%H:%M"
        )
        for name in _TIMES
        if wall_time(opening.get(name, ""))
    }
    return {**body, "opening": {**opening, **later}}
