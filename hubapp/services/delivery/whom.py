"""Which connections of a hub are told what happens."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from hubapp.extensions import db
from hubapp.models import Connection
from hubapp.models.account import SANDBOX

# With their accounts in one statement; not those that are leaving.
_SENDING = (
    select(Connection)
    .where(Connection.hub_id == bindparam("hub_id"), Connection.state != "leaving")
    .options(joinedload(Connection.account, innerjoin=True))
)


def connections_told(hub_id: int, test: bool) -> list[Connection]:
    """A hub's connections; of a test those alone whose account is a sandbox."""
    found = db.session.scalars(_SENDING, {"hub_id": hub_id}).all()
    return [each for each in found if not test or each.account.tag == SANDBOX]
