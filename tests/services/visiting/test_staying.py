"""Whether the person of a link stays the same is for an admin to say, where that can arrive."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection
from hubapp.services.editing import drafts, versions
from hubapp.services.visiting.staying import stays_of_link
from tests.services.visiting.visits import visit_to
from tests.support.application import make_hub


@pytest.mark.parametrize(
    ("same", "identity", "stays"),
    [(True, "field.who", True), (False, "field.who", False), (True, "field.email", False)],
)
def test_it_is_chosen_and_the_id_of_the_link_says_who_it_is(app, same, identity, stays):
    hub = make_hub("http://127.0.0.1:9")
    document, _ = drafts.document(hub.id, "form:draw")
    who = {"id": "who", "kind": "hidden", "key": "who", "label": "", "options": {"parameter": "id"}}
    drafts.change(
        hub.id, None, "x", {"form:draw": {**document, "fields": [*document["fields"], who]}}
    )
    versions.publish(hub.id, None)
    with transaction() as session:
        connection = session.scalars(select(Connection)).one()
        connection.link_same_person = same
        connection.mapping = {**connection.mapping, "identity_source": identity}
    assert stays_of_link(visit_to(db.session.merge(hub), "poll")) is stays
    with transaction() as session:
        session.get_one(Connection, connection.id).state = "leaving"
    assert stays_of_link(visit_to(hub, "poll")) is False
