"""The Braze destination as the rest of the house sees it."""

from __future__ import annotations

import json

import pytest

from hubapp.core.destination import Action, Reply
from hubapp.core.mapping import FieldMapping, MappingRow, Source
from hubapp.core.words import Words
from hubapp.destinations.braze import Braze
from hubapp.destinations.braze.endpoints import USER_AGENT
from hubapp.destinations.braze.values import why_left_out
from tests.destinations.braze.examples import SETTINGS, record, reply

BRAZE = Braze()
FORM = Words("Form fields")


def source(key: str, means: str = "", value_type: str = "text", **more: object) -> Source:
    return Source(
        f"field.{key}", Words.verbatim(key), FORM, value_type, "", key, means=means, **more
    )


EMAIL = source("email", "email", identifies="email")
PHONE = source("phone", "phone", identifies="phone")
CONSENT = source("marketing_consent", "consent", "boolean")
LINK = source("hidden", identifies="id", suggested=False)
BORN = source("born", "birthday", "date")
OTHER_DATE = source("child_born", "", "date")


@pytest.mark.parametrize(
    ("posted", "settings", "wrong"),
    [
        ({"instance": "US-03"}, SETTINGS, []),
        ({"instance": "US-01", "endpoint": "rest.iad-03.braze.com"}, SETTINGS, []),
        ({"instance": "US-03", "endpoint": "  ", "batch": "50"}, {**SETTINGS, "batch": "50"}, []),
        ({}, {"endpoint": ""}, ["endpoint"]),
        ({"endpoint": "http://x", "burst": "0"}, {"endpoint": ""}, ["endpoint", "burst"]),
    ],
)
def test_settings_are_cleaned_and_everything_wrong_is_said_at_once(posted, settings, wrong):
    found, problems = BRAZE.clean_settings(posted, [])
    assert found == settings
    assert [each.where for each in problems] == wrong


@pytest.mark.parametrize(
    ("secret", "part"),
    [
        ("", "Paste the REST API key"),
        ("two words", "a space or a quote"),
        ("line\n", "a space or a quote"),
        ('"quoted"', "a space or a quote"),
    ],
)
def test_a_key_that_was_pasted_badly_is_told_so(secret, part):
    (problem,) = BRAZE.secret_problems(secret)
    assert problem.where == "secret"
    assert part in str(problem.sentence)


def test_any_other_key_may_be_one():
    assert BRAZE.secret_problems("1f5b-22aa") == []


def test_a_request_names_us_and_carries_the_key():
    request = BRAZE.build(SETTINGS, "s3cret", [record()])
    assert (request.method, request.url) == ("POST", f"{SETTINGS['endpoint']}/users/track")
    assert request.headers["Authorization"] == "Bearer s3cret"
    assert request.headers["User-Agent"] == USER_AGENT
    assert request.headers["Content-Type"] == "application/json"


def test_the_key_is_not_in_what_may_be_logged():
    assert "s3cret" not in repr(BRAZE.build(SETTINGS, "s3cret", [record()]))


@pytest.mark.parametrize(
    ("settings", "at_most", "taken"),
    [({}, 0, 75), ({"batch": "50"}, 0, 50), ({}, 20, 20), ({"batch": "legacy"}, 10, 10)],
)
def test_a_request_is_as_large_as_the_connection_and_the_caller_allow(settings, at_most, taken):
    people = [record(f"p{at}@example.com") for at in range(80)]
    request = BRAZE.build(SETTINGS | settings, "key", people, at_most)
    assert (request.taken, request.objects) == (taken, taken)
    assert len(json.loads(request.body)["attributes"]) == taken


def test_an_id_of_a_link_that_was_not_filled_in_is_never_sent():
    request = BRAZE.build(SETTINGS, "key", [record("null", "external_id"), record()])
    answers = BRAZE.judge(SETTINGS, reply(201, {"message": "success"}), request)
    assert b"null" not in request.body
    assert [each.action for each in answers] == [Action.REJECTED, Action.DELIVERED]


def test_the_probe_sends_nothing_about_anybody():
    probe = BRAZE.probe(SETTINGS, "key")
    assert probe.body == b"{}"
    minds = reply(400, {"message": "Valid data must be provided in the 'attributes' fields."})
    assert BRAZE.judge_probe(SETTINGS, minds).action is Action.DELIVERED


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("attribute.first_name", True),
        ("custom.colour", True),
        ("date.born", True),
        ("attribute.email_subscribe", False),
        ("attribute.push_subscribe", False),
        ("event.score", False),
        ("", False),
    ],
)
def test_what_stays_at_braze_until_it_is_sent_again(target, kept):
    assert BRAZE.keeps(target) is kept


def test_all_keys_to_one_endpoint_bring_the_data_to_one_home():
    assert BRAZE.home(SETTINGS) == BRAZE.home({**SETTINGS, "batch": "50"}) == SETTINGS["endpoint"]
    assert BRAZE.home({}) == ""


