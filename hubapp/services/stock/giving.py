"""Giving what there is only so much of: pieces of the transaction that admits an entry. Two who
come at the same moment meet at a row, so nothing is given twice, and nothing that is not there."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from hubapp.core.prize import Prize
from hubapp.doors.database import after_commit_in_background
from hubapp.extensions import db
from hubapp.models import Award, Code, Stock
from hubapp.models.columns import now
from hubapp.services import marks
from hubapp.services.stock.low import tell_if_low
from hubapp.services.stock.marks import mark_of
from hubapp.services.stock.pools import pool_called

GIVEN, SOLD_OUT = "given", "sold_out"


def give(play_id: int, hub_id: int, card_id: str, prize: Prize, limit: float) -> Award:
    """Give a play one of a result that runs out, or note that there is none left. limit: how many
    there are as the live version says, 0: no end; of a list there are as many as it has."""
    code_id, state = None, GIVEN
    if prize.unique:
        code_id = _next_code(hub_id, card_id, prize.id)
        state = GIVEN if code_id else SOLD_OUT
    elif not _taken(hub_id, card_id, prize.id, limit):
        state = SOLD_OUT
    award = Award(
        play_id=play_id,
        hub_id=hub_id,
        card_id=card_id,
        prize=prize.id,
        code_id=code_id,
        state=state,
    )
    db.session.add(award)
    db.session.flush()
    return award


def used_up(award: Award) -> bool:
    """There was none left to give."""
    return award.state == SOLD_OUT


def _next_code(hub_id: int, card_id: str, name: str) -> int | None:
    pool = pool_called(hub_id, card_id, name)
    if pool is None:
        return None
    free = select(Code.id).where(Code.pool_id == pool.id, Code.used_at.is_(None))
    # Past those that others are being given at this moment: nobody waits for them.
    locked = free.order_by(Code.id).limit(1).with_for_update(skip_locked=True)
    code_id = db.session.scalar(locked)
    if code_id is not None:
        db.session.execute(update(Code).where(Code.id == code_id).values(used_at=now()))
        if pool.told_at is None:
            after_commit_in_background(tell_if_low, pool.id)
    return code_id


def _taken(hub_id: int, card_id: str, prize: str, limit: float) -> bool:
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Stock).values(hub_id=hub_id, card_id=card_id, prize=prize, taken=1)
    statement = insert.on_conflict_do_update(
        index_elements=["hub_id", "card_id", "prize"],
        set_={"taken": Stock.taken + 1},
        where=Stock.taken < limit if limit >= 1 else None,
    )
    return db.session.scalar(statement.returning(Stock.taken)) is not None


def use_code(hub_id: int, card_id: str, name: str, typed: str, once: bool) -> bool:
    """Open a card with a code that is asked for. False: it is not in the list, or it opens once and
    has been used."""
    pool = pool_called(hub_id, card_id, name)
    if pool is None:
        return False
    mark = mark_of(marks.key_of_hub(hub_id), pool.id, typed, asked=True)
    statement = update(Code).where(Code.pool_id == pool.id, Code.mark == mark)
    if once:
        statement = statement.where(Code.used_at.is_(None))
    found = db.session.execute(statement.values(used_at=now()).returning(Code.id)).all()
    return bool(found)
