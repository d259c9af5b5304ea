"""Every request with its answer."""

from __future__ import annotations

from hubapp.sandbox.log import readable


def test_each_request_stands_with_its_answer_the_refused_too(sandbox):
    sandbox.track()
    sandbox.track(key="nobody")
    sandbox.get("/segments/list")
    sandbox.client.post("/__sandbox/faults", json={"drop": True})
    sandbox.track()
    log = list(sandbox.store.log)
    assert [(each["method"], each["path"], each["status"]) for each in log] == [
        ("POST", "/users/track", 201),
        ("POST", "/users/track", 401),
        ("GET", "/segments/list", 200),
        ("POST", "/users/track", 0),
    ]
    assert '"score": 3' in log[0]["body"]
    assert "success" in log[0]["answer"]
    assert "sandbox-key" not in str(log)


def test_a_long_body_is_cut_and_says_so(sandbox):
    sandbox.track({"attributes": [{"external_id": "u1", "long": "x" * 30_000}]})
    assert sandbox.store.log[0]["body"].endswith("more characters")


def test_json_is_shown_as_one_reads_it():
    assert readable('{"a":1}') == '{\n  "a": 1\n}'
    assert readable("no json") == "no json"
