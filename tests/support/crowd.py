"""Many submissions of many people, each with a number that grows, and what must become of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import func, select

from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.core.retrying import State
from hubapp.doors.database import end_reading, transaction
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, OutboxRow
from hubapp.models.columns import now
from hubapp.services.delivery import outbox

EVENT = "hub_submission"


def connect_crowd(connection: Connection) -> None:
    """Map the number, and an event that says which submission it was."""
    rows = (
        MappingRow("card.draw.n", "custom.n"),
        MappingRow("fact.submission_id", "event.submission_id"),
    )
    with transaction():
        connection.mapping = FieldMapping("email", "field.email", EVENT, rows).to_json()


def accept(connection: Connection, numbers: Iterable[int], people: int) -> None:
    """Accept submissions, as ``submitting`` does: one transaction, then the wake-up."""
    with transaction():
        lanes = []
        for number in numbers:
            known = {
                "field.email": f"p{number % people}@example.com",
                "card.draw.n": number,
                "fact.submission_id": number,
            }
            lanes += outbox.add_deliveries(
                connection.hub_id, known, card_id="draw", time=now(), submission_id=None
            )
        outbox.wake_after_commit(lanes)


def open_rows() -> int:
    found = db.session.scalar(select(func.count()).select_from(OutboxRow))
    end_reading()
    return int(found or 0)


def check(count: int, people: int, truth: tuple) -> Counter:
    """Every submission ended once and with a reason; at the destination nothing is missing, nothing
    inverted, and doubles only where an outcome was unknown. Returns how many ended how."""
    events, newest, inverted, _, _ = truth
    db.session.expire_all()
    rows = {
        row.record["values"]["event.submission_id"]: row
        for row in db.session.scalars(select(Delivery))
    }
    assert sorted(rows) == list(range(count)), "accepted is not what is listed"
    ended = Counter(row.state for row in rows.values())
    assert set(ended) <= {State.DELIVERED, State.REJECTED}
    last: dict[str, int] = {}
    for number, row in rows.items():
        if row.state == State.REJECTED:
            assert row.reason, row.words
            continue
        person = f"p{number % people}@example.com"
        last[person] = max(last.get(person, 0), number)
        times = events.get(str(number), 0)
        assert times >= 1, f"{number} is missing: {row.words} {row.history}"
        assert times == 1 or row.outcome_unknown, f"{number} came {times} times: {row.history}"
    assert {person for person, n in last.items() if newest.get(person, -1) < n} == set()
    assert inverted == []
    return ended
