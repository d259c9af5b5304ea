"""Freeze the draft into a version; make versions live."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from hubapp.cards import card_type_of
from hubapp.core.errors import HubNotPublishable, NotFoundHere, Problem
from hubapp.core.snapshot import HubSnapshot, snapshot_of
from hubapp.extensions import db
from hubapp.fields import field_kind_of
from hubapp.models import Hub, HubVersion
from hubapp.remembering import forget
from hubapp.services.drafting import documents

Json = dict[str, Any]


def problems_of(docs: Mapping[str, Json]) -> list[Problem]:
    """Everything that stands in the way of publishing. ``where`` is
    ``<document key>/<control>``, e.g. ``card:ab12cd/questions-0-text``."""
    problems = []
    if not docs["hub"].get("name", "").strip():
        problems.append(Problem("hub/name", "The hub has no name. Give it one."))
    card_ids = [
        card_id for page in docs["hub"]["pages"] for card_id in docs[f"page:{page}"]["cards"]
    ]
    if not card_ids:
        problems.append(
            Problem("hub/cards", "The hub has no cards yet. Add one; a quiz is a good start.")
        )
    for card_id in card_ids:
        problems += _card_problems(card_id, docs)
    return problems


def _card_problems(card_id: str, docs: Mapping[str, Json]) -> list[Problem]:
    card, form = docs[f"card:{card_id}"], docs.get(f"form:{card_id}") or {}
    card_type = card_type_of(card["kind"])
    title = card["title"] or "A card"
    if card_type is None:
        return [Problem(f"card:{card_id}/", f"“{title}”: this release cannot show such a card.")]
    found = [
        Problem(f"card:{card_id}/{each.where}", f"“{title}”: {each.sentence}")
        for each in card_type.problems(card["content"], publishing=True)
    ]
    if not card["title"].strip():
        found.append(Problem(f"card:{card_id}/card_title", "A card has no title. Give it one."))
    if card_type.needs_form and not form.get("placement"):
        sentence = f"“{title}” is an entry form, but has no form yet. Place one."
        found.append(Problem(f"form:{card_id}/placement", sentence))
    if form.get("placement"):
        found += _form_problems(card_id, title, form)
    return found


def _form_problems(card_id: str, title: str, form: Json) -> list[Problem]:
    if not form["fields"]:
        sentence = f"The form of “{title}” asks nothing. Add a field, or take the form away."
        return [Problem(f"form:{card_id}/fields", sentence)]
    problems = []
    for at, field in enumerate(form["fields"]):
        kind = field_kind_of(field["kind"])
        if kind is None:
            continue
        where = f"form:{card_id}/fields-{at}-label"
        if not field["label"] and kind.widget != "hidden":
            sentence = f"Field {at + 1} of the form of “{title}” has no label. Say what to type."
            problems.append(Problem(where, sentence))
        problems += [
            Problem(where, f"“{field['label']}” in the form of “{title}”: {sentence}")
            for sentence in kind.option_problems(field["options"])
        ]
    return problems


def publish(hub_id: int, user_id: int | None) -> HubVersion:
    """Make an immutable version of the draft, live at once.

    Raises HubNotPublishable with what to mend.
    """
    docs = documents(hub_id)
    if problems := problems_of(docs):
        raise HubNotPublishable(*problems)
    hub = db.session.get_one(Hub, hub_id, with_for_update=True)
    last = db.session.scalar(select(func.max(HubVersion.number)).where(HubVersion.hub_id == hub_id))
    version = HubVersion(
        hub_id=hub_id,
        number=(last or 0) + 1,
        snapshot=snapshot_of(docs).to_json(),
        created_by_id=user_id,
    )
    db.session.add(version)
    db.session.flush()
    hub.live_version_id = version.id
    db.session.commit()
    forget()
    return version


def unpublish(hub_id: int) -> None:
    """Take the hub off the air; its versions stay."""
    db.session.get_one(Hub, hub_id).live_version_id = None
    db.session.commit()
    forget()


def roll_back(hub_id: int, number: int) -> HubVersion:
    """Make version ``number`` live again; the draft is not touched. Raises NotFoundHere."""
    version = db.session.scalars(
        select(HubVersion).where(HubVersion.hub_id == hub_id, HubVersion.number == number)
    ).one_or_none()
    if version is None:
        raise NotFoundHere
    db.session.get_one(Hub, hub_id).live_version_id = version.id
    db.session.commit()
    forget()
    return version


def versions_of(hub_id: int) -> list[HubVersion]:
    """All versions, newest first."""
    query = select(HubVersion).where(HubVersion.hub_id == hub_id)
    query = query.options(joinedload(HubVersion.created_by)).order_by(HubVersion.number.desc())
    return list(db.session.scalars(query))


def has_changes(hub: Hub) -> bool:
    """The draft differs from what is live (or nothing is live)."""
    if hub.live_version_id is None:
        return True
    return snapshot_of(documents(hub.id)) != snapshot_of_version(hub.live_version_id)


def live_snapshot(slug: str) -> tuple[Hub, int, HubSnapshot] | None:
    """The live hub at this address, its version id and snapshot; None when there is none."""
    hub = db.session.scalars(select(Hub).where(Hub.slug == slug)).one_or_none()
    if hub is None or hub.live_version_id is None:
        return None
    return hub, hub.live_version_id, snapshot_of_version(hub.live_version_id)


@lru_cache(maxsize=256)
def snapshot_of_version(version_id: int) -> HubSnapshot:
    """The snapshot of a version. Remembered: a version never changes."""
    return HubSnapshot.from_json(db.session.get_one(HubVersion, version_id).snapshot)
