"""Somebody who calls the sandbox."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from hubapp.sandbox import create_sandbox

TIME = "2026-01-15T10:00:00.000Z"
ANA = {"attributes": [{"external_id": "u1", "score": 3}]}


class Client:
    """With a key that may do everything."""

    def __init__(self) -> None:
        self.app: Flask = create_sandbox()
        self.client = self.app.test_client()
        self.store = self.app.extensions["store"]

    def given(self, **given: Any) -> None:
        self.client.post("/__sandbox/given", json=given)

    def track(
        self, body: object = ANA, key: str = "sandbox-key", kind: str = "application/json", **more
    ) -> TestResponse:
        data = body if isinstance(body, bytes) else json.dumps(body)
        headers = {"Authorization": f"Bearer {key}", "Content-Type": kind}
        return self.client.post("/users/track", data=data, headers=headers, **more)

    def post(self, path: str, body: object, key: str = "sandbox-key") -> TestResponse:
        return self.client.post(path, json=body, headers={"Authorization": f"Bearer {key}"})

    def get(self, path: str, key: str = "sandbox-key", **asked: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {key}"}
        return self.client.get(path, query_string=asked, headers=headers)

    def profile(self, selector: str) -> Any:
        return self.client.get("/__sandbox/state", query_string={"selector": selector}).json
