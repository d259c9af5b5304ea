"""A made-up visitor is sent before a connection is trusted."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest

from hubapp.core.confirming import person_mark
from hubapp.core.errors import Refused
from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Confirmed, Connection, Delivery, Hub
from hubapp.services.integrations import mappings, trial
from tests.support.application import connect
from tests.support.deliveries import hub_at

MAPPING = FieldMapping(
    "email", "field.email", "", (MappingRow("field.first_name", "attribute.first_name"),)
)
ANA, INVENTED = "ana.test@example.com", "hubapp-test@example.com"
GROUP = "subscription.11111111-1111-4111-8111-111111111111"


@pytest.fixture
def hub(app, sandbox) -> Hub:
    return hub_at(sandbox)


def connected(hub: Hub, tag: str = "sandbox", **of_mapping: object) -> Connection:
    connection = connect(hub, hub.endpoint)
    with transaction():
        connection.account.tag = tag
        connection.mapping = replace(MAPPING, **of_mapping).to_json()
    return connection


def send(connection: Connection, identity: str = INVENTED, sure: bool = False) -> trial.Tested:
    return trial.send_test(connection.hub, connection, identity, sure)


def refused(connection: Connection, identity: str, sure: bool = False) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        send(connection, identity, sure)
    return {each.where: str(each.sentence) for each in caught.value.problems}


def test_it_arrives_and_is_shown_with_its_answer(hub, sandbox):
    tested = send(connected(hub), ANA)
    assert tested.accepted
    assert str(tested.words) == (
        "Braze accepted the test. That means queued, not stored: look there for the user "
        "ana.test@example.com; it may take a few seconds to show."
    )
    assert tested.place == f"POST {sandbox.url}/users/track"
    (sent,) = orjson.loads(tested.body)["attributes"]
    assert (sent["email"], sent["first_name"]) == (ANA, "Test")
    assert tested.status == 201
    assert orjson.loads(tested.answer)["message"] == "success"
    assert sandbox.profile(f"email:{ANA}")["first_name"] == "Test"
    # It is no delivery of the hub's.
    assert db.session.query(Delivery).count() == 0


def test_what_is_chosen_is_sent_as_its_first_choice(hub, sandbox):
    chosen = MappingRow("field.favourite", "custom.drink")
    sent_as = {
        next(each for each in mappings.sources(hub) if each.key == chosen.source).sample: "D"
    }
    tested = send(connected(hub, rows=(replace(chosen, sent_as=sent_as),)), ANA)
    (sent,) = orjson.loads(tested.body)["attributes"]
    assert sent["drink"] == "D"


def test_the_key_is_shown_nowhere_even_if_the_answer_repeats_it(hub, sandbox):
    sandbox.fault(status=400, body={"message": "Bad key sandbox-key"})
    tested = send(connected(hub))
    assert "Bad key …" in tested.answer
    assert "sandbox-key" not in str(tested)


def test_a_long_answer_is_shown_from_its_beginning_and_said_to_be_longer(hub, sandbox):
    sandbox.fault(status=400, body={"message": "x" * 5000})
    tested = send(connected(hub))
    assert (len(tested.answer), tested.cut) == (2000, True)


@pytest.mark.parametrize(
    ("rule", "typed", "sentence"),
    [
        ("email", "", "Say whom the test is sent to."),
        ("email", "ana", "This is not an email address"),
        ("phone", "0412 345 679", "This is not a phone number with its country code"),
        ("external_id", "undefined", "which a link carries when it was not filled in"),
    ],
)
def test_what_cannot_be_such_a_person_is_refused_and_nothing_is_sent(
    hub, sandbox, rule, typed, sentence
):
    source = "field.email" if rule == "email" else "field.first_name"
    connection = connected(hub, identify_by=rule, identity_source=source)
    found = refused(connection, typed)
    assert list(found) == ["test_identity"]
    assert sentence in found["test_identity"]
    assert sandbox.state()["counts"]["requests"] == 0


def test_into_production_only_after_a_yes(hub, sandbox):
    connection = connected(hub, "production")
    assert list(refused(connection, INVENTED)) == ["test_sure"]
    assert sandbox.state()["counts"]["requests"] == 0
    assert send(connection, sure=True).accepted


@pytest.mark.parametrize(("tag", "given"), [("sandbox", True), ("production", False)])
def test_a_test_gives_no_consent_in_production(hub, sandbox, tag, given):
    rows = (*MAPPING.rows, MappingRow("constant", "attribute.email_subscribe", "opted_in"))
    tested = send(connected(hub, tag, rows=rows), sure=True)
    (sent,) = orjson.loads(tested.body)["attributes"]
    assert ("email_subscribe" in sent) is given
    said = [str(each) for each in tested.said]
    assert any("a test is nobody’s consent" in each for each in said) is not given


def test_what_was_left_out_is_said_with_its_reason(hub, sandbox):
    tested = send(connected(hub, rows=(MappingRow("field.first_name", "attribute.gender"),)))
    (said,) = tested.said
    assert str(said).startswith("Gender was left out: ")


@pytest.mark.parametrize(
    "creates_nobody",
    [
        {"identify_by": "braze_id", "identity_source": "field.first_name"},
        {"only_existing": True},
    ],
)
def test_where_nobody_is_created_nothing_is_said_to_be_stored(hub, sandbox, creates_nobody):
    tested = send(connected(hub, **creates_nobody), ANA)
    assert tested.accepted
    assert str(tested.words).endswith(f"unless {ANA} is there already, nothing is stored.")


def test_what_it_overwrote_of_somebody_is_confirmed_no_longer(hub, sandbox):
    """Else their next entry would leave out what Braze no longer has."""
    connection = connected(hub)
    marks = [person_mark(f"email:{each}") for each in (ANA, "ben@example.com")]
    with transaction() as session:
        for mark in marks:
            session.add(
                Confirmed(account_id=connection.account_id, person=mark, values={"x": ["1", 1]})
            )
    send(connection, ANA.upper())
    assert [each.person for each in db.session.query(Confirmed)] == marks[1:]


def test_a_refusal_is_told_in_the_destinations_words(hub, sandbox):
    connection = connected(hub)
    sandbox.client.post("/__sandbox/keys", json={"revoke": "sandbox-key"})
    tested = send(connection)
    assert not tested.accepted
    assert str(tested.words).startswith("Braze refused the key (401).")
    assert tested.status == 401


@pytest.mark.parametrize("broken", ["secret", "mapping"])
def test_what_is_incomplete_says_so(hub, sandbox, broken):
    connection = connected(hub)
    gone = replace(MAPPING, identity_source="field.gone").to_json()
    with transaction():
        if broken == "secret":
            connection.account.secret = b"of a lost key"
        else:
            connection.mapping = gone
    tested = send(connection)
    assert not tested.accepted
    assert str(tested.words) == (
        "The saved connection is incomplete. Save it again, then send the test."
    )
    assert (tested.place, sandbox.state()["counts"]["requests"]) == ("", 0)


@pytest.mark.parametrize(
    ("source", "rule", "invented"),
    [
        ("field.email", "Email", INVENTED),
        ("field.first_name", "Email", "hubapp-test"),
        ("field.gone", "Email", ""),
    ],
)
def test_somebody_harmless_is_offered(hub, source, rule, invented):
    connection = connected(hub, identity_source=source)
    offered = trial.whom_to_test(connection, mappings.sources(hub))
    assert (str(offered.rule), offered.invented) == (rule, invented)
