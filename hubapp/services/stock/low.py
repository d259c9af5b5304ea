"""Telling the owners of a workspace that few codes are left."""

from __future__ import annotations

from sqlalchemy import select

from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import CodePool, Hub, Member, User
from hubapp.models.columns import now
from hubapp.services import mailing
from hubapp.services.stock.pools import left_in

FEW = 10
"""Per cent of a list."""


def tell_if_low(pool_id: int) -> None:
    """Write to the owners, once, when at most 10 % of a list are left; until more are put in."""
    pool = db.session.get(CodePool, pool_id)
    if pool is None or pool.told_at is not None or not is_low(pool):
        return
    with transaction() as session:
        pool = session.get(CodePool, pool_id, with_for_update=True)
        if pool is None or pool.told_at is not None:
            return
        pool.told_at = now()
        hub = session.get_one(Hub, pool.hub_id)
        people = session.scalars(
            select(User.email)
            .join(Member, Member.user_id == User.id)
            .where(Member.workspace_id == hub.workspace_id, Member.role == "owner", User.active)
        ).all()
        subject, text = _mail(hub, pool.card_id, left_in(pool.id), pool.total)
        for email in people:
            mailing.post(email, subject, text)


def is_low(pool: CodePool) -> bool:
    """At most 10 % of it are left."""
    few = pool.total * FEW // 100
    return left_in(pool.id, few + 1) <= few


def _mail(hub: Hub, card_id: str, left: int, total: int) -> tuple[Words, Words]:
    """Subject and text."""
    where = mailing.link_to(f"/hubs/{hub.id}/edit/cards/{card_id}/codes")
    subject = Words(
        "%(hub)s: %(count)s code is left",
        "%(hub)s: %(count)s codes are left",
        hub=hub.name,
        count=left,
    )
    text = Words(
        "A card of “%(hub)s” has %(left)s of %(total)s codes left. Once they are gone, "
        "visitors get the result that you named for then.\n\nAdd more here:\n%(where)s\n",
        total=total,
        hub=hub.name,
        left=left,
        where=where,
    )
    return subject, text
