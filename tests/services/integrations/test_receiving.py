"""What a destination would receive, beside the mapping."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest

from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.models import Hub
from hubapp.services.integrations import receiving
from hubapp.services.integrations.mappings import Form
from tests.support.deliveries import hub_at

MAPPING = FieldMapping(
    "email", "field.email", "", (MappingRow("field.first_name", "attribute.first_name"),)
)


@pytest.fixture
def hub(app, sandbox) -> Hub:
    return hub_at(sandbox)


def example(hub: Hub, **of_mapping: object) -> tuple[list[str], str]:
    sentences, body, *_ = receiving.example(hub, "braze", Form({}, replace(MAPPING, **of_mapping)))
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


def costs(hub: Hub, *rows: MappingRow) -> list[str]:
    mapping = replace(MAPPING, rows=(*MAPPING.rows, *rows))
    return [str(each) for each in receiving.example(hub, "braze", Form({}, mapping)).costs]


def test_it_says_what_it_costs_and_which_consents_it_sets(hub):
    assert costs(hub)[0].startswith("Data points: at most 1,")
    assert costs(hub)[1:] == ["It sets no consent."]
    opted = MappingRow("constant", "attribute.email_subscribe", "opted_in")
    assert costs(hub, opted)[1:] == ["It sets a consent: Email subscription."]
    # What Braze would drop is no consent.
    dropped = MappingRow("constant", "attribute.email_subscribe", "perhaps")
    assert costs(hub, dropped)[1:] == ["It sets no consent."]
