"""The contract's cases, in both styles of error types. Those of hosts are for the settings' form
(``tests/destinations/braze``)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from hubapp.sandbox import create_sandbox

EVERY = [
    json.loads(line) for line in (Path(__file__).parent / "cases.jsonl").read_text().splitlines()
]
CASES = [each for each in EVERY if each["area"] != "hosts"]
KEYS = {
    "full": "Bearer sandbox-key",
    "no_track": "Bearer no-track-key",
    "unknown": "Bearer nobody",
    "none": None,
    "quoted": 'Bearer "sandbox-key"',
    "no_bearer": "sandbox-key",
    "other_instance": "Bearer elsewhere",
}


def filled(value: Any, at: int) -> Any:
    if isinstance(value, str):
        return value.replace("{i}", str(at))
    if isinstance(value, list):
        return [filled(each, at) for each in value]
    if isinstance(value, dict):
        return {key: filled(each, at) for key, each in value.items()}
    return value


def generated(recipe: dict[str, Any]) -> bytes:
    body: dict[str, Any] = {}
    for name, part in recipe.items():
        if isinstance(part, dict) and "template" in part:
            body[name] = [filled(part["template"], at) for at in range(part["count"])]
    first = next(iter(body.values()))[0]
    if "props" in recipe:
        first["properties"] = {f"p{at}": at for at in range(recipe["props"]["count"])}
    if repeat := recipe.get("repeat"):
        for item in (item for items in body.values() for item in items):
            item[repeat["field"]] = repeat["char"] * repeat["len"]
    if repeat := recipe.get("key_repeat"):
        first[repeat["char"] * repeat["len"]] = repeat["value"]
    if pad := recipe.get("pad_bytes"):
        (first.get("properties") or first)["pad_0"] = "x" * (pad + 1)
    return json.dumps(body).encode()


def bodies(asked: dict[str, Any]) -> bytes | str | None:
    if asked.get("raw_body") is not None:
        return asked["raw_body"]
    if "body_gen" in asked:
        return generated(asked["body_gen"])
    return json.dumps(asked["body"]) if "body" in asked else None


def assert_within(wanted: Any, found: Any) -> None:
    """``found`` has everything that ``wanted`` has."""
    if isinstance(wanted, dict):
        for key, value in wanted.items():
            if key.endswith("_absent"):
                assert not set(value) & set(found[key.removesuffix("_absent")])
            elif key.endswith("_exact"):
                assert found[key.removesuffix("_exact")] == value
            elif key.endswith("_one_of"):
                assert found.get(key.removesuffix("_one_of")) in value
            else:
                assert_within(value, found.get(key) if value is None else found[key])
    else:
        assert found == wanted


@pytest.mark.parametrize("style", ["code", "prose"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}-{case['confidence']}")
def test_case(case: dict[str, Any], style: str) -> None:
    client = create_sandbox().test_client()
    client.post("/__sandbox/given", json={"type_style": style, **case.get("given", {})})
    asked, expected = case["request"], case["expect"]
    headers = {"Content-Type": "application/json", **asked.get("headers", {})}
    if KEYS[asked["auth"]]:
        headers["Authorization"] = KEYS[asked["auth"]]
    for _ in range(case.get("given", {}).get("repeat_request", 1)):
        reply = client.open(
            asked["path"], method=asked["method"], data=bodies(asked), headers=headers
        )
    status = expected["status"]
    assert reply.status_code in (status if isinstance(status, list) else [status]), reply.data
    body = reply.get_json(silent=True) or {}
    assert_within(expected.get("body", {}), body)
    assert not set(expected.get("body_absent", [])) & set(body)
    assert set(expected.get("body_present", [])) <= set(body)
    for name in ("message", "error"):
        if f"{name}_re" in expected:
            assert re.search(expected[f"{name}_re"], body[name])
    check_errors(expected.get("errors", []), body.get("errors", []))
    for name in expected.get("headers_present", []):
        assert name in reply.headers
    for name in expected.get("headers_absent", []):
        assert name not in reply.headers
    for selector, wanted in expected.get("state", {}).items():
        found = client.get("/__sandbox/state", query_string={"selector": selector}).json
        assert (found is None) if wanted is None else (assert_within(wanted, found) is None)


def check_errors(wanted: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    for error in wanted:
        same = [
            each["type"]
            for each in found
            if each["input_array"] == error["input_array"] and each["index"] == error["index"]
        ]
        assert same, f"no error at {error}"
        assert any(option == ".*" or option in same[0] for option in error["type_any_of"]), same


def test_every_documented_case_is_here() -> None:
    assert sum(case["confidence"] == "documented" for case in CASES) == 72
    # Each of them, and each inferred one, is played: none had to be left out.
    assert len(CASES) == 99
