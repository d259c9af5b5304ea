"""A second brand's hub in the same workspace."""

from __future__ import annotations

from sqlalchemy import select

from hubapp.demo.hub import connect_to_sandbox, demo_documents
from hubapp.extensions import db
from hubapp.models import Hub, Member
from hubapp.services.editing import drafts, hubs, versions
from tests.support.servers import Sandbox


def another_brand(hub: Hub, sandbox: Sandbox) -> Hub:
    """The demo's cards again, published, with a connection of its own."""
    query = select(Member).where(Member.workspace_id == hub.workspace_id)
    member = db.session.scalars(query).first()
    other = hubs.create_hub(hub.workspace_id, member.user_id, "Other brand")
    made = demo_documents(drafts.documents(other.id))
    for document in made.values():
        document.pop("entry", None)
    drafts.change(other.id, member.user_id, "demo", made)
    versions.publish(other.id, member.user_id)
    connect_to_sandbox(other.id, sandbox.url)
    return other
