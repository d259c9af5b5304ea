"""The sandbox as a server: strict about addresses, strict about what its pages may load."""

from __future__ import annotations

import pytest

from hubapp.sandbox import create_sandbox
from hubapp.sandbox.store import Store


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/users/track"),
        ("PUT", "/users/track"),
        ("POST", "/users"),
        ("POST", "/v1/users/track"),
        ("POST", "//users/track"),
        ("POST", "/users//track"),
        ("GET", "/profiles/nobody"),
    ],
)
def test_a_wrong_path_or_method_is_an_invalid_url(method, path):
    reply = create_sandbox().test_client().open(path, method=method)
    assert (reply.status_code, reply.json) == (404, {"message": "Invalid URL"})


@pytest.mark.parametrize("path", ["/", "/nowhere", "/segments", "/sandbox.css"])
def test_every_answer_forbids_the_browser_to_load_from_elsewhere(path):
    reply = create_sandbox().test_client().get(path)
    assert reply.headers["Content-Security-Policy"] == "default-src 'self'"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_two_sandboxes_know_nothing_of_each_other():
    one, other = create_sandbox(), create_sandbox()
    one.extensions["store"].new_profile()
    assert other.extensions["store"].profiles == {}


def test_a_sandbox_with_a_file_remembers(tmp_path, monkeypatch):
    monkeypatch.setattr(Store, "_save_for_ever", lambda self: None)
    data_file = tmp_path / "profiles.json"
    data_file.write_text('[{"braze_id": "b1", "external_id": "u1", "user_aliases": []}]')
    client = create_sandbox(data_file).test_client()
    found = client.get("/__sandbox/state", query_string={"selector": "u1"}).json
    assert found["braze_id"] == "b1"
