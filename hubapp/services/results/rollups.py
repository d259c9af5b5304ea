"""Sums, added to and read. These pieces join their caller's transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from hubapp.core.source import OTHER
from hubapp.extensions import db
from hubapp.models import Hub, Rollup
from hubapp.models.rollup import DAY, OF_HUB, QUARTER

MOST_SOURCES = 50
"""Of a hub and day; all more are ``other``."""
_KEY = ("hub_id", "span", "at", "card_id", "metric", "key", "source")


class Counted(NamedTuple):
    """What happened once, or some times. at: when."""

    hub_id: int
    card_id: str
    at: datetime
    metric: str
    key: str = ""
    source: str = ""


def add(session: Session, counts: Mapping[Counted, int]) -> None:
    """Add these to the sums."""
    sums: Counter[tuple[Any, ...]] = Counter()
    for each, count in _told_apart(session, counts).items():
        quarter, day = quarter_of(each.at), day_of(each.at)
        mine = (each.card_id, each.metric, each.key, each.source)
        sums[each.hub_id, QUARTER, quarter, *mine] += count
        sums[each.hub_id, DAY, day, *mine] += count
        if not each.key or each.metric == "left":
            sums[each.hub_id, OF_HUB, quarter, "", each.metric, "", ""] += count
    # In one order, for another process may add to the same sums.
    rows = [dict(zip((*_KEY, "count"), (*key, n), strict=True)) for key, n in sorted(sums.items())]
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Rollup.__table__)
    more = {"count": Rollup.__table__.c.count + insert.excluded.count}
    upsert = insert.on_conflict_do_update(index_elements=list(_KEY), set_=more)
    if rows:
        session.connection().execute(upsert, rows)


def quarter_of(at: datetime) -> datetime:
    """When the quarter of an hour began, UTC."""
    at = at.astimezone(UTC)
    return at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)


def day_of(at: datetime) -> datetime:
    """When the day began, UTC."""
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _told_apart(session: Session, counts: Mapping[Counted, int]) -> Mapping[Counted, int]:
    """With sources beyond ``MOST_SOURCES`` of a hub and day as ``other``."""
    named: dict[tuple[int, datetime], set[str]] = defaultdict(set)
    for each in counts:
        if each.source:
            named[each.hub_id, day_of(each.at)].add(each.source)
    if not named:
        return counts
    # Others who name new sources of the hub wait until ours are counted.
    hubs = select(Hub.id).where(Hub.id.in_({hub_id for hub_id, _ in named})).order_by(Hub.id)
    session.execute(hubs.with_for_update(key_share=True)).all()
    kept = {when: _kept(session, when, sources) for when, sources in named.items()}
    found: Counter[Counted] = Counter()
    for each, count in counts.items():
        fits = not each.source or each.source in kept[each.hub_id, day_of(each.at)]
        found[each if fits else each._replace(source=OTHER)] += count
    return found


def _kept(session: Session, when: tuple[int, datetime], named: Iterable[str]) -> set[str]:
    hub_id, day = when
    query = select(Rollup.source).where(
        Rollup.hub_id == hub_id, Rollup.span == DAY, Rollup.at == day, Rollup.source != ""
    )
    known = set(session.scalars(query.distinct())) - {OTHER}
    room = max(0, MOST_SOURCES - len(known))
    return known | set(sorted(set(named) - known)[:room])


Total = tuple[str, str, str, str]
"""Card, metric, key, source."""


def totals(hub_id: int, begin: datetime, end: datetime, card_id: str = "") -> Counter[Total]:
    """What there is of a hub from ``begin`` to before ``end``, at quarters of an hour: whole days,
    and the quarters beside them. card_id: of one card alone."""
    first, last = day_of(begin + timedelta(days=1) - timedelta(microseconds=1)), day_of(end)
    if first < last:
        spans = [(QUARTER, begin, first), (DAY, first, last), (QUARTER, last, end)]
    else:
        spans = [(QUARTER, begin, end)]
    found: Counter[Total] = Counter()
    for span, since, until in spans:
        if since < until:
            found.update(_sums(hub_id, span, since, until, card_id))
    return found


def _sums(hub_id: int, span: int, begin: datetime, end: datetime, card_id: str) -> dict[Total, int]:
    columns = (Rollup.card_id, Rollup.metric, Rollup.key, Rollup.source)
    query = select(*columns, func.sum(Rollup.count)).where(
        Rollup.hub_id == hub_id, Rollup.span == span, Rollup.at >= begin, Rollup.at < end
    )
    if card_id:
        query = query.where(Rollup.card_id == card_id)
    rows = db.session.execute(query.group_by(*columns))
    return {(card, metric, key, source): int(n) for card, metric, key, source, n in rows}


def series(hub_id: int, bounds: Sequence[datetime]) -> list[Counter[str]]:
    """Metric -> sum of the whole hub, between each two of these times."""
    found: list[Counter[str]] = [Counter() for _ in bounds[1:]]
    spans = list(enumerate(zip(bounds, bounds[1:], strict=False)))
    for at in range(0, len(spans), _SPANS):
        parts = [
            select(literal(number).label("number"), Rollup.metric, func.sum(Rollup.count))
            .where(
                Rollup.hub_id == hub_id,
                Rollup.span == OF_HUB,
                Rollup.at >= begin,
                Rollup.at < end,
            )
            .group_by(Rollup.metric)
            for number, (begin, end) in spans[at : at + _SPANS]
        ]
        for number, metric, count in db.session.execute(union_all(*parts)):
            found[number][metric] += int(count)
    return found


_SPANS = 100
"""Parts of one statement: SQLite takes no more than 500."""


def since(hub_id: int) -> datetime | None:
    """When the first of all was counted."""
    query = select(func.min(Rollup.at)).where(Rollup.hub_id == hub_id, Rollup.span == OF_HUB)
    return db.session.scalar(query)
