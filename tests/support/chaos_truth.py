"""What a destination that errs at random stored, and what it answered (CONTRACT 6)."""

from __future__ import annotations

import random
import threading
import time
from typing import Any

SUCCESS: tuple[int, dict, Any] = (201, {}, {"message": "success"})
REASONS = ("EMAIL_BAD_FORMAT", "The value provided for the 'email' field is not a valid email.")
REFUSALS: tuple[tuple[int, dict, Any], ...] = (
    (400, {}, {"message": "Max Input Length Exceeded"}),
    (400, {}, {"error": "Error while parsing request body. Please check your syntax."}),
    (401, {"X-RateLimit-Limit": ""}, {"message": "Invalid API Key"}),
    (403, {}, {"message": "Access Denied"}),
    (404, {}, {"message": "Invalid URL"}),
    (413, {}, "Request Entity Too Large"),
    (415, {}, {"message": "Unsupported Media Type"}),
    (429, {"X-Ratelimit-Retry-After": "1"}, {"message": "Rate Limited"}),
    (429, {"Retry-After": "1"}, {"message": "Rate Limited"}),
    (429, {"X-RateLimit-Reset": "1"}, {"message": "Rate Limited"}),
    (429, {"X-RateLimit-Reset": "epoch"}, {"message": "Rate Limited"}),
    (429, {}, {"message": "Rate Limited"}),
    (500, {}, {"message": "Internal Server Error"}),
    (502, {}, "<html>Bad Gateway</html>"),
    (503, {}, {"message": "Service Unavailable"}),
    (302, {"Location": "http://127.0.0.1:1/"}, ""),
)
"""Answers to a request of which nothing was stored."""
LIES: tuple[tuple[int, dict, Any], ...] = (
    (504, {}, {"message": "Gateway Timeout"}),
    (201, {}, {"message": "maybe"}),
    (201, {}, "not json at all"),
    (200, {}, ""),
    (201, {}, ["success"]),
)
"""Answers of which nobody can tell whether it was stored."""


class Truth:
    """What was stored. Events by their submission_id; attributes by person and their ``n``."""

    def __init__(self, seed: int, faulty: float, slow: float) -> None:
        self.chance, self.faulty, self.slow = random.Random(seed), faulty, slow  # noqa: S311
        self.lock, self.came = threading.Lock(), 0
        self.events: dict[str, int] = {}
        self.newest: dict[str, int] = {}
        self.inverted: list[str] = []
        self.sizes: list[int] = []
        self.played: dict[str, int] = {}

    def store(self, body: dict, without: tuple[str, int] | None = None) -> None:
        for at, each in enumerate(body.get("attributes", ())):
            if (("attributes", at)) == without or "n" not in each:
                continue
            if each["n"] < self.newest.get(each["email"], 0):
                self.inverted.append(each["email"])
            self.newest[each["email"]] = each["n"]
        for at, each in enumerate(body.get("events", ())):
            if ("events", at) != without:
                key = str(each["properties"]["submission_id"])
                self.events[key] = self.events.get(key, 0) + 1

    def hangs_up_at_once(self) -> bool:
        """Before the handshake of TLS: every third who comes."""
        with self.lock:
            self.came += 1
            shut = self.faulty > 0 and self.came % 3 == 2
            self.played["handshake"] = self.played.get("handshake", 0) + shut
            return shut

    def answer(self, body: dict) -> tuple[int, dict, Any] | None:
        """Status, headers and body; None: hang up."""
        with self.lock:
            size = sum(len(each) for each in body.values())
            if not size:
                return 400, {}, {"message": "Valid data must be provided"}
            self.sizes.append(size)
            if self.chance.random() >= self.faulty:
                self.store(body)
                return SUCCESS
            return self._fault(body)

    def _fault(self, body: dict) -> tuple[int, dict, Any] | None:
        kind = self.chance.choice(("refuse", "refuse", "lie", "drop", "slow", "partial", "queued"))
        self.played[kind] = self.played.get(kind, 0) + 1
        if kind == "refuse":
            return self.chance.choice(REFUSALS)
        if kind == "partial":
            return self._partial(body)
        if kind == "queued" or self.chance.random() < 0.5:
            self.store(body)
        if kind == "slow":
            time.sleep(self.slow)
            return SUCCESS
        if kind == "drop":
            return None
        return (202, {}, {"message": "queued"}) if kind == "queued" else self.chance.choice(LIES)

    def _partial(self, body: dict) -> tuple[int, dict, Any]:
        array = self.chance.choice([name for name in body if body[name]])
        index = self.chance.randrange(len(body[array]))
        fault = {"type": self.chance.choice(REASONS), "input_array": array, "index": index}
        if sum(len(each) for each in body.values()) == 1:
            return 400, {}, {"message": "Valid data must be provided", "errors": [fault]}
        self.store(body, (array, index))
        return 201, {}, {"message": "success", "errors": [fault]}
