"""When a hub and its cards open and close, as the marketer sets it: wall times of the hub's zone,
kept in the documents, and so published with a version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hubapp.core.content import Part, line, shape_problems
from hubapp.core.controls import content_from
from hubapp.core.errors import Problem, Refused
from hubapp.core.opening import times_of, wall_time
from hubapp.core.reading import is_web_address
from hubapp.core.snapshot import HubSnapshot
from hubapp.core.staying import erased_at
from hubapp.core.time_zones import time_zones
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.services.editing.drafts import Json, hub_step, locked

_NO_TIME = Words("Choose a date and a time, such as 4 December 2026 18:00, or leave it empty.")
_TURNED_ROUND = Words("This is not after the opening. Choose a later closing, or leave it empty.")
_NO_LINK = Words("Type a web address such as https://example.com/winners, or leave it empty.")
_NO_ZONE = Words("Choose one of the time zones in the list.")


class OpeningControls(Part):
    """The controls of ``core/opening.Opening``."""

    opens_at: str = line(40)
    closes_at: str = line(40)
    closed_text: str = line(300)
    closed_url: str = line(500)


def opening_as_posted(posted: Any, document: Mapping[str, Any]) -> OpeningControls:
    """What was typed; what was not posted is as the document of the hub or card has it."""
    given = posted if isinstance(posted, Mapping) else {}
    before = OpeningControls.model_validate(document.get("opening", {}))
    return content_from(OpeningControls, given, before).content


def read_opening(posted: Any, document: Mapping[str, Any], where: str) -> Json:
    """The opening times to be kept. where: what the names of the controls begin with. Raises
    Refused."""
    typed = opening_as_posted(posted, document)
    moments = {name: getattr(typed, name) for name in ("opens_at", "closes_at")}
    stored = {name: wall_time(text) or "" for name, text in moments.items()}
    problems = shape_problems(typed, f"{where}.")
    problems += [
        Problem(f"{where}.{name}", _NO_TIME)
        for name, text in moments.items()
        if text and not stored[name]
    ]
    # Wall times of one zone, written alike: their texts stand in the order of their times.
    if stored["opens_at"] and stored["closes_at"] and stored["closes_at"] <= stored["opens_at"]:
        problems.append(Problem(f"{where}.closes_at", _TURNED_ROUND))
    if typed.closed_url and not is_web_address(typed.closed_url):
        problems.append(Problem(f"{where}.closed_url", _NO_LINK))
    if problems:
        raise Refused(*problems)
    return {**typed.model_dump(), **stored}


def known_zone(typed: str) -> str:
    """A zone of the list. Raises Refused."""
    if typed not in time_zones():
        raise Refused(Problem("time_zone", _NO_ZONE))
    return typed


def save_times(
    hub_id: int, user_id: int | None, posted: Mapping[str, Any], revision: int | None = None
) -> None:
    """Save the time zone of a hub, and when it opens and closes, as one step. posted: nested;
    ``time_zone`` and ``opening``. Raises Refused, EditConflict."""
    with transaction():
        before = locked(hub_id)["hub"]
        zone = known_zone(str(posted.get("time_zone", before.get("time_zone", "UTC"))))
        opening = read_opening(posted.get("opening"), before, "opening")
        what, asked = Words("changing the opening times"), {"time_zone": zone, "opening": opening}
        hub_step(hub_id, user_id, what, before, asked, revision)


def never_open(card_id: str, docs: Mapping[str, Json]) -> list[Problem]:
    """The card could never be played, for it is open only while its hub is not."""
    card = docs[f"card:{card_id}"]
    hub, own = (docs["hub"].get("opening", {}), card.get("opening", {}))
    found = []
    if _not_before(own.get("opens_at"), hub.get("closes_at")):
        sentence = Words(
            "“%(title)s” opens when the hub has closed already. Let it open sooner.",
            title=card["title"],
        )
        found.append(Problem(f"card:{card_id}/card_opening.opens_at", sentence))
    if _not_before(hub.get("opens_at"), own.get("closes_at")):
        sentence = Words(
            "“%(title)s” closes before the hub has opened. Let it close later.",
            title=card["title"],
        )
        found.append(Problem(f"card:{card_id}/card_opening.closes_at", sentence))
    return found


def _not_before(one: str | None, other: str | None) -> bool:
    return bool(one and other and one >= other)


def erased_at_of(snapshot: HubSnapshot) -> datetime | None:
    """When the people of a hub are erased that is as this; None: never."""
    closes = times_of(snapshot.opening, snapshot.time_zone).closes
    return erased_at(closes, snapshot.erase_days)