def test_a_request_can_be_shown_before_the_endpoint_is_known():
    assert BRAZE.example_settings({"batch": "50"})["endpoint"].startswith("https://")
    assert BRAZE.example_settings(SETTINGS) == SETTINGS


@pytest.mark.parametrize(
    ("answer", "control"),
    [
        (reply(401), "secret"),
        (reply(403, {"message": "Access Denied"}), "secret"),
        (Reply(401, {}, b"<html>"), "endpoint"),
        (reply(404), "endpoint"),
        (Reply(None), "endpoint"),
    ],
)
def test_after_a_probe_that_failed_the_likely_control_is_named(answer, control):
    assert BRAZE.control_to_mend(answer) == control


def test_the_rates_are_those_of_the_settings():
    assert [each.requests for each in BRAZE.rates({"burst": 9, "hourly": 90})] == [9, 90]


@pytest.mark.parametrize(
    ("sources", "rule", "held"),
    [
        ([PHONE, EMAIL], "email", "field.email"),
        ([LINK, PHONE], "external_id", "field.hidden"),
        ([PHONE], "alias_phone", "field.phone"),
        ([CONSENT], "", ""),
        ([], "", ""),
    ],
)
def test_the_first_rule_that_something_can_hold_is_suggested(sources, rule, held):
    mapping = BRAZE.suggest(sources)
    assert (mapping.identify_by, mapping.identity_source) == (rule, held)


def test_every_field_with_a_place_is_suggested_once_and_nothing_hidden():
    reserved, unnamed = source("push_tokens"), source("")
    second = source("email2", "email", identifies="email")
    mapping = BRAZE.suggest([EMAIL, second, CONSENT, LINK, reserved, unnamed, source("drink")])
    assert mapping.rows == (
        MappingRow("field.email", "attribute.email"),
        MappingRow("field.marketing_consent", "attribute.email_subscribe"),
        MappingRow("field.drink", "custom.drink"),
    )


def test_a_date_is_suggested_only_where_it_stays_one():
    rows = BRAZE.suggest([BORN, OTHER_DATE]).rows
    assert rows == (
        MappingRow("field.born", "attribute.dob"),
        MappingRow("field.child_born", "date.child_born"),
    )


def test_what_is_suggested_may_be_saved():
    sources = [EMAIL, PHONE, CONSENT, LINK, BORN, OTHER_DATE]
    assert BRAZE.lint(BRAZE.suggest(sources), sources) == []


def test_a_mapping_that_would_go_wrong_is_refused_at_its_control():
    mapping = FieldMapping("email", "field.email", "", (MappingRow("field.email", "custom.$x"),))
    assert [each.where for each in BRAZE.lint(mapping, [EMAIL])] == ["rows.r0.target"]


@pytest.mark.parametrize(
    ("mapped", "sentences"),
    [
        (record(), ["Finds or creates the user by Email: ana@example.com."]),
        (record("b1", "braze_id"), ["Finds the user by Braze ID: b1."]),
        (
            record(custom__tags=["a", "b"], custom__member=True, custom__score=3),
            [
                "Finds or creates the user by Email: ana@example.com.",
                "Sets tags to a, b.",
                "Sets member to true.",
                "Sets score to 3.",
            ],
        ),
        (
            record("u1", "external_id", "played"),
            ["Finds or creates the user by External ID: u1.", "Logs the event played."],
        ),
        (
            record("u1", "external_id", "played", event__score=3, event__won=False),
            [
                "Finds or creates the user by External ID: u1.",
                "Logs the event played with score 3, won false.",
            ],
        ),
        (
            record(custom__note="12/1/2021", attribute__country="Atlantis", event__x=""),
            [
                "Finds or creates the user by Email: ana@example.com.",
                f"Leaves out note: {why_left_out('custom.note', '12/1/2021')}",
                f"Leaves out Country: {why_left_out('attribute.country', 'Atlantis')}",
                "Leaves out x: There is nothing in it.",
            ],
        ),
        (
            record(attribute__email_subscribe=False),
            ["Finds or creates the user by Email: ana@example.com."],
        ),
        (
            record(rule="alias_email"),
            [
                "Finds or creates the user by User alias (email): ana@example.com.",
                "Sets email to “ana@example.com”.",
            ],
        ),
    ],
)
def test_what_braze_will_do_is_described_in_sentences(mapped, sentences):
    assert [str(each) for each in BRAZE.describe(mapped)] == sentences


@pytest.mark.parametrize(("values", "warned"), [(25, False), (26, True)])
def test_of_a_long_list_is_said_what_an_older_workspace_keeps(values, warned):
    told = BRAZE.describe(record(custom__tags=[str(at) for at in range(values)]))
    assert any("25 or 100" in str(each) for each in told) is warned


def test_every_consent_target_is_one_that_braze_may_have_changed_meanwhile():
    assert not any(BRAZE.keeps(target.key) for target in BRAZE.targets() if target.once)


def test_every_reason_can_be_a_key():
    reasons = [str(each) for each in BRAZE.reasons]
    assert len(reasons) == len(set(reasons))
    assert all(0 < len(each) <= 60 for each in reasons)
