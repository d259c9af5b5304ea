"""Saves arrive late, twice and in another order than they were sent. A screen numbers what it
sends; what is not newer than what was taken of it is not taken again."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import delete, select

from hubapp.core.errors import AlreadyTaken, Problem
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import EditorTab
from hubapp.models.columns import now

_KEPT = timedelta(days=2)
"""A screen that was opened longer ago is numbered from its next save on."""
_TAKEN = Words("This was saved before, and the draft has moved on since.")


class Sent(NamedTuple):
    """tab: the open screen, random; serial: the number of this save, counted by the screen."""

    tab: str
    serial: int


def take(hub_id: int, sent: Sent | None) -> None:
    """Note that a save is taken, in the caller's transaction, after ``drafts.locked``; if that ends
    without a commit, it was not. None: the screen has no script. Raises AlreadyTaken."""
    if sent is None:
        return
    own = (EditorTab.hub_id == hub_id, EditorTab.tab == sent.tab)
    query = select(EditorTab).where(*own).execution_options(populate_existing=True)
    row = db.session.scalars(query).one_or_none()
    if row is not None and sent.serial <= row.serial:
        raise AlreadyTaken(Problem("", _TAKEN))
    if row is not None:
        row.serial = sent.serial
        return
    old = (EditorTab.hub_id == hub_id, EditorTab.created_at < now() - _KEPT)
    db.session.execute(delete(EditorTab).where(*old))
    db.session.add(EditorTab(hub_id=hub_id, tab=sent.tab, serial=sent.serial))
