"""The message that a record becomes."""

from __future__ import annotations

import json

import pytest

from hubapp.core.mapping import Record
from hubapp.destinations.webhook.linting import RULES
from hubapp.destinations.webhook.messages import message_of, shown, stands_in, why_left_out

TIME = "2026-01-15T10:00:00.000Z"


def _record(**more):
    return Record("email:a@b.cd", "email", "a@b.cd", TIME, **more)


def test_it_says_what_it_is_when_and_about_whom():
    values = {"field.size": 3, "field.ok": True, "field.picked": ["a", "b"], "other.x": 1}
    assert json.loads(message_of(_record(event_name="form.submitted", values=values))) == {
        "type": "form.submitted",
        "timestamp": TIME,
        "data": {
            "person": {"email": "a@b.cd"},
            "fields": {"size": 3, "ok": True, "picked": ["a", "b"]},
        },
    }


@pytest.mark.parametrize(
    ("values", "kind"),
    [({"field.size": 3}, "person.updated"), ({"field.size": None}, "person.erased")],
)
def test_without_a_name_its_type_says_what_happened(values, kind):
    told = json.loads(message_of(_record(values=values)))
    assert (told["type"], told["data"]["fields"]) == (kind, {"size": values["field.size"]})


@pytest.mark.parametrize("number", [2**63, -(2**70), float("nan"), float("inf")])
def test_what_json_has_no_number_for_is_left_out_with_a_sentence(number):
    assert why_left_out("field.n", number)
    assert json.loads(message_of(_record(values={"field.n": number})))["data"]["fields"] == {}
    assert [bool(each.why) for each in shown(_record(values={"field.n": number}), RULES)] == [
        False,
        True,
    ]
    assert why_left_out("field.n", 2.5) is None


def test_a_value_is_found_in_its_message():
    sent = {"data": [{"fields": {"size": 3}}]}
    assert stands_in("field.size", sent)
    assert not stands_in("field.other", sent)
