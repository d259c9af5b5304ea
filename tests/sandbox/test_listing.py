"""What the workspace has."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("path", "name", "first"),
    [
        ("/segments/list", "segments", None),
        ("/campaigns/list", "campaigns", "Thank you for playing"),
        ("/canvas/list", "canvases", "Welcome journey"),
    ],
)
def test_each_list_has_what_the_sandbox_has(sandbox, path, name, first):
    reply = sandbox.get(path, page=0).json
    assert reply["message"] == "success"
    assert [each["name"] for each in reply[name]][:1] == ([first] if first else [])


def test_given_campaigns_and_canvases_are_listed_instead(sandbox):
    sandbox.given(campaigns=["c1"], canvases=["v1"])
    assert sandbox.get("/campaigns/list").json["campaigns"][0]["id"] == "c1"
    assert sandbox.get("/canvas/list").json["canvases"][0]["id"] == "v1"
