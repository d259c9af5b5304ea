"""A webhook, from the screen's save to a receiver that checks what it gets: the destination proves
that the house knows no destination by name."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from hubapp.core.errors import Refused
from hubapp.core.mapping import EVERYBODY, FieldMapping, MappingRow
from hubapp.core.retrying import State
from hubapp.doors import http
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Delivery
from hubapp.models.columns import now
from hubapp.services import delivery
from hubapp.services.integrations import accounts, connections, explain, replay
from hubapp.services.integrations.mappings import Form
from tests.support.application import submit_entries
from tests.support.deliveries import drain_all, due_now, hub_at
from tests.support.internet import Internet

KEY, NEXT = "whsec_" + "a" * 32, "whsec_" + "b" * 32
MAPPING = FieldMapping(
    "email",
    "field.email",
    "form.submitted",
    (MappingRow("field.first_name", "field.name"),),
    whom=EVERYBODY,
)


class Receiver:
    """Checks each message with the key that it knows, and answers with the next status."""

    def __init__(self) -> None:
        self.key, self.statuses = KEY, []
        self.taken: list[tuple[str, dict]] = []
        self.server = make_server("127.0.0.1", 0, self, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def __call__(self, environ, start):
        request = Request(environ)
        return Response("", self.answer(request))(environ, start)

    def answer(self, request: Request) -> int:
        body, head = request.get_data(), request.headers
        signed = f"{head['webhook-id']}.{head['webhook-timestamp']}.".encode() + body
        secret = base64.b64decode(self.key.removeprefix("whsec_"))
        mine = base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()
        if f"v1,{mine}" not in head["webhook-signature"].split(" "):
            return 401
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.taken.append((head["webhook-id"], json.loads(body)))
        return status


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    served = Receiver()
    yield served
    served.server.shutdown()
    served.server.server_close()


@pytest.fixture
def hub(app, sandbox, receiver):
    settings = app.extensions["settings"]
    listed = f"{sandbox.url},{receiver.url}"
    app.extensions["settings"] = settings.model_copy(update={"braze_extra_endpoints": listed})
    return hub_at(sandbox)


def save(hub, url, secret=KEY, **typed):
    form = Form({}, MAPPING, secret, keep_days=30, typed={"url": url, **typed})
    return connections.save(hub, "webhook", form)


def states() -> list[str]:
    db.session.expire_all()
    return [each.state for each in db.session.scalars(select(Delivery).order_by(Delivery.id))]


def test_a_form_becomes_one_signed_message_that_is_explained_and_replayed(hub, receiver):
    connection = save(hub, receiver.url)
    assert [told["type"] for _, told in receiver.taken] == ["hub.ping"]
    submit_entries(hub, "ana@example.com")
    drain_all(connection)
    name, told = receiver.taken[-1]
    assert told["type"] == "form.submitted"
    assert told["data"] == {"person": {"email": "ana@example.com"}, "fields": {"name": "Ana"}}
    row = db.session.scalars(select(Delivery)).one()
    story = explain.story(connection, row.id)
    assert '"name": "Ana"' in story.tries[-1].sent
    assert KEY not in repr(story)
    assert [str(each.became) for each in story.mapped] == ["Sent"]
    replay.replay_one(connection, row.id, "now")
    drain_all(connection)
    assert receiver.taken[-1][0] == name, "a receiver sees by its name that it has it"


def test_two_keys_sign_while_the_receiver_changes_its_own(hub, receiver):
    connection = save(hub, receiver.url)
    both = accounts.AccountForm("", "", NEXT, {"url": receiver.url, "both": "y"})
    accounts.save_account(hub.workspace_id, connection.account_id, both)
    for key in (KEY, NEXT):
        receiver.key = key
        submit_entries(hub, f"{key[-1]}@example.com")
        drain_all(connection)
    assert states() == [State.DELIVERED] * 2
    one = accounts.AccountForm("", "", "", {"url": receiver.url})
    accounts.save_account(hub.workspace_id, connection.account_id, one)
    receiver.key = KEY
    submit_entries(hub, "late@example.com")
    drain_all(connection)
    assert states()[-1] == State.WAITING
    assert "signature" in str(connection.account.held_words)


def test_gone_turns_it_off_until_somebody_turns_it_on(hub, receiver):
    connection = save(hub, receiver.url)
    receiver.statuses = [410]
    submit_entries(hub, "ana@example.com")
    drain_all(connection)
    account = connection.account
    assert (states(), connection.standing) == ([State.WAITING], "held")
    assert "wants no more messages (410)" in str(account.held_words)
    assert account.probe_at is None
    assert delivery.probes_due() == []
    assert delivery.untold() == [account.id]
    connections.resume(hub, "webhook")
    drain_all(connection)
    assert states() == [State.DELIVERED]


def test_a_probe_that_is_told_to_stop_is_the_last(hub, receiver):
    connection = save(hub, receiver.url)
    receiver.statuses = [404, 410]
    submit_entries(hub, "ana@example.com")
    drain_all(connection)
    assert connection.account.probe_at > now()
    due_now(connection)
    delivery.probe(connection.account_id)
    db.session.expire_all()
    assert connection.account.probe_at is None


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.0.0.7", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"]
    + ["169.254.169.254", "[fe80::1]", "0.0.0.0", "[64:ff9b::7f00:1]"],
)
def test_an_address_within_is_refused_when_connecting(hub, host):
    with pytest.raises(Refused) as refusal:
        save(hub, f"https://{host}/hook")
    (problem,) = refusal.value.problems
    assert problem.where == "url"
    assert "Nothing was saved." in str(problem.sentence)


def test_a_name_that_leads_elsewhere_later_is_refused_when_sending(hub, receiver, monkeypatch):
    """Rebinding: public when it was saved, private when something is to be sent."""
    connection = save(hub, receiver.url)
    account = connection.account
    with transaction():
        account.settings = {"url": "https://hooks.example.com/in"}
    within = Internet({"hooks.example.com": ["10.0.0.7"]}).network
    monkeypatch.setattr(http, "_door", http.Door(within))
    submit_entries(hub, "ana@example.com")
    drain_all(connection)
    assert states() == [State.WAITING]
    assert "private address" in str(account.held_words)
