"""Lists of codes: what is put into them, and what is left. Codes are sealed, and stand in no
document, version or edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from hubapp.core.card_type import Pool
from hubapp.core.codes import MOST
from hubapp.core.errors import Problem, Refused
from hubapp.core.words import Words
from hubapp.doors.database import end_reading, transaction
from hubapp.doors.vault import seal_all
from hubapp.extensions import db
from hubapp.models import Code, CodePool, Stock
from hubapp.services import marks
from hubapp.services.stock.marks import mark_of

CHUNK = 5000
"""Codes that are put in by one transaction: visitors go on meanwhile."""


@dataclass(frozen=True)
class Standing:
    """total: codes that were ever put in, but those taken out again; left: not used yet."""

    total: int = 0
    left: int = 0

    @property
    def used(self) -> int:
        """Given, or used up."""
        return self.total - self.left


@dataclass(frozen=True)
class Added:
    """twice: codes that the list had already."""

    added: int
    twice: int


def standing_of(hub_id: int, card_id: str) -> dict[str, Standing]:
    """Of each list of a card, by its name."""
    query = select(CodePool).where(CodePool.hub_id == hub_id, CodePool.card_id == card_id)
    return {pool.name: Standing(pool.total, left_in(pool.id)) for pool in db.session.scalars(query)}


def left_in(pool_id: int, most: int | None = None) -> int:
    """Codes that are not used yet; counted up to ``most``."""
    free = select(Code.id).where(Code.pool_id == pool_id, Code.used_at.is_(None)).limit(most)
    return db.session.scalar(select(func.count()).select_from(free.subquery())) or 0


def taken_of(hub_id: int, card_id: str) -> Mapping[str, int]:
    """Id of a result -> how many of it were given, of those with a number of their own."""
    query = select(Stock.prize, Stock.taken).where(Stock.hub_id == hub_id, Stock.card_id == card_id)
    return dict(db.session.execute(query).tuples().all())


def knows(hub_id: int, card_id: str, name: str, typed: str) -> bool:
    """Such a code is in a list that visitors are asked for, used or not."""
    pool = pool_called(hub_id, card_id, name)
    if pool is None:
        return False
    mark = mark_of(marks.key_of_hub(hub_id), pool.id, typed, asked=True)
    query = select(Code.id).where(Code.pool_id == pool.id, Code.mark == mark)
    return db.session.scalar(query) is not None


def pool_called(hub_id: int, card_id: str, name: str) -> CodePool | None:
    """The list of this name, None: nothing was ever put into it."""
    query = select(CodePool).where(
        CodePool.hub_id == hub_id, CodePool.card_id == card_id, CodePool.name == name
    )
    return db.session.scalars(query).one_or_none()


def add_codes(hub_id: int, card_id: str, pool: Pool, codes: Sequence[str]) -> Added:
    """Put codes into a list; those that it has already are not put in again. In transactions of
    5,000: what was put in before something fails stays, and doing it again adds the rest. Raises
    Refused when there are too many, or there is no key to seal them with."""
    pool_id, added = _begun(hub_id, card_id, pool.name), 0
    key = marks.key_of_hub(hub_id)
    for at in range(0, len(codes), CHUNK):
        some = {mark_of(key, pool_id, each, pool.asked): each for each in codes[at : at + CHUNK]}
        end_reading()
        sealed = seal_all(some.values())
        added += _put(pool_id, dict(zip(some, sealed, strict=True)))
    return Added(added, len(codes) - added)


def _begun(hub_id: int, card_id: str, name: str) -> int:
    found = pool_called(hub_id, card_id, name)
    if found is not None:
        return found.id
    try:
        with transaction() as session:
            pool = CodePool(hub_id=hub_id, card_id=card_id, name=name, total=0)
            session.add(pool)
            session.flush()
            return pool.id
    except IntegrityError:
        # Somebody else began it at the same moment.
        return _begun(hub_id, card_id, name)


def _put(pool_id: int, some: Mapping[str, bytes]) -> int:
    """How many were new. some: mark -> sealed."""
    with transaction() as session:
        pool = session.get_one(CodePool, pool_id, with_for_update=True)
        query = select(Code.mark).where(Code.pool_id == pool_id, Code.mark.in_(some))
        known = set(session.scalars(query))
        new = [
            {"pool_id": pool_id, "mark": mark, "sealed": sealed}
            for mark, sealed in some.items()
            if mark not in known
        ]
        if pool.total + len(new) > MOST:
            sentence = Words(
                "A list holds %(most)s codes; this one has %(total)s.", most=MOST, total=pool.total
            )
            raise Refused(Problem("codes", sentence))
        if new:
            session.connection().execute(Code.__table__.insert(), new)  # type: ignore[attr-defined]
            # There may be many again: whoever was told that few are left is told anew.
            pool.total, pool.told_at = pool.total + len(new), None
        return len(new)


def drop_left(hub_id: int, card_id: str, name: str) -> int:
    """Take the codes that are not used yet out of a list. Returns how many; what was given stays
    given."""
    with transaction() as session:
        found = pool_called(hub_id, card_id, name)
        if found is None:
            return 0
        pool = session.get_one(CodePool, found.id, with_for_update=True)
        # Locked first: one that is being given at this moment is not dropped.
        free = select(Code.id).where(Code.pool_id == pool.id, Code.used_at.is_(None))
        ids = session.scalars(free.with_for_update(skip_locked=True)).all()
        for at in range(0, len(ids), CHUNK):
            session.execute(delete(Code).where(Code.id.in_(ids[at : at + CHUNK])))
        pool.total -= len(ids)
        return len(ids)
