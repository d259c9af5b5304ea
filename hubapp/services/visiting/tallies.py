"""How often what was chosen at a card. PostgreSQL keeps each counter in several rows, for whoever
adds to a row holds it until their commit, and a stadium that votes would wait for one. On SQLite
one writes at a time anyway."""

from __future__ import annotations

from collections.abc import Iterable
from secrets import randbelow

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from hubapp.extensions import db
from hubapp.models import Tally

SHARDS = 16


def add_to_tally(hub_id: int, card_id: str, keys: Iterable[str]) -> None:
    """Add one to each of these counters of a card, in the caller's transaction."""
    on_postgresql = db.engine.dialect.name == "postgresql"
    dialect, shard = (postgresql, randbelow(SHARDS)) if on_postgresql else (sqlite, 0)
    # In one order, so that no two of them wait for each other.
    for key in sorted(keys):
        row = {"hub_id": hub_id, "card_id": card_id, "key": key, "shard": shard, "count": 1}
        added = {"count": Tally.count + 1}
        where = ["hub_id", "card_id", "key", "shard"]
        db.session.execute(
            dialect.insert(Tally)
            .values(row)
            .on_conflict_do_update(index_elements=where, set_=added)
        )


def tally_of(hub_id: int, card_id: str) -> dict[str, int]:
    """Counter -> count of a card."""
    here = (Tally.hub_id == hub_id, Tally.card_id == card_id)
    query = select(Tally.key, func.sum(Tally.count)).where(*here).group_by(Tally.key)
    return {key: int(count) for key, count in db.session.execute(query)}
