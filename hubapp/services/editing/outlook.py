"""What would happen if the draft were published now, for whoever is about to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import select

from hubapp.core.errors import Problem
from hubapp.core.snapshot import snapshot_of
from hubapp.extensions import db
from hubapp.models import Edit, Hub, HubVersion, User
from hubapp.services.editing.differences import Change, changes_between
from hubapp.services.editing.doubts import Doubt, doubts_of
from hubapp.services.editing.drafts import Json, documents, mark_of
from hubapp.services.editing.edit_log import edited_in
from hubapp.services.editing.rewordings import Asked, is_connected
from hubapp.services.editing.samples import Said, Sample, samples_of
from hubapp.services.editing.versions import (
    Consent,
    in_the_way,
    live_of,
    next_number,
    reworded_in,
    snapshot_of_version,
)

NOTHING_SAID = Consent()


class Outlook(NamedTuple):
    """problems: what stands in the way; doubts: what to say yes to; samples: the others; changes:
    since what is live; reworded: choices in other words, and how they were answered; sends: answers
    go somewhere; authors: emails of whose changes they are; mark: of the draft, see
    ``versions.publish``; number: of the version that it would be."""

    problems: list[Problem]
    doubts: list[Doubt]
    samples: list[Sample]
    changes: list[Change]
    reworded: list[Asked]
    sends: bool
    authors: list[str]
    mark: str
    number: int


def outlook_of(
    hub: Hub,
    said: Said = str,
    docs: Mapping[str, Json] | None = None,
    consent: Consent = NOTHING_SAID,
) -> Outlook:
    """said: puts what comes with a field into the hub's language; docs: the draft, for whoever has
    read it; consent: what whoever looks has said so far."""
    docs, live = documents(hub.id) if docs is None else docs, live_of(hub)
    samples, new = samples_of(docs, said), snapshot_of(docs)
    choices = reworded_in(hub.id, new, consent)
    return Outlook(
        in_the_way(hub.id, docs, samples),
        doubts_of(hub.id, live, new, samples) + choices.doubts(),
        [each for each in samples if each.weight == "words"],
        changes_between(live, new),
        choices.asked,
        is_connected(hub.id),
        _authors(hub),
        mark_of(hub.id),
        next_number(hub.id),
    )


def _authors(hub: Hub) -> list[str]:
    query = select(User.email).join(Edit, Edit.user_id == User.id).where(Edit.hub_id == hub.id)
    query = query.where(Edit.undone.is_(False), edited_in()).distinct().order_by(User.email)
    if hub.live_version is not None:
        query = query.where(Edit.created_at > hub.live_version.created_at)
    return list(db.session.scalars(query))


def changes_of_version(version: HubVersion) -> list[Change]:
    """In what a version differs from the one before it."""
    query = select(HubVersion.id).where(
        HubVersion.hub_id == version.hub_id, HubVersion.number < version.number
    )
    before = db.session.scalar(query.order_by(HubVersion.number.desc()).limit(1))
    earlier = snapshot_of_version(before) if before else None
    return changes_between(earlier, snapshot_of_version(version.id))
