"""Which connections are told."""

from __future__ import annotations

from hubapp.doors.database import transaction
from hubapp.models import Connection
from hubapp.models.account import SANDBOX
from hubapp.services.delivery.whom import connections_told
from tests.support.factories import ConnectionFactory
from tests.support.saving import save


def told(hub_id: int, test: bool) -> list[Connection]:
    with transaction():
        return connections_told(hub_id, test)


def test_a_test_is_told_to_sandboxes_alone_and_nothing_to_those_that_leave(both):
    connection = ConnectionFactory()
    hub_id = connection.hub_id
    assert told(hub_id, test=False) == [connection]
    assert told(hub_id, test=True) == []
    connection.account.tag = SANDBOX
    save()
    assert told(hub_id, test=True) == [connection]
    connection.state = "leaving"
    save()
    assert told(hub_id, test=False) == told(hub_id + 1, test=False) == []
