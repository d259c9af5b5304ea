"""The draft of a hub and its edit log: every change is one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from hubapp.core.calling import Called
from hubapp.core.errors import EditConflict, NotFoundHere, Problem
from hubapp.core.snapshot import HubSnapshot, snapshot_of
from hubapp.core.stepping import Stage, stages
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import DraftDocument, Edit, Hub
from hubapp.models.columns import now

Json = dict[str, Any]
Changes = Mapping[str, Json | None]
Naming = Callable[[str], Called | None]
"""What people call a control of a document, as its screen names it."""
_FOLD = timedelta(seconds=30)
"""What the same person writes into the same control within this time is one step to undo."""
_MOVED_ON = Words(
    "This was changed since you opened it, perhaps in another tab. "
    "Copy what you typed, reload the page and put it in again."
)

APART = "mapping:"
"""What begins so is no part of the hub that is published: it has steps of its own."""

REMOVED = Words(
    "This card was removed meanwhile, perhaps in another tab. What you typed is still here: "
    "press Undo in another tab to bring the card back, then save again."
)


def documents(hub_id: int) -> dict[str, Json]:
    """Key -> body of every document of the hub that would be published."""
    query = select(DraftDocument.key, DraftDocument.body).where(
        DraftDocument.hub_id == hub_id, DraftDocument.key.not_like(f"{APART}%")
    )
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
    called: Naming | None = None,
) -> None:
    """Make one undoable step of ``changes`` (document key -> new body, None removes it) in the
    caller's transaction, after ``locked``; with ``called``, of one document that stays, a step for
    each control that changed.

    what: in words for Undo, ``changing “Summer quiz”``; expected: revisions that the editor
    had open, 0 for what did not exist; alone: one step, which never folds into the one before;
    called: what people call a control of the document. Raises EditConflict when one of them has
    moved on.
    """
    _check_revisions(hub_id, expected or {})
    _drop_redo(hub_id, _apart(changes))
    before = _bodies(hub_id, changes)
    if real := {key: body for key, body in changes.items() if body != before[key]}:
        if alone or len(real) > 1 or None in (*real.values(), before[next(iter(real))]):
            _log(hub_id, user_id, what, real, before)
        else:
            _log_controls(hub_id, user_id, what, real, before, called)
        apply(hub_id, real)


def _log_controls(
    hub_id: int,
    user_id: int | None,
    what: Words,
    real: Changes,
    before: Changes,
    called: Naming | None,
) -> None:
    ((key, body),) = real.items()
    was = before[key]
    way = stages(was or {}, body or {})
    # Whoever names no controls saves them as one.
    for stage in way if called or len(way) == 1 else [Stage("", body or {})]:
        found = called(stage.where) if called else None
        said = Words("%(what)s: %(control)s", what=what, control=found.words) if found else what
        # A control keeps its name; of the rest, the words say whether it is the same.
        told = None if found else said
        if not ((found is None or found.typed) and _folded(hub_id, user_id, told, key, stage)):
            _log(hub_id, user_id, said, {key: stage.body}, {key: was})
        was = stage.body


def _log(hub_id: int, user_id: int | None, what: Words, real: Changes, before: Changes) -> None:
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
    db.session.flush()


def _folded(hub_id: int, user_id: int | None, what: Words | None, key: str, stage: Stage) -> bool:
    """The same control was changed a moment ago: both are one step, and none when it is again what
    it was."""
    last = _last_step(hub_id, False, _apart([key]))
    if not (stage.where and len(last) == 1 and _is_same_typing(last[0], user_id, what, key, stage)):
        return False
    edit = last[0]
    edit.after = stage.body
    if edit.before == stage.body:
        db.session.delete(edit)
    db.session.flush()
    return True


def _is_same_typing(
    edit: Edit, user_id: int | None, what: Words | None, key: str, stage: Stage
) -> bool:
    return (
        (edit.document, edit.user_id) == (key, user_id)
        and what in (None, edit.what)
        and edit.before is not None
        and edit.after is not None
        and now() - edit.created_at < _FOLD
        and [each.where for each in stages(edit.before, edit.after)] == [stage.where]
    )


def undo(hub_id: int, user_id: int | None, apart: str = "") -> Words | None:
    """Take the last step back. apart: of this document alone, see ``APART``. Returns what it was,
    or None when there is nothing."""
    with transaction():
        locked(hub_id)
        edits = _last_step(hub_id, False, apart)
        apply(hub_id, {edit.document: edit.before for edit in edits})
        return _mark(edits, undone=True)


def redo(hub_id: int, user_id: int | None, apart: str = "") -> Words | None:
    """Do again what was undone last; apart: see ``undo``. Returns what it was, or None when there
    is nothing."""
    with transaction():
        locked(hub_id)
        edits = _last_step(hub_id, True, apart)
        apply(hub_id, {edit.document: edit.after for edit in edits})
        return _mark(edits, undone=False)


def _mark(edits: list[Edit], undone: bool) -> Words | None:
    for edit in edits:
        edit.undone = undone
    return edits[0].what if edits else None


def undoable(hub_id: int, apart: str = "") -> tuple[Words | None, Words | None]:
    """What Undo and Redo would do, in words; None when there is nothing. apart: see ``undo``."""
    back, forth = _last_step(hub_id, False, apart), _last_step(hub_id, True, apart)
    return (back[0].what if back else None, forth[0].what if forth else None)


def last_saved(hub_id: int, apart: str = "") -> Any:
    """When the draft was changed last (UTC), or None. apart: see ``undo``."""
    mine = Edit.hub_id == hub_id, edited_in(apart)
    return db.session.scalar(select(func.max(Edit.created_at)).where(*mine))


def mark_of(hub_id: int) -> str:
    """Another one after each change of the draft."""
    mine = DraftDocument.hub_id == hub_id, DraftDocument.key.not_like(f"{APART}%")
    revisions = select(func.count(), func.sum(DraftDocument.revision)).where(*mine)
    count, total = db.session.execute(revisions).one()
    edits = select(func.max(Edit.id)).where(Edit.hub_id == hub_id, edited_in())
    newest = db.session.scalar(edits)
    return f"{count}.{total or 0}.{newest or 0}"


def edited_in(apart: str = "") -> ColumnElement[bool]:
    """Edits of the hub that would be published, or of a document that is apart from it."""
    return Edit.document == apart if apart else Edit.document.not_like(f"{APART}%")


def _apart(keys: Iterable[str]) -> str:
    return next((key for key in keys if key.startswith(APART)), "")


def _last_step(hub_id: int, undone: bool, apart: str) -> list[Edit]:
    edge = func.min(Edit.step) if undone else func.max(Edit.step)
    mine = Edit.hub_id == hub_id, Edit.undone == undone, edited_in(apart)
    step = select(edge).where(*mine).scalar_subquery()
    query = select(Edit).where(Edit.hub_id == hub_id, Edit.step == step, Edit.undone == undone)
    return list(db.session.scalars(query.order_by(Edit.id)))


def _drop_redo(hub_id: int, apart: str) -> None:
    mine = Edit.hub_id == hub_id, Edit.undone.is_(True), edited_in(apart)
    db.session.execute(delete(Edit).where(*mine))


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
