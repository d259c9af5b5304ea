"""How far entries have come on their way."""

from __future__ import annotations

from sqlalchemy import select

from hubapp.core.retrying import State
from hubapp.extensions import db
from hubapp.models import Connection, Submission
from hubapp.services.integrations import sent_of
from tests.support.application import make_hub, submit_entries
from tests.support.factories import DeliveryFactory
from tests.support.saving import save


def test_the_newest_delivery_of_each_entry_is_told(both, sandbox):
    hub = make_hub(sandbox.url)
    submit_entries(hub, "ana@example.com", "bea@example.com")
    ana, bea = db.session.scalars(select(Submission.id).order_by(Submission.id)).all()
    connection = db.session.scalars(select(Connection)).one()
    again = DeliveryFactory(connection=connection, submission_id=ana, state=State.DELIVERED)
    found = sent_of(hub.id, [ana, bea])
    assert [(each.kind, str(each.line.state)) for each in found[ana]] == [
        ("braze", "Accepted by Braze")
    ]
    assert found[ana][0].line.id == again.id
    assert [str(each.line.state) for each in found[bea]] == ["Waiting"]


def test_nothing_is_told_of_what_was_not_sent_or_is_being_deleted(both, sandbox):
    hub = make_hub(sandbox.url)
    submit_entries(hub, "ana@example.com")
    entry = db.session.scalars(select(Submission.id)).one()
    assert sent_of(hub.id, []) == {}
    assert sent_of(hub.id, [entry + 1]) == {}
    db.session.scalars(select(Connection)).one().state = "leaving"
    save()
    assert sent_of(hub.id, [entry]) == {}
