"""Pages of what came. ``test_pages`` has those of people."""

from __future__ import annotations

import html

import pytest

TIME = "2026-01-15T10:00:00.000Z"
OWN = "99999999-9999-4999-8999-999999999999"


def page(sandbox, path):
    reply = sandbox.client.get(path)
    assert reply.status_code == 200
    return html.unescape(reply.text)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/events", "No events yet."),
        ("/messages", "No message yet."),
        ("/requests", "No request yet."),
        ("/groups", "Newsletter"),
    ],
)
def test_a_page_where_nothing_came_says_so(sandbox, path, words):
    assert words in page(sandbox, path)


def test_events_are_counted_and_the_latest_stand_first(sandbox):
    events = [
        {"external_id": who, "name": name, "time": time, "properties": {"score": at}}
        for at, (who, name, time) in enumerate(
            [("ana", "played", TIME), ("bo", "won", "2026-01-16T10:00:00Z"), ("bo", "played", TIME)]
        )
    ]
    sandbox.track({"events": events})
    text = page(sandbox, "/events")
    assert "<td>2</td>" in text
    assert "score: 1" in text
    assert text.index("2026-01-16") < text.index("2026-01-15")


def test_messages_show_whom_they_reach_and_whom_not(sandbox):
    sandbox.given(users=[{"external_id": "ana"}])
    named = "44444444-4444-4444-8444-444444444444"
    people = [{"external_user_id": "ana", "trigger_properties": {"prize": "mug"}}]
    people += [{"external_user_id": "nobody"}]
    people += [{"user_alias": {"alias_name": "bo@x.io", "alias_label": "email"}}]
    sandbox.post("/campaigns/trigger/send", {"campaign_id": named, "recipients": people})
    text = page(sandbox, "/messages")
    for part in (
        ">ana</a>",
        "prize: mug",
        "no profile of “nobody”",
        "no profile of “bo@x.io”",
        named,
    ):
        assert part in text, part
    braze_id = sandbox.profile("ana")["braze_id"]
    assert "Thank you for playing" in page(sandbox, f"/profiles/{braze_id}")


def test_groups_count_their_people_unknown_ones_too(sandbox):
    states = [("ana", "subscribed"), ("bo", "unsubscribed"), ("cy", "subscribed")]
    items = [
        {
            "external_id": who,
            "subscription_groups": [{"subscription_group_id": OWN, "subscription_state": state}],
        }
        for who, state in states
    ]
    sandbox.track({"attributes": items})
    text = page(sandbox, "/groups")
    assert "Group of yours" in text
    assert "<td>2</td>\n    <td>1</td>" in text


def test_requests_show_what_came_and_what_was_answered(sandbox):
    sandbox.track()
    sandbox.client.post("/__sandbox/faults", json={"drop": True})
    sandbox.track({"attributes": [{"external_id": "<script>alert(1)</script>"}]})
    text = sandbox.client.get("/requests").text
    assert text.index("Line cut") < text.index("201")
    assert "<script>alert" not in text


def test_a_mail_state_and_a_group_stand_at_the_profile(sandbox):
    group = {
        "subscription_group_id": "11111111-1111-4111-8111-111111111111",
        "subscription_state": "subscribed",
    }
    sandbox.track(
        {"attributes": [{"external_id": "u1", "email": "a@x.io", "subscription_groups": [group]}]}
    )
    text = page(sandbox, f"/profiles/{sandbox.profile('u1')['braze_id']}")
    assert "Newsletter" in text
    assert "Braze's state of a new address" in text
