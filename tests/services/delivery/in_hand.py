"""A lane that a test holds as a drain does, with rows in hand."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from hubapp.core.destination import Reply, Verdict
from hubapp.destinations import destination_of
from hubapp.doors.database import transaction
from hubapp.models import Connection
from hubapp.models.columns import now
from hubapp.services.delivery import claims, lanes
from hubapp.services.delivery.exchanges import Exchanged, Sent
from hubapp.services.delivery.plan import Drain, plan
from hubapp.services.delivery.settle import settle
from tests.support.factories import KEY

ACCEPTED = Reply(201, {"x-request-id": "r-1"}, b'{"message": "success"}')


class NotOurs(Exception):
    """Another has the lane."""


def take(account_id: int, token: str, lane: int = 0) -> dict[str, Any] | None:
    """The lane's tally; None when it could not be taken, and then nothing was written."""
    with suppress(NotOurs), transaction():
        tally = lanes.take(lanes.Lease(account_id, lane, token))
        if tally is None:
            raise NotOurs
        return tally
    return None


class Hand:
    """Lane 0 of a connection, and what is due in it."""

    def __init__(
        self, connection: Connection, token: str = "mine", most: int = claims.MOST
    ) -> None:
        destination, lease = (
            destination_of(connection.kind),
            lanes.Lease(connection.account_id, 0, token),
        )
        assert destination is not None
        with transaction():
            tally = lanes.take(lease)
            assert tally is not None
            self.rows = claims.claim(lease, tally, most=most)
        self.run = Drain(
            lease,
            destination,
            dict(connection.account.settings),
            KEY,
            connection.account.mark,
            connection.account.failures,
            tally,
        )

    def sent(self, *verdicts: Verdict, reply: Reply = ACCEPTED, seconds: float = 0.02) -> Exchanged:
        """A request with all that is in hand. One verdict is everybody's."""
        planned = plan(self.run, self.rows)
        records = [each.record for each in planned]
        request = self.run.destination.build(self.run.settings, KEY, records)
        each_its_own = verdicts if len(verdicts) > 1 else verdicts * len(planned)
        return Exchanged(planned, Sent(request, reply, now(), seconds), each_its_own)

    def settle(self, *exchanged: Exchanged) -> Sequence[claims.Row]:
        """Write what came of them; the rows that stay in hand."""
        with transaction():
            assert lanes.check(self.run.lease) is not None
            return settle(self.run, exchanged, [], [])
