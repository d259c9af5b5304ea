"""The edit log of a draft: who changed which control from what to what. Pieces of use cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select

from hubapp.core.calling import Called
from hubapp.core.controls import ORDER
from hubapp.core.patching import WHOLE, Patch, patches
from hubapp.core.stepping import Stage, stages
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Edit
from hubapp.models.columns import now

Json = dict[str, Any]
Naming = Callable[[str], Called | None]
"""What people call a control of a document, as its screen names it."""
_FOLD = timedelta(seconds=30)
"""What the same person writes into the same control within this time is one step to undo."""


APART = "mapping:"
"""What begins so is no part of the hub that is published: it has steps of its own."""


def log(
    hub_id: int,
    user_id: int | None,
    what: Words,
    after: Mapping[str, Json | None],
    before: Mapping[str, Json | None],
) -> None:
    """One step: what became of each document (key -> body, None: there is none)."""
    step = (db.session.scalar(select(func.max(Edit.step)).where(Edit.hub_id == hub_id)) or 0) + 1
    for key, body in after.items():
        for patch in patches(before[key], body):
            edit = Edit(hub_id=hub_id, step=step, what=what, document=key, user_id=user_id)
            edit.control, edit.before, edit.after = patch
            db.session.add(edit)
    db.session.flush()


def log_controls(
    hub_id: int,
    user_id: int | None,
    what: Words,
    key: str,
    bodies: tuple[Json, Json],
    called: Naming | None,
) -> None:
    """A step for each control of one document that changed, in the words of ``called``; one for
    all where nobody names them."""
    was, after = bodies
    way = stages(was, after)
    for stage in way if called or len(way) == 1 else [Stage("", after)]:
        found = called(stage.where) if called else None
        said = Words("%(what)s: %(control)s", what=what, control=found.words) if found else what
        # A control keeps its name; of the rest, the words say whether it is the same.
        told = None if found else said
        typed = found is None or found.typed
        if not (typed and _folded(hub_id, user_id, told, key, patches(was, stage.body))):
            log(hub_id, user_id, said, {key: stage.body}, {key: was})
        was = stage.body


def _folded(
    hub_id: int, user_id: int | None, what: Words | None, key: str, made: list[Patch]
) -> bool:
    """The same person typed into the same control a moment ago, and nobody else since: both are one
    step, and none when it holds again what it held."""
    last = last_step(hub_id, user_id, False, apart_of([key]))
    if len(last) != 1 or len(made) != 1 or what not in (None, last[0].what):
        return False
    edit, patch = last[0], made[0]
    same = (edit.document, edit.control, edit.after) == (key, patch.control, patch.before)
    one = patch.control != WHOLE and not patch.control.endswith(f".{ORDER}")
    if not (same and one and now() - edit.created_at < _FOLD):
        return False
    edit.after = patch.after
    if edit.before == patch.after:
        db.session.delete(edit)
    db.session.flush()
    return True


def edited_in(apart: str = "") -> ColumnElement[bool]:
    """Edits of the hub that would be published, or of a document that is ``APART`` from it."""
    return Edit.document == apart if apart else Edit.document.not_like(f"{APART}%")


def apart_of(keys: Iterable[str]) -> str:
    """The document among these that is apart; empty when there is none."""
    return next((key for key in keys if key.startswith(APART)), "")


def last_step(hub_id: int, user_id: int | None, undone: bool, apart: str = "") -> list[Edit]:
    """What this person would take back next, or, ``undone``, do again; empty when there is
    nothing. apart: of this document alone."""
    own = (Edit.hub_id == hub_id, Edit.user_id == user_id, edited_in(apart))
    state = (Edit.undone.is_(undone), Edit.overtaken.is_(False))
    newest = Edit.step.asc() if undone else Edit.step.desc()
    step = select(Edit.step).where(*own, *state).order_by(newest).limit(1).scalar_subquery()
    query = select(Edit).where(*own, *state, Edit.step == step)
    return list(db.session.scalars(query.order_by(Edit.id)))


def patches_of(edits: list[Edit], back: bool) -> dict[str, list[Patch]]:
    """Document -> what these edits did to it; ``back``: what takes it back."""
    found: dict[str, list[Patch]] = {}
    for edit in reversed(edits) if back else edits:
        patch = Patch(edit.control, edit.before, edit.after)
        found.setdefault(edit.document, []).append(patch.turned() if back else patch)
    return found


def drop_redo(hub_id: int, user_id: int | None, apart: str = "") -> None:
    """Who changes something cannot do again what they had undone; others still can."""
    own = (Edit.hub_id == hub_id, Edit.user_id == user_id, Edit.undone.is_(True))
    db.session.execute(delete(Edit).where(*own, edited_in(apart)))
