"""Which connections of a hub are told what happens."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from hubapp.extensions import db
from hubapp.models import Connection
from hubapp.models.account import SANDBOX

# With their accounts in one statement; not those that are leaving. Whoever moves one to another
# account waits for us, and we for them: what we put in line stands where its connection sends. The
# account is no inner join, or PostgreSQL would leave out one that has another since we waited.
_SENDING = (
    select(Connection)
    .where(Connection.hub_id == bindparam("hub_id"), Connection.state != "leaving")
    .options(joinedload(Connection.account))
    .with_for_update(read=True, key_share=True, of=Connection)
    .execution_options(populate_existing=True)
)


def connections_told(hub_id: int, test: bool) -> list[Connection]:
    """A hub's connections; of a test those alone whose account is a sandbox. In the caller's
    transaction, until whose end they keep their accounts."""
    found = db.session.scalars(_SENDING, {"hub_id": hub_id}).all()
    for each in found:
        if each.account is None:
            # It got another while we waited.
            db.session.refresh(each, ["account"])
    return [each for each in found if not test or each.account.tag == SANDBOX]
