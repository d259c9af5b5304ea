"""What the stand-in remembers: keys, profiles, requests, faults."""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from hubapp.sandbox.dates import moment_of

Json = dict[str, Any]
_SAVE_EVERY = 1.0
"""Seconds between two writes of the data file."""
ALL_SCOPES = "*"
_MOST_MESSAGES = 10_000
"""The latest are kept."""


class Store:
    """Guarded by ``lock``; whoever reads or writes profiles holds it."""

    def __init__(self, data_file: Path | None = None) -> None:
        self.lock = threading.RLock()
        self.data_file = data_file
        self.reset()
        if data_file and data_file.exists():
            with contextlib.suppress(orjson.JSONDecodeError, OSError):
                self._load(orjson.loads(data_file.read_bytes()))
        if data_file:
            threading.Thread(target=self._save_for_ever, daemon=True).start()

    def _load(self, kept: Any) -> None:
        # Until December 2026 the file was the list of profiles.
        kept = kept if isinstance(kept, dict) else {"profiles": kept}
        for profile in kept["profiles"]:
            self.profiles[profile["braze_id"]] = profile
            self.index(profile)
        self.subscribed |= kept.get("subscribed", {})
        self.messages.extend(kept.get("messages", []))
        self.keys |= {key: set(scopes) for key, scopes in kept.get("keys", {}).items()}

    def reset(self) -> None:
        """Forget everything but the two keys."""
        with self.lock:
            self.profiles: dict[str, Json] = {}
            self.by_external: dict[str, Json] = {}
            self.by_alias: dict[tuple[str, str], Json] = {}
            self.by_email: dict[str, list[Json]] = {}
            self.by_phone: dict[str, list[Json]] = {}
            self.keys = {"sandbox-key": {ALL_SCOPES}, "no-track-key": {"segments.list"}}
            self.given: Json = {}
            self.faults: list[Json] = []
            self.subscribed: dict[str, dict[str, str]] = {}
            self.messages: deque[Json] = deque(maxlen=_MOST_MESSAGES)
            self.log: deque[Json] = deque(maxlen=200)
            self.logged = 0
            self.window = (0, 0)
            self.requests: deque[Json] = deque(maxlen=200)
            self.counts = {"requests": 0, "attributes": 0, "events": 0, "objects": 0}
            self.sizes: list[int] = []
            self.tick = time.time()
            self.dirty = True

    def new_profile(self) -> Json:
        """An empty profile with a Braze id."""
        profile: Json = {
            "braze_id": uuid.uuid4().hex[:24],
            "external_id": None,
            "user_aliases": [],
            "custom_attributes": {},
            "custom_attribute_types": {},
            "events": {},
            "purchases": 0,
            "updated_at": 0.0,
        }
        self.profiles[profile["braze_id"]] = profile
        return profile

    def index(self, profile: Json) -> None:
        """Make the profile findable by what it has now."""
        if profile["external_id"]:
            self.by_external[profile["external_id"]] = profile
        for alias in profile["user_aliases"]:
            self.by_alias[alias["alias_label"], alias["alias_name"]] = profile
        for name, index in (("email", self.by_email), ("phone", self.by_phone)):
            if value := profile.get(name):
                same = index.setdefault(str(value).lower(), [])
                if not any(each is profile for each in same):
                    same.append(profile)

    def now(self) -> datetime:
        """The time of day here: ``given.now``, or the clock's."""
        set_to = moment_of(self.given.get("now"))
        return set_to or datetime.now(UTC)

    def having(self, kind: str, value: str) -> list[Json]:
        """Every profile with this ``email`` or ``phone``."""
        index = self.by_email if kind == "email" else self.by_phone
        return [each for each in index.get(value.lower(), []) if _has(each, kind, value)]

    def delete(self, profile: Json) -> None:
        """Forget it, and all that leads to it."""
        self.profiles.pop(profile["braze_id"], None)
        self.by_external = {k: v for k, v in self.by_external.items() if v is not profile}
        self.by_alias = {k: v for k, v in self.by_alias.items() if v is not profile}
        for index in (self.by_email, self.by_phone):
            for value, same in index.items():
                index[value] = [each for each in same if each is not profile]
        self.dirty = True

    def touched(self, profile: Json) -> None:
        """It was updated just now, after everything else."""
        self.tick += 0.000001
        profile["updated_at"] = self.tick
        self.dirty = True

    def newest(self, kind: str, value: str) -> Json | None:
        """Of the profiles with this address: the identified one updated last, else the one updated
        last (CONTRACT 3.2)."""
        return max(
            self.having(kind, value),
            key=lambda each: (bool(each["external_id"]), each["updated_at"]),
            default=None,
        )

    def select(self, selector: str) -> Any:
        """A profile by a selector of CONTRACT 10; None when there is none."""
        kind, _, value = selector.partition(":")
        if kind == "email" or kind == "phone":
            return self.newest(kind, value)
        if kind == "alias":
            label, _, name = value.partition("/")
            return self.by_alias.get((label, name))
        if kind == "profiles_with_email":
            return len(self.having("email", value))
        if kind == "sends":
            return sum(each.get("external_send_id") == value for each in self.messages)
        found = (p for p in self.profiles.values() if p.get("ref") == selector)
        return self.by_external.get(selector) or next(found, None)

    def _save_for_ever(self) -> None:
        while True:
            time.sleep(_SAVE_EVERY)
            self.save()

    def save(self) -> None:
        """Write the data file if anything changed; whole or not at all."""
        if not (self.dirty and self.data_file):
            return
        with self.lock:
            kept = {
                "profiles": list(self.profiles.values()),
                "subscribed": self.subscribed,
                "messages": list(self.messages),
                "keys": {key: sorted(scopes) for key, scopes in self.keys.items()},
            }
            body = orjson.dumps(kept)
            self.dirty = False
        beside = self.data_file.with_suffix(".new")
        with contextlib.suppress(OSError):
            beside.write_bytes(body)
            beside.replace(self.data_file)


def _has(profile: Json, kind: str, value: str) -> bool:
    return str(profile.get(kind) or "").lower() == value.lower()
