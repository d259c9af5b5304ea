"""The list of deliveries: found, explained, sent again, in the background."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.core.retrying import State
from hubapp.extensions import db
from hubapp.models import Connection, Delivery, Run
from hubapp.work import sweep
from tests.blueprints.page import page_of
from tests.support.application import connect, make_hub, submit_entries
from tests.support.factories import DeliveryFactory, MemberFactory
from tests.support.saving import save


@pytest.fixture
def hub(app, sandbox):
    """The demo's hub, not connected."""
    return make_hub(sandbox.url, connect=False)


@pytest.fixture
def connection(hub, sandbox) -> Connection:
    return connect(hub, sandbox.url)


@pytest.fixture
def logged_in(app, hub):
    """The browser of a member of the hub's workspace with this role."""

    def log_in(role: str = "admin"):
        email = f"{role}@demo.example"
        MemberFactory(user__email=email, workspace=hub.workspace, role=role)
        client = app.test_client()
        client.post("/login", data={"email": email, "password": "correct horse battery"})
        return client

    return log_in


@pytest.fixture
def admin(logged_in):
    return logged_in("admin")


@pytest.fixture
def at(hub) -> str:
    """The address of the connection's screens."""
    return f"/hubs/{hub.id}/settings/integrations/braze"


@pytest.fixture
def delivery(connection) -> Delivery:
    """One that was delivered."""
    submit_entries(connection.hub, "ana@example.com")
    sweep.sweep()
    db.session.expire_all()
    return db.session.scalars(select(Delivery)).one()


@pytest.fixture
def rejected(connection) -> Delivery:
    return DeliveryFactory(
        connection=connection,
        state=State.REJECTED,
        reason="Invalid email",
        words="Braze said no.",
        person="email:bea@example.com",
    )


def note(client, reply) -> str:
    """What the next page says."""
    assert reply.status_code == 302
    return page_of(client.get(reply.location)).words


def runs() -> list[tuple[str, str, dict]]:
    db.session.expire_all()
    return [(run.kind, run.state, run.wanted) for run in db.session.scalars(select(Run))]


def test_without_a_connection_the_list_leads_to_where_one_is_made(admin, at):
    assert admin.get(f"{at}/deliveries").location == at.removesuffix("/braze")


def test_a_destination_that_there_is_not(admin, at):
    assert admin.get(f"{at}2/deliveries").status_code == 404


def test_the_list_says_what_became_of_each(admin, at, delivery):
    page = page_of(admin.get(f"{at}/deliveries"))
    assert "Accepted" in page.words
    assert "ana@example.com" in page.words
    assert "Win the cooler" in page.words


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", True),
        ("?state=delivered", True),
        ("?state=rejected", False),
        ("?state=nonsense", True),
        ("?card=draw", True),
        ("?card=quiz", False),
        ("?begin=2020-01-01&end=2999-12-31", True),
        ("?end=2020-01-01", False),
        ("?begin=yesterday", True),
        ("?before=1", False),
    ],
)
def test_the_list_is_narrowed_by_its_address(admin, at, delivery, query, shown):
    reply = admin.get(f"{at}/deliveries{query}")
    assert reply.status_code == 200
    assert (f"{at}/deliveries/{delivery.id}" in page_of(reply).links) is shown


def test_an_analyst_sees_that_something_happened_and_not_to_whom(logged_in, at, delivery):
    analyst = logged_in("analyst")
    for address in (f"{at}/deliveries", f"{at}/deliveries/{delivery.id}"):
        page = analyst.get(address)
        assert page.status_code == 200
        assert "Accepted" in page.text
        assert "ana@example.com" not in page.text


@pytest.mark.parametrize("who", ["ana@example.com", "  Ana@Example.com "])
def test_somebody_is_found_without_their_address_in_a_link(admin, at, delivery, who):
    reply = admin.post(f"{at}/deliveries/find", data={"who": who})
    assert reply.location == f"{at}/deliveries?of={delivery.id}"
    assert f"{at}/deliveries/{delivery.id}" in page_of(admin.get(reply.location)).links


@pytest.mark.parametrize("form", [{"who": "nobody@example.com"}, {"who": ""}, {}])
def test_who_is_not_there_is_not_found(admin, at, delivery, form):
    told = note(admin, admin.post(f"{at}/deliveries/find", data=form))
    assert "Nobody with this email, phone or ID has a delivery here." in told


