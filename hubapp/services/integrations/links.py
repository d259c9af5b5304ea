"""Links for the messages of a destination, and the key that signs them."""

from __future__ import annotations

import secrets

from flask import current_app

from hubapp.core.mapping import FieldMapping
from hubapp.doors.database import transaction
from hubapp.doors.vault import open_sealed, seal
from hubapp.fields import field_kind_of
from hubapp.models import Connection, Hub
from hubapp.services.editing import draft_snapshot
from hubapp.services.integrations.connections import existing
from hubapp.services.integrations.mappings import destination_or_404
from hubapp.services.visiting import hidden_fields


def make_link_key(hub: Hub, kind: str) -> None:
    """A key that signs links, in place of the one before: links that were signed with that say who
    somebody is, and show it no more. Raises NotFoundHere, and Refused when nothing can be sealed.
    """
    sealed = seal(secrets.token_hex(32))
    with transaction():
        existing(hub, kind).link_key = sealed


def choose_link_person(hub: Hub, kind: str, same: bool) -> None:
    """Say whether whoever comes by a link and types another address is the same person. Raises
    NotFoundHere."""
    with transaction():
        existing(hub, kind).link_same_person = same


def identifies_by_link(hub: Hub, connection: Connection) -> bool:
    """The destination knows people by what a link says, so that nobody needs an address."""
    identity = FieldMapping.from_json(connection.mapping).identity_source
    return identity in {f"field.{field.key}" for field in hidden_fields(draft_snapshot(hub.id))}


def message_link(hub: Hub, connection: Connection) -> str:
    """What to paste into a message; empty before there is a key, or a field that takes the id."""
    key, parameter = connection.link_key, link_parameter(hub, connection)
    opened = open_sealed(key) if key else None
    if not opened or not parameter:
        return ""
    base = str(current_app.extensions["settings"].base_url).rstrip("/")
    destination = destination_or_404(connection.kind)
    return destination.message_link(f"{base}/h/{hub.slug}/", parameter, opened)


def link_parameter(hub: Hub, connection: Connection) -> str:
    """The parameter of a link that holds the id: of the field by which users are identified, else
    of the first that takes one; empty without any."""
    identity = FieldMapping.from_json(connection.mapping).identity_source
    fields = hidden_fields(draft_snapshot(hub.id))
    fields.sort(key=lambda each: f"field.{each.key}" != identity)
    kinds = ((field_kind_of(each.kind), each.options) for each in fields)
    return next((kind.link_parameter(options) for kind, options in kinds if kind), "")
