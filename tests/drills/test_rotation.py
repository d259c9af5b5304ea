"""A new key and a change of rule while visitors send: nothing is lost, and nobody gets a second
profile without its being said."""

from __future__ import annotations

import threading

import pytest

from hubapp.core.errors import Refused
from hubapp.core.mapping import EVERYBODY, FieldMapping, MappingRow
from hubapp.core.retrying import State
from hubapp.extensions import db
from hubapp.models import Hub
from hubapp.services.integrations import accounts, connections, rules
from hubapp.services.integrations.mappings import Form
from tests.support.application import connect, submit_entries
from tests.support.deliveries import drain_all, due_now, hub_at, states

PEOPLE = [f"v{at}@example.com" for at in range(24)]
ROWS = (MappingRow("field.first_name", "attribute.first_name"),)


def test_a_new_key_and_a_change_of_rule_under_load(on_both_disks, sandbox):
    app, hub = on_both_disks, hub_at(sandbox)
    connection = connect(hub, sandbox.url)
    account_id, workspace_id, hub_id = connection.account_id, hub.workspace_id, hub.id

    def send(people):
        with app.app_context():
            for email in people:
                submit_entries(db.session.get_one(Hub, hub_id), email)

    senders = [threading.Thread(target=send, args=(PEOPLE[at::2],)) for at in range(2)]
    for each in senders:
        each.start()
    drain_all(connection)
    # The old key ends while they send: everything waits.
    sandbox.fault(status=401, body={"message": "Invalid API Key"}, count=1)
    drain_all(connection)
    form = accounts.AccountForm("Braze", "sandbox", "sandbox-key", {"endpoint": sandbox.url})
    accounts.save_account(workspace_id, account_id, form)
    for each in senders:
        each.join()
    due_now(connection)
    while drain_all(connection):
        due_now(connection)
    assert states(connection) == {State.DELIVERED}
    found = {profile["email"] for profile in sandbox.state()["profiles"] if profile.get("email")}
    assert found == set(PEOPLE)
    # Another rule: refused until it is meant, with how many it is about.
    other = FieldMapping("alias_email", "field.email", "", ROWS, whom=EVERYBODY)
    changed = Form({}, other, "", keep_days=30, typed={"endpoint": sandbox.url})
    with pytest.raises(Refused) as refusal:
        connections.save(db.session.get_one(Hub, hub_id), "braze", changed)
    (problem,) = refusal.value.problems
    assert (problem.where, str(problem.sentence)[:9]) == ("rule_meant", f"{len(PEOPLE)} people"[:9])
    assert rules.people_of(account_id) == len(PEOPLE)
