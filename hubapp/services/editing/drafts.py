"""The draft of a hub and its edit log: every change is one step that can be undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete, func, select, update

from hubapp.core.errors import EditConflict, NotFoundHere, Problem
from hubapp.core.patching import WHOLE, patched
from hubapp.core.snapshot import HubSnapshot, hub_written, snapshot_of
from hubapp.core.unwritten import unwritten
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import DraftDocument, Edit, Hub
from hubapp.services.editing import edit_log
from hubapp.services.editing.edit_log import APART, Naming, edited_in

Json = dict[str, Any]
Changes = Mapping[str, Json | None]
_MOVED_ON = Words(
    "This was changed since you opened it, perhaps in another tab. "
    "Copy what you typed, reload the page and put it in again."
)

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
        Edit.hub_id == hub_id,
        Edit.document == key,
        Edit.control == WHOLE,
        Edit.undone.is_(False),
    )
    body = db.session.scalar(query.order_by(Edit.id.desc()).limit(1))
    if body is None:
        raise NotFoundHere
    return body, 0


def draft_snapshot(hub_id: int) -> HubSnapshot:
    """The draft as if it were published, for previews and for choosing sources."""
    return snapshot_of(documents(hub_id))


def locked(hub_id: int) -> dict[str, Json]:
    """Key -> body of every document, which nobody else changes until our transaction ends: two
    tabs that save at once would both find their revision. What visitors send only needs the hub to
    stay, so it does not wait for us (PostgreSQL's FOR NO KEY UPDATE). Raises NotFoundHere."""
    query = select(Hub.id).where(Hub.id == hub_id).with_for_update(key_share=True)
    if db.session.scalar(query) is None:
        raise NotFoundHere
    return documents(hub_id)


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


def make_step(
    hub_id: int,
    user_id: int | None,
    what: Words,
    changes: Changes,
    expected: Mapping[str, int] | None = None,
    alone: bool = False,
    called: Naming | None = None,
    meant: Json | None = None,
) -> None:
    """Make one undoable step of ``changes`` (document key -> new body, None removes it) in the
    caller's transaction, after ``locked``; with ``called``, of one document that stays, a step for
    each control that changed.

    what: in words for Undo, ``changing “Summer quiz”``; expected: revisions that the editor
    had open, 0 for what did not exist; alone: one step, which never folds into the one before;
    called: what people call a control of the document; meant: what that document was, as this
    release writes it, so that the difference is what somebody did, and the rest stays as it is
    stored. Raises EditConflict when one of them has moved on.
    """
    _check_revisions(hub_id, expected or {})
    edit_log.drop_redo(hub_id, user_id, edit_log.apart_of(changes))
    stored = before = _bodies(hub_id, changes)
    if meant is not None:
        changes, before = _of_somebody(changes, before, meant)
    real = {key: body for key, body in changes.items() if body != before[key]}
    key, body = next(iter(real.items()), ("", None))
    was = before.get(key)
    if len(real) == 1 and not alone and was is not None and body is not None:
        edit_log.log_controls(hub_id, user_id, what, key, (was, body), called)
    elif real:
        edit_log.log(hub_id, user_id, what, real, before)
    # What this release takes for another value is written too, and is no step.
    apply(hub_id, {key: body for key, body in changes.items() if body != stored[key]})


def hub_step(
    hub_id: int,
    user_id: int | None,
    what: Words,
    before: Json,
    asked: Json,
    revision: int | None = None,
    alone: bool = False,
    called: Naming | None = None,
) -> None:
    """``make_step`` of the hub's own document, which holds ``before``, with what is ``asked``.
    revision: that the editor had open."""
    expected = {"hub": revision} if revision is not None else None
    changes, meant = {"hub": {**before, **asked}}, hub_written(before)
    make_step(hub_id, user_id, what, changes, expected, alone, called, meant)


def _of_somebody(
    changes: Changes, before: dict[str, Json | None], meant: Json
) -> tuple[Changes, dict[str, Json | None]]:
    """The change of one document, and what it was, without what this release adds by itself."""
    ((key, stored),) = before.items()
    after = changes[key]
    if stored is None or after is None:
        return changes, before
    return {key: unwritten(after, stored, meant)}, {key: unwritten(meant, stored, meant)}


def forget(hub_id: int, key: str) -> None:
    """Let a document and all that was done to it be gone for good, in the caller's transaction,
    after ``locked``: what it is of is gone."""
    for table, named in ((DraftDocument, DraftDocument.key), (Edit, Edit.document)):
        db.session.execute(delete(table).where(table.hub_id == hub_id, named == key))


def undo(hub_id: int, user_id: int | None, apart: str = "") -> Words | None:
    """Take back the last step of this person; apart: of this document alone, see
    ``edit_log.APART``. Returns what it was, or None when there is nothing. Raises EditConflict when
    somebody else has changed since what it changed: then it does nothing, and the next call goes on
    to the step before."""
    return _turn(hub_id, user_id, True, apart)


def redo(hub_id: int, user_id: int | None, apart: str = "") -> Words | None:
    """Do again what this person undid last. Returns and raises as ``undo``."""
    return _turn(hub_id, user_id, False, apart)


def _turn(hub_id: int, user_id: int | None, back: bool, apart: str) -> Words | None:
    with transaction():
        locked(hub_id)
        edits = edit_log.last_step(hub_id, user_id, not back, apart)
        try:
            apply(hub_id, _turned(hub_id, edits, back))
        except EditConflict:
            overtaken = True
        else:
            overtaken = False
        for edit in edits:
            edit.overtaken = overtaken
            edit.undone = edit.undone if overtaken else back
        what = edits[0].what if edits else None
    if overtaken:
        raise EditConflict(Problem("", _overtaken(what or Words(""), back)))
    return what


def _overtaken(what: Words, back: bool) -> Words:
    if not back:
        return Words(
            "Not done again: %(what)s. Somebody has changed that since, so it stays as it is.",
            what=what,
        )
    return Words(
        "Not undone: %(what)s. Somebody has changed that since, so it stays as it is. "
        "Undo again takes back what you did before it.",
        what=what,
    )


def _turned(hub_id: int, edits: list[Edit], back: bool) -> dict[str, Json | None]:
    made = edit_log.patches_of(edits, back)
    found = {key: patched(body, made[key]) for key, body in _bodies(hub_id, made).items()}
    for key in [key for key, body in found.items() if body is None]:
        # A card does not leave the form that somebody else has made for it.
        kind, _, id_ = key.partition(":")
        if kind == "card" and f"form:{id_}" not in found and _row(hub_id, f"form:{id_}"):
            raise EditConflict(Problem(key, _MOVED_ON))
    return found


def undoable(
    hub_id: int, user_id: int | None, apart: str = ""
) -> tuple[Words | None, Words | None]:
    """What Undo and Redo would do for this person, in words; None when there is nothing."""
    back, forth = (edit_log.last_step(hub_id, user_id, undone, apart) for undone in (False, True))
    return (back[0].what if back else None, forth[0].what if forth else None)


def last_saved(hub_id: int, apart: str = "") -> Any:
    """When the draft was changed last (UTC), or None. apart: see ``undo``."""
    query = select(Edit.created_at).where(Edit.hub_id == hub_id, edited_in(apart))
    return db.session.scalar(query.order_by(Edit.step.desc(), Edit.id.desc()).limit(1))


def mark_of(hub_id: int) -> str:
    """Another one after each change of the draft."""
    mine = DraftDocument.hub_id == hub_id, DraftDocument.key.not_like(f"{APART}%")
    revisions = select(func.count(), func.sum(DraftDocument.revision)).where(*mine)
    count, total = db.session.execute(revisions).one()
    edits = select(func.max(Edit.id)).where(Edit.hub_id == hub_id, edited_in())
    newest = db.session.scalar(edits)
    return f"{count}.{total or 0}.{newest or 0}"


def _row(hub_id: int, key: str) -> DraftDocument | None:
    return _rows(hub_id, [key]).get(key)


def _rows(hub_id: int, keys: Collection[str]) -> dict[str, DraftDocument]:
    """Those of these documents that are there."""
    query = select(DraftDocument).where(DraftDocument.hub_id == hub_id, DraftDocument.key.in_(keys))
    # As they are now: this session may have read them before it was its turn.
    found = db.session.scalars(query.execution_options(populate_existing=True))
    return {row.key: row for row in found}


def _bodies(hub_id: int, keys: Collection[str]) -> dict[str, Json | None]:
    rows = _rows(hub_id, keys)
    return {key: rows[key].body if key in rows else None for key in keys}


def _check_revisions(hub_id: int, expected: Mapping[str, int]) -> None:
    rows = _rows(hub_id, expected) if expected else {}
    for key, revision in expected.items():
        if (rows[key].revision if key in rows else 0) != revision:
            raise EditConflict(Problem(key, _MOVED_ON))


def apply(hub_id: int, changes: Changes) -> None:
    rows = _rows(hub_id, changes)
    for key, body in changes.items():
        row = rows.get(key)
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
