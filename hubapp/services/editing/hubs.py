"""Hubs of a workspace: new ones, their address, their own words and looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from hubapp.core.calling import Called
from hubapp.core.errors import PartlySaved, Problem, Refused
from hubapp.core.identifiers import new_id
from hubapp.core.languages import DEFAULT, LANGUAGES, spoken
from hubapp.core.merging import Controls, merged
from hubapp.core.reading import is_web_address
from hubapp.core.snapshot import HubSnapshot, snapshot_of
from hubapp.core.staying import MONTH, MOST_DAYS, SITTING, STAYS, WAITS
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Hub
from hubapp.services.editing.arrivals import Sent, take
from hubapp.services.editing.differences import HUB_WORDS
from hubapp.services.editing.drafts import Json, apply, document, hub_step, locked
from hubapp.services.editing.goals import Say, documents_of, goal_of
from hubapp.services.editing.hub_addresses import placed
from hubapp.services.editing.limits import ADDRESS, PICTURE, TITLE, too_long
from hubapp.services.editing.openings import known_zone

HUB_LIMITS = {
    "name": TITLE,
    "tagline": 200,
    "dates": 100,
    "logo": PICTURE,
    "hero": PICTURE,
    "hero_alt": 200,
    "terms_url": 500,
    "privacy_url": 500,
}
_NAMELESS = Problem("name", Words("Give the hub a name. Visitors see it at the top."))
_NO_DAYS = Words("Enter whole days from 1 to 3650, or leave it empty.")
_NO_WEB_ADDRESS = Words("Type a web address such as https://example.com/terms, or leave it empty.")


def hubs_of(workspace_id: int) -> list[Hub]:
    """The hubs of a workspace that are not deleted, newest first."""
    query = select(Hub).where(Hub.workspace_id == workspace_id, Hub.deleted_at.is_(None))
    return list(db.session.scalars(query.order_by(Hub.id.desc())))


def create_hub(
    workspace_id: int,
    user_id: int,
    name: str,
    slug: str = "",
    theme: Json | None = None,
    logo: str = "",
    time_zone: str = "UTC",
    language: str = DEFAULT,
    goal: str = "",
    say: Say = str,
) -> Hub:
    """A new hub with one page: of what it is for (``goals.GOALS``), or empty. language: that it
    speaks to visitors; say: puts what comes with the goal into that language.

    Raises Refused when the name is empty, the address is taken, either is too long, or nobody
    knows the time zone.
    """
    name, slug = name.strip(), slug.strip()
    problems = too_long({"name": name, "slug": slug}, {"name": TITLE, "slug": ADDRESS})
    if not name:
        problems.append(_NAMELESS)
    if problems:
        raise Refused(*problems)
    page_id = new_id()
    zone = known_zone(time_zone)
    first = HubSnapshot(name=name, time_zone=zone, language=spoken(language)).to_json()
    first.pop("schema")
    first |= {"pages": [page_id], "logo": logo, **({"theme": theme} if theme else {})}
    with transaction():
        hub = placed(workspace_id, name, slug)
        apply(hub.id, documents_of(goal_of(goal), name, first, page_id, say))
    return hub


def start_of(name: str, goal: str, theme: Json, logo: str, language: str, say: Say) -> HubSnapshot:
    """What a new hub would look like."""
    name = name or say(Words("Your hub"))
    first = HubSnapshot(name=name, logo=logo, language=spoken(language)).to_json()
    first.pop("schema")
    first |= {"pages": ["home"], "theme": theme}
    return snapshot_of(documents_of(goal_of(goal), name, first, "home", say))


def language_of(hub_id: int) -> str:
    """The language that the draft speaks to visitors."""
    return spoken(document(hub_id, "hub")[0].get("language", DEFAULT))


def language_at(slug: str) -> str | None:
    """The language of the hub at this address, live or not; None when there is none."""
    hub_id = db.session.scalar(select(Hub.id).where(Hub.slug == slug))
    return None if hub_id is None else language_of(hub_id)


def choose_language(hub_id: int, user_id: int | None, language: str) -> None:
    """Let the hub speak another language to visitors, from its next version on. Raises Refused for
    one that is not offered."""
    if language not in LANGUAGES:
        raise Refused(Problem("language", Words("Choose one of the languages in the list.")))
    with transaction():
        before = locked(hub_id)["hub"]
        what = Words("choosing the hub’s language")
        hub_step(hub_id, user_id, what, before, {"language": language})


def stays_of(hub_id: int) -> str:
    """How long a browser is taken for whoever named themselves on it, in the draft."""
    return str(document(hub_id, "hub")[0].get("stays", MONTH))


def erase_days_of(hub_id: int) -> int:
    """Days after closing until its people are erased, in the draft; 0: they are not."""
    return int(document(hub_id, "hub")[0].get("erase_days", 0))


def waits_of(hub_id: int) -> str:
    """How long what nobody has put a name to waits for one, in the draft."""
    return str(document(hub_id, "hub")[0].get("waits", SITTING))


def choose_stay(
    hub_id: int, user_id: int | None, stays: str, erase_days: str = "", waits: str = SITTING
) -> None:
    """How long that is, from the next version on. erase_days: as typed, empty for never; waits: how
    long answers wait for a name. Raises Refused for what is not offered."""
    chosen = {"stays": (stays, STAYS), "waits": (waits, WAITS)}
    problems = [
        Problem(control, Words("Choose one of the three."))
        for control, (value, offered) in chosen.items()
        if value not in offered
    ]
    typed = erase_days.strip()
    days = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0
    if typed and not 1 <= days <= MOST_DAYS:
        problems.append(Problem("erase_days", _NO_DAYS))
    if problems:
        raise Refused(*problems)
    with transaction():
        before = locked(hub_id)["hub"]
        what = Words("choosing how long somebody is known")
        asked = {"stays": stays, "waits": waits, "erase_days": days}
        hub_step(hub_id, user_id, what, before, asked)


def save_hub(
    hub_id: int,
    user_id: int | None,
    posted: Mapping[str, str],
    theme: Json,
    revision: int | None = None,
    bases: Sequence[Controls] = (),
    sent: Sent | None = None,
) -> None:
    """Save the hub's own words and looks as one step. bases, sent: see ``saves.save_card``.

    Raises PartlySaved, when what is wrong stays as it was and all else is saved; EditConflict.
    """
    with transaction():
        before = locked(hub_id)["hub"]
        take(hub_id, sent)
        if bases:
            now = {key: str(before.get(key, "")) for key in HUB_LIMITS} | before["theme"]
            kept, revision = merged({**posted, **theme}, bases, now), None
            posted, theme = kept, {key: kept[key] for key in theme}
        own, left = _own_words(before, posted)
        what = Words("changing the hub’s words and looks")
        asked = {**own, "theme": theme}
        hub_step(hub_id, user_id, what, before, asked, revision, called=_called)
    if left:
        raise PartlySaved(*left)


def _called(where: str) -> Called | None:
    if words := HUB_WORDS.get(where):
        return Called(words, True)
    return {
        "theme": Called(Words("look"), False),
        "logo": Called(Words("logo"), False),
        "hero": Called(Words("picture beside the name"), False),
        "face": Called(Words("face of headlines"), False),
    }.get(where)


def _own_words(before: Json, posted: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """What is to be saved; what is wrong stays as it was."""
    # A draft of before has no picture beside its name.
    own = {key: posted.get(key, before.get(key, "")).strip() for key in HUB_LIMITS}
    problems = too_long(own, HUB_LIMITS)
    problems += [
        Problem(key, _NO_WEB_ADDRESS)
        for key in ("terms_url", "privacy_url")
        if own[key] and not is_web_address(own[key])
    ]
    if not own["name"]:
        problems.append(_NAMELESS)
    return own | {each.where: before.get(each.where, "") for each in problems}, problems
