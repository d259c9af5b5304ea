"""How the sandbox behaves, set on its page."""

from __future__ import annotations

import pytest


def test_a_key_with_permissions_is_made_and_revoked(sandbox):
    made = {"key": "mine", "scope": ["users.track", "nonsense"]}
    assert sandbox.client.post("/behaviour/keys", data=made).status_code == 303
    assert sandbox.store.keys["mine"] == {"users.track"}
    assert sandbox.track(key="mine").status_code == 201
    assert sandbox.get("/segments/list", "mine").status_code == 403
    assert "users.track" in sandbox.client.get("/behaviour").text
    sandbox.client.post("/behaviour/keys/revoke", data={"key": "mine"})
    assert sandbox.track(key="mine").status_code == 401


def test_a_key_without_a_choice_may_do_everything(sandbox):
    sandbox.client.post("/behaviour/keys", data={"key": "mine"})
    assert sandbox.get("/segments/list", "mine").status_code == 200


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/behaviour/keys", {"key": ""}),
        ("/behaviour/keys", {"key": "two words"}),
        ("/behaviour/keys", {"key": "x" * 101}),
        ("/behaviour/plan", {"plan": "gold"}),
        ("/behaviour/plan", {"plan": "mau", "requests": "many", "seconds": "1"}),
        ("/behaviour/plan", {"plan": "mau", "requests": "5", "seconds": "0"}),
        ("/behaviour/plan", {"plan": "mau", "requests": "5"}),
        ("/behaviour/faults", {"fault": "flood"}),
    ],
)
def test_what_makes_no_sense_is_refused(sandbox, path, form):
    assert sandbox.client.post(path, data=form).status_code == 400


def test_limits_are_set_and_taken_back(sandbox):
    set_to = {"plan": "mau2025", "requests": "1", "seconds": "3600"}
    sandbox.client.post("/behaviour/plan", data=set_to)
    assert [sandbox.track().status_code for _ in range(2)] == [201, 429]
    sandbox.client.post("/behaviour/plan", data={"plan": "mau2025", "requests": "", "seconds": ""})
    many = {"attributes": [{"external_id": "u1"}] * 51}
    assert sandbox.track(many).status_code == 400


def test_what_goes_wrong_next_goes_wrong_once(sandbox):
    sandbox.client.post("/behaviour/faults", data={"fault": "504"})
    assert "1 waiting" in sandbox.client.get("/behaviour").text
    assert [sandbox.track().status_code for _ in range(2)] == [504, 201]


def test_the_page_of_another_site_sets_nothing(sandbox):
    reply = sandbox.client.post(
        "/behaviour/faults", data={"fault": "500"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert reply.status_code == 403
    assert sandbox.store.faults == []
