"""Connections, and what went out on them."""

from __future__ import annotations

import factory

from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.core.retrying import State
from hubapp.doors.vault import seal
from hubapp.models import Account, Connection, Delivery
from tests.support.factories.hubs import HubFactory
from tests.support.factories.people import WorkspaceFactory
from tests.support.factories.row import Row

KEY = "sandbox-key"


class AccountFactory(Row):
    """Braze's, with the sandbox's key."""

    class Meta:
        model = Account

    class Params:
        endpoint = "https://rest.iad-03.braze.com"

    workspace_id = factory.LazyFunction(lambda: WorkspaceFactory().id)
    # Never what the connection's id happens to be.
    id = factory.Sequence(lambda number: 1_000_000 + number)
    kind = "braze"
    state = "on"
    settings = factory.LazyAttribute(lambda made: {"endpoint": made.endpoint})
    secret = factory.LazyFunction(lambda: seal(KEY))
    secret_hint = KEY[-4:]
    lanes = 4


class ConnectionFactory(Row):
    """To Braze, with the first name mapped and people known by their address."""

    class Meta:
        model = Connection

    class Params:
        endpoint = "https://rest.iad-03.braze.com"
        lanes = 4
        rule = "email"
        rows = (MappingRow("field.first_name", "attribute.first_name"),)

    hub = factory.SubFactory(HubFactory)
    kind = "braze"
    state = "on"
    account = factory.SubFactory(
        AccountFactory,
        workspace_id=factory.SelfAttribute("..hub.workspace_id"),
        kind=factory.SelfAttribute("..kind"),
        endpoint=factory.SelfAttribute("..endpoint"),
        lanes=factory.SelfAttribute("..lanes"),
    )
    mapping = factory.LazyAttribute(
        lambda made: FieldMapping(made.rule, "field.email", "", made.rows).to_json()
    )


class DeliveryFactory(Row):
    """One that ended. ``deliveries.add`` makes one that waits in the outbox."""

    class Meta:
        model = Delivery

    connection = factory.SubFactory(ConnectionFactory)
    account_id = factory.SelfAttribute("connection.account_id")
    person = "email:ana@example.com"
    state = State.DELIVERED
