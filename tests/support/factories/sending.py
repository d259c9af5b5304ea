"""Connections, and what went out on them."""

from __future__ import annotations

import factory

from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.core.retrying import State
from hubapp.doors.vault import seal
from hubapp.models import Connection, Delivery
from tests.support.factories.hubs import HubFactory
from tests.support.factories.row import Row

KEY = "sandbox-key"


class ConnectionFactory(Row):
    """To Braze, with the first name mapped and people known by their address."""

    class Meta:
        model = Connection

    class Params:
        endpoint = "https://rest.iad-03.braze.com"
        rule = "email"
        rows = (MappingRow("field.first_name", "attribute.first_name"),)

    hub = factory.SubFactory(HubFactory)
    kind = "braze"
    state = "on"
    settings = factory.LazyAttribute(lambda made: {"endpoint": made.endpoint})
    mapping = factory.LazyAttribute(
        lambda made: FieldMapping(made.rule, "field.email", "", made.rows).to_json()
    )
    secret = factory.LazyFunction(lambda: seal(KEY))
    secret_hint = KEY[-4:]
    lanes = 4


class DeliveryFactory(Row):
    """One that ended. ``deliveries.add`` makes one that waits in the outbox."""

    class Meta:
        model = Delivery

    connection = factory.SubFactory(ConnectionFactory)
    person = "email:ana@example.com"
    state = State.DELIVERED
