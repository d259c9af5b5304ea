"""A connection is tried before it is trusted: an example, a made-up visitor."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest

from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Delivery, Hub
from hubapp.services.integrations import trial
from hubapp.services.integrations.mappings import Form
from tests.support.application import connect
from tests.support.deliveries import hub_at

MAPPING = FieldMapping(
    "email", "field.email", "", (MappingRow("field.first_name", "attribute.first_name"),)
)


@pytest.fixture
def hub(app, sandbox) -> Hub:
    return hub_at(sandbox)


def example(hub: Hub, **of_mapping: object) -> tuple[list[str], str]:
    sentences, body, *_ = trial.example(hub, "braze", Form({}, replace(MAPPING, **of_mapping)))
    return [str(each) for each in sentences], body


def test_an_example_says_in_words_and_to_the_letter_what_would_be_sent(hub, sandbox):
    sentences, body = example(hub)
    (sent,) = orjson.loads(body)["attributes"]
    assert sentences[0] == f"Finds or creates the user by Email: {sent['email']}."
    assert sentences[1:] == [f"Sets first_name to “{sent['first_name']}”."]
    # Nobody was asked anything.
    assert sandbox.state()["counts"]["requests"] == 0


def test_an_example_has_its_event(hub):
    sentences, body = example(hub, event_name="entered")
    assert orjson.loads(body)["events"][0]["name"] == "entered"
    assert sentences[-1] == "Logs the event entered."


@pytest.mark.parametrize(
    "unfinished",
    [
        {"identify_by": ""},
        {"identify_by": "shoe size"},
        {"identity_source": ""},
        {"identity_source": "field.gone"},
        # A source without an example cannot name anybody.
        {"identity_source": "constant"},
    ],
)
def test_before_it_is_known_who_somebody_is_there_is_no_example(hub, unfinished):
    assert example(hub, **unfinished) == ([], "")


def test_a_made_up_visitor_arrives(hub, sandbox):
    connection = connect(hub, sandbox.url)
    accepted, words = trial.send_test(hub, connection)
    assert accepted
    assert str(words) == (
        "Braze accepted the test. Look for the user hubapp-test@example.com; it may take a few "
        "seconds to show."
    )
    assert sandbox.profile("email:hubapp-test@example.com")["first_name"] == "Test"
    # It is no delivery of the hub's.
    assert db.session.query(Delivery).count() == 0


def test_whoever_is_known_by_their_own_id_is_made_up_too(hub, sandbox):
    connection = connect(hub, sandbox.url)
    with transaction():
        connection.mapping = replace(
            MAPPING, identify_by="external_id", identity_source="field.first_name"
        ).to_json()
    assert "hubapp-test;" in str(trial.send_test(hub, connection)[1])


def test_where_nobody_is_created_nothing_is_said_to_be_stored(hub, sandbox):
    connection = connect(hub, sandbox.url)
    with transaction():
        connection.mapping = replace(
            MAPPING, identify_by="braze_id", identity_source="field.first_name"
        ).to_json()
    accepted, words = trial.send_test(hub, connection)
    assert accepted
    assert "nothing is stored for the made-up ID hubapp-test" in str(words)


def test_what_a_test_could_not_store_is_counted(hub, sandbox):
    rows = (MappingRow("field.first_name", "attribute.gender"),)
    connection = connect(hub, sandbox.url, rows=rows)
    _, words = trial.send_test(hub, connection)
    assert str(words).endswith("Values left out because they cannot be stored there: 1.")


def test_a_refusal_is_told_in_the_destinations_words(hub, sandbox):
    connection = connect(hub, sandbox.url)
    sandbox.client.post("/__sandbox/keys", json={"revoke": "sandbox-key"})
    accepted, words = trial.send_test(hub, connection)
    assert not accepted
    assert str(words).startswith("Braze refused the key (401).")


@pytest.mark.parametrize("broken", ["secret", "mapping"])
def test_what_is_incomplete_says_so(hub, sandbox, broken):
    connection = connect(hub, sandbox.url)
    gone = replace(MAPPING, identity_source="field.gone").to_json()
    with transaction():
        if broken == "secret":
            connection.account.secret = b"of a lost key"
        else:
            connection.mapping = gone
    accepted, words = trial.send_test(hub, connection)
    assert not accepted
    assert str(words) == "The saved connection is incomplete. Save it again, then send the test."
    assert sandbox.state()["counts"]["requests"] == 0
