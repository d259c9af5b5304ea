"""The draft of a hub and its edit log: every change is one step that can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from hubapp.core.errors import EditConflict, NotFoundHere, Problem
from hubapp.core.snapshot import HubSnapshot, snapshot_of
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import DraftDocument, Edit, Hub
from hubapp.models.columns import now

Json = dict[str, Any]
Changes = Mapping[str, Json | None]
_FOLD = timedelta(seconds=30)
"""Saves of the same document by the same person within this time are one step to undo."""
_MOVED_ON = Words(
    "This was changed since you opened it, perhaps in another tab. "
    "Copy what you typed, reload the page and put it in again."
)

REMOVED = Words(
    "This card was removed meanwhile, perhaps in another tab. What you typed is still here: "
    "press Undo in another tab to bring the card back, then save again."
)


def documents(hub_id: int) -> dict[str, Json]:
    """Key -> body of every document of the draft."""
    query = select(DraftDocument.key, DraftDocument.body).where(DraftDocument.hub_id == hub_id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def document(hub_id: int, key: str) -> tuple[Json, int]:
    """One document and its revision. Raises NotFoundHere."""
    found = _row(hub_id, key)
    if found is None:
        raise NotFoundHere
    return found.body, found.revision


def removed(hub_id: int, key: str) -> tuple[Json, int]:
    """The document as it was when it was removed last, and the revision of one that is not there.
    Raises NotFoundHere when there never was one."""
    query = select(Edit.before).where(
        Edit.hub_id == hub_id, Edit.document == key, Edit.undone.is_(False)
    )
    body = db.session.scalar(query.order_by(Edit.id.desc()).limit(1))
    if body is None:
        raise NotFoundHere
    return body, 0


def draft_snapshot(hub_id: int) -> HubSnapshot:
    """The draft as if it were published, for previews and for choosing sources."""
    return snapshot_of(documents(hub_id))


def change(
    hub_id: int,
    user_id: int | None,
    what: Words,
    changes: Changes,
    expected: Mapping[str, int] | None = None,
) -> None:
    """The use case of ``make_step`` alone."""
    with transaction():
        locked(hub_id)
        make_step(hub_id, user_id, what, changes, expected)


def locked(hub_id: int) -> dict[str, Json]:
    """Key -> body of every document, which nobody else changes until our transaction ends: two
    tabs that save at once would both find their revision. What visitors send only needs the hub to
    stay, so it does not wait for us (PostgreSQL's FOR NO KEY UPDATE). Raises NotFoundHere."""
    query = select(Hub.id).where(Hub.id == hub_id).with_for_update(key_share=True)
    if db.session.scalar(query) is None:
        raise NotFoundHere
    return documents(hub_id)


def make_step(
    hub_id: int,
    user_id: int | None,
    what: Words,
    changes: Changes,
    expected: Mapping[str, int] | None = None,
    alone: bool = False,
) -> None:
    """Make one undoable step of ``changes`` (document key -> new body, None removes it) in the
    caller's transaction, after ``locked``.

    what: in words for Undo, ``changing “Summer quiz”``; expected: revisions that the editor
    had open, 0 for what did not exist; alone: it never folds into the step before. Raises
    EditConflict when one of them has moved on.
    """
    _check_revisions(hub_id, expected or {})
    _drop_redo(hub_id)
    before = _bodies(hub_id, changes)
    if real := {key: body for key, body in changes.items() if body != before[key]}:
        _log(hub_id, user_id, what, real, before, alone)
        apply(hub_id, real)


def _log(
    hub_id: int, user_id: int | None, what: Words, real: Changes, before: Changes, alone: bool
) -> None:
    last = _last_step(hub_id, undone=False)
    if not alone and _folds(last, real, user_id, what):
        last[0].after = next(iter(real.values()))
        return
    step = (db.session.scalar(select(func.max(Edit.step)).where(Edit.hub_id == hub_id)) or 0) + 1
    for key, body in real.items():
        edit = Edit(
            hub_id=hub_id,
            step=step,
            what=what,
            document=key,
            before=before[key],
            after=body,
            user_id=user_id,
        )
        db.session.add(edit)


def _folds(last: list[Edit], real: Changes, user_id: int | None, what: Words) -> bool:
    if len(last) != 1 or len(real) != 1:
        return False
    edit, (key, body) = last[0], next(iter(real.items()))
    return (
        edit.document == key
        and edit.user_id == user_id
        and edit.what == what
        and None not in (edit.before, edit.after, body)
        and now() - edit.created_at < _FOLD
    )


def undo(hub_id: int, user_id: int | None) -> Words | None:
    """Take the last step back. Returns what it was, or None when there is nothing."""
    with transaction():
        locked(hub_id)
        edits = _last_step(hub_id, undone=False)
        apply(hub_id, {edit.document: edit.before for edit in edits})
        return _mark(edits, undone=True)


def redo(hub_id: int, user_id: int | None) -> Words | None:
    """Do again what was undone last. Returns what it was, or None when there is nothing."""
    with transaction():
        locked(hub_id)
        edits = _last_step(hub_id, undone=True)
        apply(hub_id, {edit.document: edit.after for edit in edits})
        return _mark(edits, undone=False)


def _mark(edits: list[Edit], undone: bool) -> Words | None:
    for edit in edits:
        edit.undone = undone
    return edits[0].what if edits else None


def undoable(hub_id: int) -> tuple[Words | None, Words | None]:
    """What Undo and Redo would do, in words; None when there is nothing."""
    back, forth = _last_step(hub_id, undone=False), _last_step(hub_id, undone=True)
    return (back[0].what if back else None, forth[0].what if forth else None)


def last_saved(hub_id: int) -> Any:
    """When the draft was changed last (UTC), or None."""
    return db.session.scalar(select(func.max(Edit.created_at)).where(Edit.hub_id == hub_id))


def mark_of(hub_id: int) -> str:
    """Another one after each change of the draft."""
    revisions = select(func.count(), func.sum(DraftDocument.revision))
    count, total = db.session.execute(revisions.where(DraftDocument.hub_id == hub_id)).one()
    newest = db.session.scalar(select(func.max(Edit.id)).where(Edit.hub_id == hub_id))
    return f"{count}.{total or 0}.{newest or 0}"


def _last_step(hub_id: int, undone: bool) -> list[Edit]:
    edge = func.min(Edit.step) if undone else func.max(Edit.step)
    step = select(edge).where(Edit.hub_id == hub_id, Edit.undone == undone).scalar_subquery()
    query = select(Edit).where(Edit.hub_id == hub_id, Edit.step == step, Edit.undone == undone)
    return list(db.session.scalars(query.order_by(Edit.id)))


def _drop_redo(hub_id: int) -> None:
    db.session.execute(delete(Edit).where(Edit.hub_id == hub_id, Edit.undone.is_(True)))


def _row(hub_id: int, key: str) -> DraftDocument | None:
    query = select(DraftDocument).where(DraftDocument.hub_id == hub_id, DraftDocument.key == key)
    # As it is now: this session may have read it before it was its turn.
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _bodies(hub_id: int, keys: Changes) -> dict[str, Json | None]:
    return {key: (row.body if (row := _row(hub_id, key)) else None) for key in keys}


def _check_revisions(hub_id: int, expected: Mapping[str, int]) -> None:
    for key, revision in expected.items():
        row = _row(hub_id, key)
        if (row.revision if row else 0) != revision:
            raise EditConflict(Problem(key, _MOVED_ON))


def apply(hub_id: int, changes: Changes) -> None:
    for key, body in changes.items():
        row = _row(hub_id, key)
        if body is None:
            if row is not None:
                db.session.delete(row)
        elif row is None:
            db.session.add(DraftDocument(hub_id=hub_id, key=key, body=body))
        else:
            row.body, row.revision = body, row.revision + 1
    if hub_body := changes.get("hub"):
        db.session.execute(update(Hub).where(Hub.id == hub_id).values(name=hub_body["name"]))
    db.session.flush()
