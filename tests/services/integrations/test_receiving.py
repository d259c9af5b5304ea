"""What a destination would receive, beside the mapping."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest
from sqlalchemy import event

from hubapp.core.mapping import CONSENTING, FieldMapping, MappingRow
from hubapp.core.writing import FIRST
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Connection, Hub
from hubapp.services.integrations import receiving
from hubapp.services.integrations.mappings import Form, sources
from hubapp.services.integrations.receiving import CHOSEN, LAST, Choice, Example
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import ANA, BEN, ENTRY, visit_to, vote
from tests.support.application import connect
from tests.support.deliveries import drain_all, hub_at

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


CONSENT = "field.marketing_consent"
REAL = FieldMapping(
    "alias_email",
    "field.email",
    "played",
    (
        MappingRow("field.email", "attribute.email"),
        MappingRow("field.date_of_birth", "attribute.dob"),
        MappingRow("field.favourite", "custom.drink", sent_as={"Iced tea": "TEA"}),
        MappingRow("card.poll.answer", "custom.spot"),
        MappingRow("fact.submission_id", "event.submission"),
        MappingRow(CONSENT, "attribute.email_subscribe"),
    ),
)
SENT = {**ENTRY, "favourite": ["Iced tea"]}


def connected(hub: Hub, mapping: FieldMapping = REAL) -> Connection:
    connection = connect(hub, hub.endpoint)
    with transaction():
        connection.mapping = mapping.to_json()
    return connection


def last(hub: Hub, mapping: FieldMapping = REAL) -> Example:
    return receiving.example(hub, "braze", Form({}, mapping), Choice(LAST))


def notes(found: Example) -> list[str]:
    return [str(each) for each in found.notes]


def chosen(hub: Hub, mapping: FieldMapping = REAL, **answers: list[str]) -> Example:
    given = {f"field.{key}": value for key, value in answers.items()}
    return receiving.example(hub, "braze", Form({}, mapping), Choice(CHOSEN, given))


@pytest.mark.parametrize("consent", [["y"], []])
def test_of_the_last_real_person_it_is_what_the_destination_gets(hub, sandbox, consent):
    connection = connected(hub)
    submit(visit_to(hub, "draw"), {**SENT, "marketing_consent": consent})
    found = last(hub)
    assert sandbox.state()["counts"]["requests"] == 0
    drain_all(connection)
    (request,) = sandbox.state()["requests"]
    assert orjson.loads(found.body) == request["body"]
    assert (found.identity, found.card) == (ANA, "Win the cooler")
    assert found.at is not None
    assert bool(consent) is ("It sets a consent: Email subscription." in map(str, found.costs))


def test_a_play_of_theirs_too(hub, sandbox):
    connection = connected(hub)
    cookie = submit(visit_to(hub, "draw"), SENT).visitor_token
    drain_all(connection)
    vote(hub, cookie)
    found = last(hub)
    drain_all(connection)
    *_, request = sandbox.state()["requests"]
    body = orjson.loads(found.body)
    # What was confirmed with the form went with the form; that it does is said.
    assert request["body"]["events"] == body["events"]
    assert request["body"]["attributes"][0].items() <= body["attributes"][0].items()
    assert any("for a consent leaves with its form alone" in each for each in notes(found))
    assert any(each.startswith("Braze has ") for each in notes(found))


def test_where_all_is_sent_again_nothing_is_said_to_be_left_out(hub, sandbox):
    connection = connected(hub)
    submit(visit_to(hub, "draw"), SENT)
    drain_all(connection)
    assert any(each.startswith("Braze has ") for each in notes(last(hub)))
    whole = Form({}, REAL, only_changes=False)
    found = receiving.example(hub, "braze", whole, Choice(LAST))
    assert not any(each.startswith("Braze has ") for each in notes(found))


@pytest.mark.parametrize("only_changes", [True, False])
def test_where_an_earlier_answer_stays_the_request_is_without_the_later(hub, sandbox, only_changes):
    drink = MappingRow("field.favourite", "custom.drink", how=FIRST)
    mapping = replace(REAL, rows=(*REAL.rows[:1], drink))
    connection = connected(hub, mapping)
    with transaction():
        connection.only_changes = only_changes
    submit(visit_to(hub, "draw"), SENT)
    drain_all(connection)
    form = Form({}, mapping, only_changes=only_changes)
    first = receiving.example(hub, "braze", form, Choice(LAST))
    assert orjson.loads(first.body)["attributes"][0]["drink"] == "Iced tea"
    submit(visit_to(hub, "draw"), {**ENTRY, "favourite": ["Lemonade"]})
    found = receiving.example(hub, "braze", form, Choice(LAST))
    drain_all(connection)
    *_, request = sandbox.state()["requests"]
    assert orjson.loads(found.body)["events"] == request["body"]["events"]
    assert "drink" not in str(request["body"])
    assert "drink" not in found.body
    assert not any("drink" in str(each) for each in found.sentences)
    stays = [each for each in notes(found) if "an earlier answer stays" in each]
    assert stays == ["Left out: an earlier answer stays (drink)."]
    assert not any("Favourite" in each for each in notes(found))


def test_of_nobody_there_is_nothing(hub):
    found = last(hub)
    assert (found.body, found.named, str(found.why)) == ("", True, "")
    assert not last(hub, replace(REAL, identity_source="field.gone")).named


def test_whoever_is_not_sent_is_told_with_the_reason(hub):
    mapping = replace(REAL, whom=CONSENTING, consent_source=CONSENT)
    submit(visit_to(hub, "draw"), {**SENT, "email": [BEN], "marketing_consent": []})
    alone = last(hub, mapping)
    assert (alone.body, alone.identity) == ("", BEN)
    assert str(alone.why).startswith("Not sent: this person has not given the consent")
    submit(visit_to(hub, "draw"), SENT)
    submit(visit_to(hub, "draw"), {**SENT, "email": [BEN], "marketing_consent": []})
    beside = last(hub, mapping)
    assert (beside.identity, str(beside.why)) == (ANA, "")
    assert notes(beside)[-1].startswith("Later, and not sent: 1. Not sent: this person")


def test_of_chosen_answers_it_follows_them(hub):
    found = chosen(hub, favourite=["Iced tea"], email=["maria@example.com"], marketing_consent=[])
    (sent,) = orjson.loads(found.body)["attributes"]
    assert (sent["email"], sent["drink"]) == ("maria@example.com", "TEA")
    assert "email_subscribe" not in sent
    assert [str(each) for each in found.costs][1:] == ["It sets no consent."]
    assert any("a box that was not ticked" in each for each in notes(found))
    assert {each.key for each in found.asked} >= {"field.favourite", "card.poll.answer", CONSENT}


def test_chosen_answers_of_which_nothing_is_sent_say_why_and_can_be_changed(hub):
    mapping = replace(REAL, whom=CONSENTING, consent_source=CONSENT)
    found = chosen(hub, mapping, marketing_consent=[])
    assert (found.body, bool(found.why), bool(found.asked)) == ("", True, True)
    wrong = chosen(hub, email=["maria at home"])
    assert str(wrong.why).startswith("Email: ")
    assert not any(each.startswith("Email: ") for each in notes(wrong))


def test_that_several_cards_stand_together_is_said(hub):
    together = "Each form and each play goes by itself; here all cards stand together."
    two = replace(REAL, rows=(*REAL.rows, MappingRow("card.quiz.score", "custom.score")))
    assert together not in notes(chosen(hub))
    assert together in notes(chosen(hub, two))
    assert together in notes(receiving.example(hub, "braze", Form({}, two)))


def test_a_choosing_field_shows_what_its_first_choice_is_sent_as(hub):
    drink = next(each for each in sources(hub) if each.key == "field.favourite")
    row = MappingRow(drink.key, "custom.drink", sent_as={drink.choices[0][0]: "FIRST"})
    _, body = example(hub, rows=(row,))
    assert orjson.loads(body)["attributes"][0]["drink"] == "FIRST"


@pytest.mark.parametrize("whom", [LAST, CHOSEN])
def test_to_look_writes_nothing(hub, sandbox, whom):
    connected(hub)
    submit(visit_to(hub, "draw"), SENT)
    written: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "SAVEPOINT")):
            written.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    receiving.example(hub, "braze", Form({}, REAL), Choice(whom))
    event.remove(db.engine, "before_cursor_execute", note)
    assert written == []
    assert not db.session.new
    assert not db.session.dirty
    assert sandbox.state()["counts"]["requests"] == 0
