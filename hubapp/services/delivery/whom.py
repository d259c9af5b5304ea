"""Which connections of a hub are told what happens."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from hubapp.extensions import db
from hubapp.models import Connection
from hubapp.models.account import SANDBOX

# Whoever moves one to another account waits for us, and we for them: what we put in line stands
# where its connection sends. By itself, for with the account in it PostgreSQL would leave out one
# whose account has changed while we waited.
_KEPT = select(Connection.id).where(Connection.hub_id == bindparam("hub_id"))

# With their accounts in one statement; not those that are leaving.
_SENDING = (
    select(Connection)
    .where(Connection.hub_id == bindparam("hub_id"), Connection.state != "leaving")
    .options(joinedload(Connection.account, innerjoin=True))
)


def connections_told(hub_id: int, test: bool) -> list[Connection]:
    """A hub's connections; of a test those alone whose account is a sandbox."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(_KEPT.with_for_update(read=True, key_share=True), {"hub_id": hub_id})
    found = db.session.scalars(_SENDING, {"hub_id": hub_id}).all()
    return [each for each in found if not test or each.account.tag == SANDBOX]
