"""Whether the person of a link stays the same who types somebody else's address."""

from __future__ import annotations

from sqlalchemy import select

from hubapp.core.mapping import FieldMapping
from hubapp.extensions import db
from hubapp.models import Connection
from hubapp.services.visiting.sources import hidden_fields
from hubapp.services.visiting.visit import Visit


def stays_of_link(visit: Visit) -> bool:
    """An admin has chosen so, and each connection of the hub knows people by what the link says,
    so that what is told needs no address to arrive."""
    query = select(Connection.link_same_person, Connection.mapping).where(
        Connection.hub_id == visit.hub_id, Connection.state != "leaving"
    )
    found = db.session.execute(query).all()
    ids = {f"field.{field.key}" for field in hidden_fields(visit.snapshot)}
    return bool(found) and all(
        row.link_same_person and FieldMapping.from_json(row.mapping).identity_source in ids
        for row in found
    )
