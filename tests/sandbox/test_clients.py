"""Calls of two clients written by others, byte for byte as they send them.

The clients themselves are no dependency: PyPI's ``braze-client`` 2.3.3 needs a ``tenacity`` that
Python 3.11 cannot import, npm's ``braze-api`` 2.13.4 needs Node. Both were run unchanged against
the sandbox in December 2026; what they sent and read of the answers stands here. What neither this
product nor the contract uses (templates, catalogs, schedules) the sandbox does not serve.
"""

from __future__ import annotations

import pytest

GROUP = "11111111-1111-4111-8111-111111111111"
ANA = {"external_id": "1", "first_name": "Ana", "email": "ana@example.com"}
PLAYED = {"external_id": "1", "name": "played", "time": "2026-01-01T00:00:00Z"}
NICK = {"alias_name": "ana", "alias_label": "nick"}
CALLS = [
    # braze-client sends all three arrays, and the list of ids under one name.
    (
        "/users/track",
        {"events": [PLAYED], "attributes": [ANA], "purchases": []},
        "events_processed",
    ),
    ("/users/export/ids", {"email_address": "ana@example.com"}, "users"),
    ("/users/delete", {"external_ids": ["1"]}, "deleted"),
    # braze-api
    ("/users/alias/new", {"user_aliases": [{"external_id": "1", **NICK}]}, "aliases_processed"),
    (
        "/users/identify",
        {"aliases_to_identify": [{"external_id": "1", "user_alias": NICK}]},
        "aliases_processed",
    ),
    (
        "/subscription/status/set",
        {"subscription_group_id": GROUP, "subscription_state": "subscribed", "external_id": ["1"]},
        "message",
    ),
    (
        "/campaigns/trigger/send",
        {
            "campaign_id": "44444444-4444-4444-8444-444444444444",
            "recipients": [{"external_user_id": "1", "trigger_properties": {"prize": "mug"}}],
        },
        "dispatch_id",
    ),
    (
        "/transactional/v1/campaigns/66666666-6666-4666-8666-666666666666/send",
        {"external_send_id": "s1", "recipient": [{"external_user_id": "1"}]},
        "metadata",
    ),
]


@pytest.mark.parametrize(("path", "body", "read"), CALLS, ids=[each[0] for each in CALLS])
def test_a_call_is_answered_as_the_client_reads_it(sandbox, path, body, read):
    sandbox.track({"attributes": [ANA]})
    reply = sandbox.post(path, body)
    assert reply.status_code == 201
    # Without this both of them take the answer for a failure.
    assert reply.json["message"] == "success"
    assert read in reply.json


def test_a_list_in_an_address_is_written_with_brackets(sandbox):
    sandbox.track({"attributes": [ANA]})
    asked = {"subscription_group_id": GROUP, "external_id[]": ["1"]}
    assert sandbox.get("/subscription/status/get", **asked).json["status"] == {"1": "Unknown"}


def test_a_refusal_has_the_message_that_both_show(sandbox):
    reply = sandbox.post("/users/track", {"attributes": [{"first_name": "x"}]})
    assert reply.json["message"].startswith("Valid data must be provided")
    assert {"type", "input_array", "index"} == set(reply.json["errors"][0])
