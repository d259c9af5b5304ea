"""A consent leaves at most once: it is never told again after somebody took it back in Braze."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from hubapp.core.mapping import EVERYBODY, FieldMapping
from hubapp.demo.hub import connect_to_sandbox
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, Submission
from hubapp.models.columns import now
from hubapp.services import rights
from hubapp.services.integrations import connections, explain, leaving, replay, runs
from hubapp.services.integrations.mappings import Form
from hubapp.services.visiting import stamps
from hubapp.work import sweep
from tests.support.application import make_hub, stamp_in
from tests.support.deliveries import drain_all
from tests.support.saving import save

ANA = "ana@example.com"
ALIAS = {"alias_name": ANA, "alias_label": "email"}
HUB = "/h/summer-kick-off/"


@pytest.fixture
def hub(both, sandbox, monkeypatch):
    monkeypatch.setattr(stamps, "FASTEST", 0)
    return make_hub(sandbox.url)


@pytest.fixture
def client(both):
    return both.test_client()


def connection() -> Connection:
    return db.session.scalars(select(Connection)).one()


def deliver() -> None:
    for _ in range(3):
        sweep.sweep()


def state(sandbox) -> str:
    return sandbox.profile(f"alias:email/{ANA}").get("email_subscribe", "")


def take_back(sandbox) -> None:
    """Ana unsubscribes in Braze, from the other side."""
    body = {"attributes": [{"user_alias": ALIAS, "email_subscribe": "unsubscribed"}]}
    key = {"Authorization": "Bearer sandbox-key"}
    assert sandbox.client.post("/users/track", json=body, headers=key).status_code == 201
    assert state(sandbox) == "unsubscribed"


def spin(client, **more: str) -> None:
    """The wheel: a form with a consent at the start, then the play."""
    stamp = stamp_in(client.get(f"{HUB}spin-to-win/").text)
    form = {"stamp": stamp, "f-email": ANA, "f-marketing_consent": "y", **more}
    where = client.post(f"{HUB}spin-to-win/", data=form).location
    client.post(where, data={"step": "0", "answer": "reveal"})


def enter_the_draw(client) -> None:
    """A form with a consent, and no more."""
    stamp = stamp_in(client.get(f"{HUB}enter-the-draw/").text)
    born = ["1", "2", "1990"]
    form = {"stamp": stamp, "f-email": ANA, "f-marketing_consent": "y", "f-date_of_birth": born}
    client.post(f"{HUB}enter-the-draw/", data=form)


def vote(client) -> None:
    stamp = stamp_in(client.get(f"{HUB}summer-spot/").text)
    client.post(f"{HUB}summer-spot/", data={"stamp": stamp, "step": "0", "answer": "p1"})


def connect_and_backfill(hub, sandbox) -> None:
    """Connect a hub of which everything came before, and send all of it."""
    connect_to_sandbox(hub.id, sandbox.url)
    connection().begins_after = 99
    save()
    runs.start_backfill(connection())
    deliver()


def map_consent_to(target: str) -> None:
    found = connection()
    rows = [
        {**row, "target": target} if row["source"] == "field.marketing_consent" else row
        for row in found.mapping["rows"]
    ]
    found.mapping = FieldMapping.from_json({**found.mapping, "rows": rows}).to_json()
    found.only_changes = False
    save()


def test_it_leaves_with_its_submission(hub, client, sandbox):
    spin(client)
    deliver()
    assert state(sandbox) == "opted_in"


def test_a_play_after_it_does_not_tell_it_again(hub, client, sandbox):
    spin(client)
    deliver()
    take_back(sandbox)
    vote(client)
    deliver()
    assert sandbox.profile(f"alias:email/{ANA}")["custom_attributes"]["summer_spot"]
    assert state(sandbox) == "unsubscribed"


def test_the_end_of_the_play_whose_start_form_asked_does_not_tell_it_again(hub, client, sandbox):
    spin(client)
    records = [each["once"] for each in db.session.scalars(select(Delivery.record))]
    assert sorted(records) == [[], ["attribute.email_subscribe"]]


def test_sending_everything_again_leaves_it_out(hub, client, sandbox):
    spin(client)
    deliver()
    take_back(sandbox)
    runs.start_resend(connection())
    deliver()
    assert state(sandbox) == "unsubscribed"


@pytest.mark.parametrize("mapping", [replay.THEN, replay.NOW])
def test_a_replay_of_what_arrived_leaves_it_out_and_says_so(hub, client, sandbox, mapping):
    spin(client)
    deliver()
    take_back(sandbox)
    for delivery_id in db.session.scalars(select(Delivery.id)).all():
        for _ in range(2):
            replay.replay_one(connection(), delivery_id, mapping)
            deliver()
    assert state(sandbox) == "unsubscribed"
    first = db.session.scalars(select(Delivery).order_by(Delivery.id)).first()
    assert first.history[0]["without_consent"]


@pytest.mark.parametrize("mapping", [replay.THEN, replay.NOW])
def test_a_replay_of_what_never_got_through_carries_it(hub, client, sandbox, mapping):
    sandbox.fault(
        status=201,
        body={
            "message": "success",
            "errors": [{"type": "EMAIL_BAD_FORMAT", "input_array": "attributes", "index": 0}],
        },
    )
    enter_the_draw(client)
    drain_all(connection())
    row = db.session.scalars(select(Delivery)).one()
    assert row.state == "rejected"
    replay.replay_one(connection(), row.id, mapping)
    deliver()
    assert state(sandbox) == "opted_in"


def test_it_does_not_leave_again_after_disconnecting_and_connecting(hub, client, sandbox):
    spin(client)
    deliver()
    take_back(sandbox)
    leaving.disconnect(hub, "braze")
    connect_and_backfill(hub, sandbox)
    assert state(sandbox) == "unsubscribed"


def test_a_backfill_carries_what_never_left(both, client, sandbox, monkeypatch):
    monkeypatch.setattr(stamps, "FASTEST", 0)
    hub = make_hub(sandbox.url, connect=False)
    spin(client)
    connect_and_backfill(hub, sandbox)
    assert state(sandbox) == "opted_in"


def test_a_consent_in_a_custom_attribute_is_one_too(hub, client, sandbox):
    map_consent_to("custom.news")
    spin(client)
    deliver()
    body = {"attributes": [{"user_alias": ALIAS, "news": False}]}
    sandbox.client.post("/users/track", json=body, headers={"Authorization": "Bearer sandbox-key"})
    vote(client)
    runs.start_resend(connection())
    deliver()
    assert sandbox.profile(f"alias:email/{ANA}")["custom_attributes"]["news"] is False


def test_a_fixed_value_for_a_subscription_is_a_consent_too(hub, client, sandbox):
    found = connection()
    rows = [
        {**row, "source": "constant", "constant": "opted_in"}
        if row["target"] == "attribute.email_subscribe"
        else row
        for row in found.mapping["rows"]
    ]
    found.mapping = {**found.mapping, "rows": rows}
    save()
    spin(client)
    deliver()
    assert state(sandbox) == "opted_in"
    take_back(sandbox)
    vote(client)
    deliver()
    assert state(sandbox) == "unsubscribed"


def test_one_that_waited_for_over_a_day_stays_until_somebody_says_yes(hub, client, sandbox):
    """Somebody unsubscribes while the connection is paused."""
    with time_machine.travel(now() - timedelta(hours=25)):
        enter_the_draw(client)
    connections.pause(hub, "braze")
    sandbox_says_no = {"attributes": [{"user_alias": ALIAS, "email_subscribe": "unsubscribed"}]}
    key = {"Authorization": "Bearer sandbox-key"}
    sandbox.client.post("/users/track", json=sandbox_says_no, headers=key)
    connections.resume(hub, "braze")
    deliver()
    assert state(sandbox) != "opted_in"
    row = db.session.scalars(select(Delivery)).one()
    assert (row.state, row.record["once"]) == ("delivered", [])
    [told] = explain.story(connection(), row.id).tries[:1]
    assert (str(told.verdict), "over a day" in str(told.words)) == ("Consent kept here", True)
    assert "not sent" in "".join(rights.all_receipts(hub.workspace_id))
    replay.replay_one(connection(), row.id, replay.NOW)
    deliver()
    assert state(sandbox) == "opted_in"


def test_one_that_waited_for_less_goes_with_its_submission(hub, client, sandbox):
    with time_machine.travel(now() - timedelta(hours=23)):
        enter_the_draw(client)
    deliver()
    assert state(sandbox) == "opted_in"


def _refused(client, sandbox) -> Delivery:
    """A submission that Braze refuses, with its consent."""
    error = {"type": "EMAIL_BAD_FORMAT", "input_array": "attributes", "index": 0}
    sandbox.fault(status=201, body={"message": "success", "errors": [error]})
    enter_the_draw(client)
    drain_all(connection())
    row = db.session.scalars(select(Delivery)).one()
    assert row.state == "rejected"
    return row


def test_of_two_deliveries_in_line_only_one_carries_it(hub, client, sandbox):
    first = _refused(client, sandbox)
    runs.start_resend(connection())
    deliver()
    second = db.session.scalars(select(Delivery).order_by(Delivery.id.desc())).first()
    assert (second.id, second.state) != (first.id, "waiting")
    connections.pause(hub, "braze")
    replay.replay_one(connection(), first.id, replay.THEN)
    replay.replay_one(connection(), second.id, replay.NOW)
    assert [bool(row.record["once"]) for row in (first, second)] == [True, False]
    connections.resume(hub, "braze")
    deliver()
    assert state(sandbox) == "opted_in"


def test_disconnecting_does_not_take_for_told_what_never_left(hub, client, sandbox):
    _refused(client, sandbox)
    runs.start_resend(connection())
    deliver()
    leaving.disconnect(hub, "braze")
    connect_and_backfill(hub, sandbox)
    assert state(sandbox) == "opted_in"


def test_one_given_again_leaves_again(hub, client, sandbox):
    map_consent_to("custom.news")
    connection().only_changes = True
    save()
    spin(client)
    deliver()
    body = {"attributes": [{"user_alias": ALIAS, "news": False}]}
    sandbox.client.post("/users/track", json=body, headers={"Authorization": "Bearer sandbox-key"})
    enter_the_draw(client)
    deliver()
    assert sandbox.profile(f"alias:email/{ANA}")["custom_attributes"]["news"] is True


def test_with_another_address_it_is_noted_where_it_went(hub, client, sandbox, monkeypatch):
    spin(client)
    deliver()
    monkeypatch.setattr(connections, "try_key", lambda *_a_key_that_works: None)
    mapping = replace(FieldMapping.from_json(connection().mapping), whom=EVERYBODY)
    elsewhere = {"endpoint": "https://rest.iad-03.braze.com"}
    connections.save(hub, "braze", Form({}, mapping, "a-key", keep_days=30, typed=elsewhere))
    db.session.expire_all()
    (submission, *_) = db.session.scalars(select(Submission))
    assert submission.consents_left == [f"braze {sandbox.url}"]
