"""What a visitor's browser posts, and whether we take it."""

from __future__ import annotations

import pytest

from hubapp.blueprints.public import forms as public

HERE = "http://localhost"


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({}, True),
        ({"Origin": HERE}, True),
        ({"Origin": HERE, "Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "none"}, False),
        ({"Origin": "https://localhost"}, False),
        ({"Origin": f"{HERE}.evil.example"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": HERE, "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": ""}, False),
    ],
    ids=lambda each: " ".join(each.values()) or "says nothing" if isinstance(each, dict) else "",
)
def test_a_post_is_taken_from_our_own_pages(app, headers, ours):
    with app.test_request_context(method="POST", headers=headers):
        assert public.comes_from_here() is ours


@pytest.mark.parametrize(
    ("data", "taken"),
    [
        ({"leave_empty": ""}, True),
        ({"leave_empty": "spam"}, False),
        ({"leave_empty": "spam", "f-email": "ana@example.com"}, True),
        ({"answer": "x" * 60_000}, True),
        ({"answer": "x" * 70_000}, False),
    ],
    ids=["trap left alone", "trap filled in", "trap filled in with a form", "large", "too large"],
)
def test_a_post_is_small_and_leaves_the_trap_alone(app, data, taken):
    with app.test_request_context(method="POST", data=data):
        assert public.comes_from_here() is taken


@pytest.mark.parametrize(
    ("typed", "step"),
    [({}, 0), ({"step": "3"}, 3), ({"step": "-1"}, 0), ({"step": "x"}, 0), ({"step": "9" * 5}, 0)],
)
def test_the_step_that_was_answered(app, typed, step):
    with app.test_request_context(method="POST", data={**typed, "answer": ["a", "b"]}):
        assert public.answers_posted() == (step, ["a", "b"])


def test_fields_of_the_form_keep_all_that_was_typed_in_its_order(app):
    typed = {"f-born": ["1", "2", "1990"], "f-": "x", "stamp": "s", "email": "no"}
    with app.test_request_context(method="POST", data=typed):
        assert public.fields_posted() == {"born": ["1", "2", "1990"], "": ["x"]}


def test_what_somebody_says_they_meant_stands_for_what_they_typed(app):
    typed = {"f-email": "ana@gmial.com", "f-email~meant": "ana@gmail.com", "f-email~asked": "x"}
    with app.test_request_context(method="POST", data=typed):
        assert public.fields_posted() == {"email": ["ana@gmail.com"], "email~asked": ["x"]}