def test_a_delivery_is_explained(admin, at, delivery):
    page = page_of(admin.get(f"{at}/deliveries/{delivery.id}"))
    assert "ana@example.com" in page.words
    assert "First name" in page.words


@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_a_delivery_of_another_hub_is_not_there(admin, at, connection, verb):
    other = DeliveryFactory()
    address = f"{at}/deliveries/{other.id}" + ("/replay" if verb == "POST" else "")
    assert admin.open(address, method=verb).status_code == 404
    assert admin.get(f"{at}/deliveries?of={other.id}").status_code == 404


def test_an_ended_delivery_is_sent_again(admin, at, delivery, sandbox):
    reply = admin.post(f"{at}/deliveries/{delivery.id}/replay", data={"mapping": "now"})
    assert "It goes out again now." in note(admin, reply)
    db.session.expire_all()
    assert delivery.state == State.WAITING
    sweep.sweep()
    assert sandbox.profile("email:ana@example.com")["first_name"] == "Ana"


def test_one_that_is_on_its_way_is_not(admin, at, connection):
    submit_entries(connection.hub, "ana@example.com")
    delivery = db.session.scalars(select(Delivery)).one()
    told = note(admin, admin.post(f"{at}/deliveries/{delivery.id}/replay"))
    assert "This delivery is still on its way. Nothing to replay." in told


STARTED = "Started. It goes on in the background, behind what visitors send now."


def test_all_that_were_rejected_for_one_reason_are_sent_again(admin, at, rejected):
    form = {"reason": "Invalid email", "mapping": "now"}
    assert STARTED in note(admin, admin.post(f"{at}/deliveries/replay", data=form))
    assert runs() == [("replay", "running", form)]


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("deliveries/replay", {"reason": "another"}),
        ("deliveries/replay", {}),
        ("backfill", {}),
        ("resend", {}),
    ],
)
def test_where_there_is_nothing_to_send_nothing_is_started(admin, at, rejected, address, form):
    told = note(admin, admin.post(f"{at}/{address}", data=form))
    assert "There is nothing to send." in told
    assert runs() == []


def test_what_came_before_the_connection_is_sent(admin, hub, at, sandbox):
    submit_entries(hub, "ana@example.com")
    connect(hub, sandbox.url, begins_after=1_000_000)
    assert STARTED in note(admin, admin.post(f"{at}/backfill"))
    assert [kind for kind, _, _ in runs()] == ["backfill"]


@pytest.mark.parametrize("of", ["", "0", "nobody"])
def test_everything_of_everybody_is_sent_again(admin, at, delivery, of):
    assert STARTED in note(admin, admin.post(f"{at}/resend", data={"of": of}))
    assert runs() == [("resend", "running", {})]


def test_everything_of_one_person_is_sent_again(admin, at, delivery):
    admin.post(f"{at}/resend", data={"of": str(delivery.id)})
    assert runs() == [("resend", "running", {"person": "email:ana@example.com"})]


def test_of_a_person_of_another_hub_nothing_is_sent(admin, at, delivery):
    reply = admin.post(f"{at}/resend", data={"of": str(DeliveryFactory().id)})
    assert reply.status_code == 404
    assert runs() == []


def test_a_run_is_paused_resumed_and_stopped(admin, at, rejected):
    admin.post(f"{at}/deliveries/replay", data={"reason": "Invalid email"})
    number = db.session.scalars(select(Run.id)).one()
    for verb, state in (("pause", "paused"), ("resume", "running"), ("stop", "stopped")):
        assert admin.post(f"{at}/runs/{number}/{verb}").location == f"{at}/deliveries"
        assert runs()[0][1] == state
    admin.post(f"{at}/runs/{number}/resume")
    assert runs()[0][1] == "stopped"


@pytest.mark.parametrize("address", ["runs/99/pause", "runs/1/dance"])
def test_there_is_no_such_run_or_no_such_thing_to_do(admin, at, connection, address):
    assert admin.post(f"{at}/{address}").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["deliveries/find", "deliveries/1/replay", "deliveries/replay", "backfill", "resend"],
)
def test_without_a_connection_there_is_nothing_to_send(admin, at, address):
    assert admin.post(f"{at}/{address}").status_code == 404


def test_what_is_sent_again_while_it_is_paused_waits(admin, at, delivery, connection):
    connection.state = "paused"
    save()
    reply = admin.post(f"{at}/deliveries/{delivery.id}/replay", data={"mapping": "now"})
    assert "It is in line again. It waits until you resume." in note(admin, reply)
