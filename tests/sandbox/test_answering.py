"""What every endpoint does with a request before it looks at it. ``test_track`` has the rest."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sandbox.client import Client

POSTS = {
    "/users/track/sync": "users.track.sync",
    "/users/track/bulk": "users.track.bulk",
    "/users/alias/new": "users.alias.new",
    "/users/alias/update": "users.alias.update",
    "/users/identify": "users.identify",
    "/users/merge": "users.merge",
    "/users/delete": "users.delete",
    "/users/export/ids": "users.export.ids",
    "/email/status": "email.status",
    "/subscription/status/set": "subscription.status.set",
    "/v2/subscription/status/set": "subscription.status.set",
    "/campaigns/trigger/send": "campaigns.trigger.send",
    "/canvas/trigger/send": "canvas.trigger.send",
    "/transactional/v1/campaigns/66666666-6666-4666-8666-666666666666/send": "transactional.send",
}
GETS = {
    "/subscription/status/get": "subscription.status.get",
    "/subscription/user/status": "subscription.groups.get",
    "/segments/list": "segments.list",
    "/campaigns/list": "campaigns.list",
    "/canvas/list": "canvas.list",
}


@pytest.mark.parametrize(("path", "scope"), [*POSTS.items(), *GETS.items()])
def test_each_endpoint_asks_for_its_own_permission(sandbox, path, scope):
    sandbox.given(keys={"just": [scope], "other": ["users.track"]})
    ask = (
        (lambda key: sandbox.get(path, key))
        if path in GETS
        else (lambda key: sandbox.post(path, {}, key))
    )
    assert ask("nobody").status_code == 401
    assert (ask("other").status_code, ask("other").json) == (403, {"message": "Access Denied"})
    assert ask("just").status_code in (200, 201, 202, 400)


def test_a_fault_may_be_for_one_path_only(sandbox):
    sandbox.client.post("/__sandbox/faults", json={"status": 503, "path": "/users/delete"})
    assert sandbox.track().status_code == 201
    assert sandbox.post("/users/delete", {}).status_code == 503
    assert sandbox.post("/users/delete", {}).status_code == 400


SCRAPS = (
    st.sampled_from(
        [
            "u1",
            "",
            "a@x.io",
            "+14155552671",
            "email",
            "subscribed",
            "11111111-1111-4111-8111-111111111111",
        ]
    )
    | st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False, allow_infinity=False)
)
KEYS = st.sampled_from(
    "attributes events purchases external_id user_alias alias_name alias_label braze_id email "
    "phone name time properties score tags inc add remove $add $remove $update $new_object "
    "$identifier_key "
    "$time time_zone country gender dob language subscription_groups subscription_group_id "
    "subscription_state email_subscribe push_tokens push_token_import current_location "
    "_merge_objects _update_existing_only user_aliases alias_updates old_alias_name new_alias_name "
    "merge_updates identifier_to_merge identifier_to_keep prioritization aliases_to_identify "
    "emails_to_identify external_ids emails phones recipients recipient external_user_id "
    "trigger_properties canvas_entry_properties external_send_id send_to_existing_only "
    "fields_to_export product_id price currency quantity first_name".split()
)
BODIES = st.recursive(
    SCRAPS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)
ABOUT_U1 = st.dictionaries(KEYS, BODIES, max_size=6).map(lambda said: said | {"external_id": "u1"})


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from(["/users/track", *POSTS]),
    body=st.dictionaries(KEYS, BODIES | st.lists(ABOUT_U1, max_size=3), max_size=4)
    | ABOUT_U1.map(lambda item: {"attributes": [item]}),
)
def test_no_json_is_an_error_of_the_server(path, body):
    sandbox = SHARED
    named = {"campaign_id": "44444444-4444-4444-8444-444444444444"} if "campaigns" in path else {}
    reply = sandbox.post(path, body | named)
    assert reply.status_code < 500, (path, body)


SHARED = Client()
