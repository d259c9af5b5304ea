"""The hubs of a workspace as its list shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from hubapp.core.opening import State, times_of
from hubapp.core.snapshot import HubSnapshot, snapshot_of
from hubapp.extensions import db
from hubapp.models import DraftDocument, Edit, Hub, User
from hubapp.models.columns import now
from hubapp.services.editing.drafts import Json
from hubapp.services.editing.versions import live_of

PAGE = 24


class Shelf(StrEnum):
    """Which hubs are looked at."""

    HERE = ""
    ARCHIVED = "archived"
    DELETED = "deleted"


class Standing(StrEnum):
    """How a hub stands with its visitors."""

    DRAFT = "draft"
    LIVE = "live"
    CHANGED = "changed"
    WAITING = "waiting"
    CLOSED = "closed"
    ARCHIVED = "archived"
    DELETED = "deleted"


class Listed(NamedTuple):
    """A hub in the list. shown: its draft; editor, edited_at: who changed that last, and when;
    changed: the draft differs from what is live."""

    hub: Hub
    standing: Standing
    shown: HubSnapshot
    editor: str
    edited_at: datetime | None
    changed: bool


class HubPage(NamedTuple):
    """older: before which id the next page begins, if there is one."""

    rows: Sequence[Listed]
    older: int | None


def hub_page(
    workspace_id: int, shelf: Shelf = Shelf.HERE, search: str = "", before: int = 0
) -> HubPage:
    """A page of the list, newest first. search: a part of the name or the address."""
    query = select(Hub).where(Hub.workspace_id == workspace_id, *_on(shelf))
    query = query.options(joinedload(Hub.live_version))
    for word in search.lower().split():
        name = func.lower(Hub.name).contains(word, autoescape=True)
        query = query.where(name | Hub.slug.contains(word, autoescape=True))
    if before > 0:
        query = query.where(Hub.id < before)
    found = db.session.scalars(query.order_by(Hub.id.desc()).limit(PAGE + 1)).all()
    hubs = found[:PAGE]
    drafts, last = _drafts(hubs), _last_edits(hubs)
    rows = [_listed(hub, snapshot_of(drafts[hub.id]), last.get(hub.id)) for hub in hubs]
    return HubPage(rows, hubs[-1].id if len(found) > PAGE else None)


def shelves_of(workspace_id: int) -> Mapping[Shelf, int]:
    """How many hubs are on each."""
    count = select(func.count()).select_from(Hub).where(Hub.workspace_id == workspace_id)
    return {each: int(db.session.scalar(count.where(*_on(each))) or 0) for each in Shelf}


def _on(shelf: Shelf) -> Sequence[ColumnElement[bool]]:
    if shelf is Shelf.DELETED:
        return (Hub.deleted_at.is_not(None),)
    archived = Hub.archived_at.is_not(None)
    return (Hub.deleted_at.is_(None), archived if shelf is Shelf.ARCHIVED else ~archived)


def _drafts(hubs: Iterable[Hub]) -> Mapping[int, dict[str, Json]]:
    query = select(DraftDocument.hub_id, DraftDocument.key, DraftDocument.body)
    found: dict[int, dict[str, Json]] = defaultdict(dict)
    mine = query.where(DraftDocument.hub_id.in_([hub.id for hub in hubs]))
    for hub_id, key, body in db.session.execute(mine):
        found[hub_id][key] = body
    return found


def _last_edits(hubs: Iterable[Hub]) -> Mapping[int, tuple[str, datetime]]:
    """Hub id -> who, and when."""
    newest = (
        select(func.max(Edit.step))
        .where(Edit.hub_id == Hub.id, Edit.undone.is_(False))
        .correlate(Hub)
        .scalar_subquery()
    )
    query = select(Edit.hub_id, User.email, Edit.created_at).select_from(Hub)
    query = query.join(Edit, (Edit.hub_id == Hub.id) & (Edit.step == newest))
    query = query.outerjoin(User, User.id == Edit.user_id)
    mine = query.where(Hub.id.in_([hub.id for hub in hubs]))
    return {hub_id: (email or "", at) for hub_id, email, at in db.session.execute(mine)}


def _listed(hub: Hub, draft: HubSnapshot, last: tuple[str, datetime] | None) -> Listed:
    live = live_of(hub)
    editor, at = last or ("", None)
    changed = live is not None and live != draft
    return Listed(hub, _standing(hub, live, changed), draft, editor, at, changed)


def _standing(hub: Hub, live: HubSnapshot | None, changed: bool) -> Standing:
    if hub.deleted_at is not None:
        return Standing.DELETED
    if live is None:
        return Standing.ARCHIVED if hub.archived_at is not None else Standing.DRAFT
    state = times_of(live.opening, live.time_zone).state(now())
    if state is State.AFTER:
        return Standing.CLOSED
    if state is State.BEFORE:
        return Standing.WAITING
    return Standing.CHANGED if changed else Standing.LIVE
