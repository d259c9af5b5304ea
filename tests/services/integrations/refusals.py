"""A submission that the destination refused, in its own words."""

from __future__ import annotations

from sqlalchemy import select

from hubapp.core.retrying import State
from hubapp.extensions import db
from hubapp.models import Delivery, Hub
from tests.support.application import connect, submit_entries
from tests.support.deliveries import drain_all
from tests.support.servers import Sandbox

BAD_EMAIL = {"type": "EMAIL_BAD_FORMAT", "input_array": "attributes", "index": 0}
REFUSAL = {"status": 201, "body": {"message": "success", "errors": [BAD_EMAIL]}}
REASON = "Not a valid email address"


def rejected(hub: Hub, sandbox: Sandbox, email: str = "ana@example.com") -> Delivery:
    """Connect the hub, and let what this person submits be rejected."""
    connection = connect(hub, sandbox.url)
    submit_entries(hub, email)
    sandbox.fault(**REFUSAL)
    drain_all(connection)
    row = only_delivery()
    assert (row.state, row.reason) == (State.REJECTED, REASON)
    return row


def only_delivery() -> Delivery:
    db.session.expire_all()
    return db.session.scalars(select(Delivery)).one()
