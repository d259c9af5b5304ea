"""Webhook."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hubapp.core.destination import Reply
from hubapp.core.mapping import Record
from hubapp.destinations.webhook import Webhook

HOOK, SETTINGS = Webhook(), {"url": "https://hooks.example.com/in?sig=1"}
KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ANA = Record("email:a@b.cd", "email", "a@b.cd", "2026-01-15T10:00:00.000Z", message="1-7")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://hooks.example.com", "https://hooks.example.com/"),
        ("https://hooks.example.com:8443/in?sig=1#x", "https://hooks.example.com:8443/in?sig=1"),
        ("http://127.0.0.1:9/x", "http://127.0.0.1:9/x"),
    ],
)
def test_an_address_is_https_or_the_operators_own(typed, kept):
    assert HOOK.clean_settings({"url": typed}, ["http://127.0.0.1:9"]) == ({"url": kept}, [])


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "x",
        "http://a.bc",
        "https://u:p@a.bc",
        "https://@a.bc",
        "https://",
        "https://a:x/",
        "ftp://a",
    ]
    + ["https://a.bc/ü", "https://a.bc/ b", "https://[::1", "https://a.bc/" + "x" * 2000],
)
def test_another_is_refused_at_its_control(typed):
    settings, problems = HOOK.clean_settings({"url": typed}, ())
    assert (settings, [each.where for each in problems]) == ({"url": ""}, ["url"])


def test_a_message_has_the_three_headers_and_the_same_name_at_each_try():
    request = HOOK.build(SETTINGS, KEY, [ANA, replace(ANA, message="1-8")])
    assert request.taken == 1
    assert request.headers["webhook-id"] == "msg_1-7"
    assert request.headers["webhook-signature"].startswith("v1,")
    assert int(request.headers["webhook-timestamp"])
    assert HOOK.build(SETTINGS, KEY, [ANA]).headers["webhook-id"] == "msg_1-7"
    unnamed = HOOK.build(SETTINGS, KEY, [replace(ANA, message="")])
    assert len(unnamed.headers["webhook-id"]) > 20


@pytest.mark.parametrize(
    "record", [replace(ANA, identity=" "), replace(ANA, values={"field.x": "x" * 300_000})]
)
def test_what_cannot_be_sent_says_why(record):
    request = HOOK.build(SETTINGS, KEY, [record])
    assert (request.placements, request.objects, list(request.unsendable)) == (((),), 0, [0])


def test_what_may_be_a_password_is_not_shown():
    assert HOOK.place(SETTINGS) == "https://hooks.example.com/in?…"
    assert HOOK.place({"url": "https://a.bc/in"}) == "https://a.bc/in"
    assert HOOK.home(SETTINGS) == SETTINGS["url"]


def test_a_receiver_is_told_what_was_taken_back():
    given = replace(ANA, values={"field.ok": True, "field.size": 3}, once=("field.ok",))
    assert dict(HOOK.rights.withdrawn(given).values) == {"field.ok": False}
    assert HOOK.rights.withdrawn(replace(given, once=())) is None
    assert HOOK.rights.taking_back(given).takes_back
    assert HOOK.rights.taking_back(ANA) is None


def test_it_says_what_it_will_do_and_what_to_mend():
    assert len(HOOK.describe(replace(ANA, event_name="x", values={"field.size": 3}))) == 3
    assert [HOOK.control_to_mend(Reply(each)) for each in (401, None)] == ["secret", "url"]
    assert HOOK.secret_problems("")
    assert HOOK.secret_kept("old", "new", {"both": "y"}) == "old new"
