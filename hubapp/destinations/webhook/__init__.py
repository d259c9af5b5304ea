"""A webhook: each form and play as a signed JSON message to an address of the customer's own, by
Standard Webhooks (https://www.standardwebhooks.com)."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import urlsplit, urlunsplit

import orjson

from hubapp.core.destination import (
    Destination,
    IdentityRule,
    OutgoingRequest,
    Rate,
    Reply,
    Rights,
    Spot,
    Target,
    TargetGroup,
    Verdict,
)
from hubapp.core.errors import Problem
from hubapp.core.mapping import FieldMapping, MappingRow, Record, Source
from hubapp.core.showing import Shown
from hubapp.core.spoken import spoken
from hubapp.core.words import Words
from hubapp.destinations.webhook import judging, linting, messages
from hubapp.destinations.webhook.signing import kept, key_problem, signature

_NOBODY, _TOO_LARGE = Words("Nobody is named"), Words("Too large")


class WebhookRights(Rights):
    """The receiver is told; what it does is its own business."""

    def taking_back(self, record: Record) -> Record | None:
        values = dict.fromkeys(each for each in record.values if each.startswith(messages.FIELD))
        return replace(record, values=values, event_name="", once=()) if values else None

    def withdrawn(self, record: Record) -> Record | None:
        values = {
            each: False for each in record.once if record.values.get(each) not in (None, False)
        }
        return replace(record, values=values, event_name="", once=()) if values else None


class Webhook(Destination):
    """Posts one message for each delivery."""

    kind: ClassVar[str] = "webhook"
    label: ClassVar[str] = "Webhook"
    sentence: ClassVar[Words] = Words(
        "Send what visitors tell you to a server of your own, signed by Standard Webhooks."
    )
    identity_rules: ClassVar[tuple[IdentityRule, ...]] = linting.RULES
    groups: ClassVar[tuple[TargetGroup, ...]] = (
        TargetGroup(messages.FIELD, Words("field"), Words("Field of the message"), named=True),
    )
    secret_label: ClassVar[Words] = Words("Signing key")
    secret_help: ClassVar[Words] = Words(
        "It begins with whsec_. The receiver checks with the same key that a message is ours."
    )
    reasons: ClassVar[tuple[Words, ...]] = (
        judging.REFUSED,
        judging.COMPLAINED,
        _NOBODY,
        _TOO_LARGE,
    )
    event_words: ClassVar[tuple[Words, Words]] = (
        Words("Give the message of a form or play a type of its own"),
        Words("Type of the message"),
    )
    event_name: ClassVar[str] = linting.EVENT
    begin: ClassVar[Words] = Words("Set up")
    rights: ClassVar[Rights] = WebhookRights()
    why_left_out: Callable[[str, Any], Words | None] = staticmethod(messages.why_left_out)
    carries: Callable[[str, Mapping[str, Sequence[Any]]], bool] = staticmethod(messages.stands_in)
    row_for: Callable[[Source, FieldMapping], MappingRow | None] = staticmethod(linting.row_for)
    shown: Callable[[Record], list[Shown]] = staticmethod(
        lambda record: messages.shown(record, linting.RULES)
    )
    place: Callable[[Mapping[str, Any]], str | None] = staticmethod(
        lambda settings: _without_query(str(settings.get("url", "")))
    )
    secret_kept: Callable[[str, str, Mapping[str, str]], str] = staticmethod(
        lambda saved, typed, posted: kept(saved, typed, posted.get("both") == "y")
    )

    def targets(self) -> list[Target]:
        return []

    def clean_settings(
        self, posted: Mapping[str, str], extra_endpoints: Sequence[str]
    ) -> tuple[dict[str, Any], list[Problem]]:
        address, wrong = _address(posted.get("url", "").strip(), extra_endpoints)
        both = {"both": True} if posted.get("both") == "y" else {}
        return {"url": address, **both}, [Problem("url", wrong)] if wrong else []

    def secret_problems(self, secret: str) -> list[Problem]:
        wrong = key_problem(secret)
        return [Problem("secret", wrong)] if wrong else []

    def lint(self, mapping: FieldMapping, sources: Sequence[Source]) -> list[Problem]:
        return linting.lint(mapping, sources)

    def suggest(self, sources: Sequence[Source]) -> FieldMapping:
        return linting.suggest(sources)

    def keeps(self, target: str) -> bool:
        return False  # a message tells all of it, each time

    def home(self, settings: Mapping[str, Any]) -> str:
        return str(settings.get("url", ""))

    def example_settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        return {**settings, "url": settings.get("url") or "https://hooks.example.com/hub"}

    def control_to_mend(self, reply: Reply) -> str:
        return "secret" if reply.status in (401, 403) else "url"

    def rates(self, settings: Mapping[str, Any]) -> list[Rate]:
        return [Rate(50, 1)]

    def probe(self, settings: Mapping[str, Any], secret: str) -> OutgoingRequest:
        now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
        body = orjson.dumps({"type": messages.PING, "timestamp": now, "data": {}})
        return _signed(settings, secret, body, "")

    def judge_probe(self, settings: Mapping[str, Any], reply: Reply) -> Verdict:
        return judging.judge_probe(reply)

    def build(
        self, settings: Mapping[str, Any], secret: str, records: Sequence[Record], at_most: int = 0
    ) -> OutgoingRequest:
        """One record, one message, as the specification has it."""
        record = records[0]
        body = messages.message_of(record)
        request = _signed(settings, secret, body, record.message)
        unsendable = {}
        if not record.identity.strip():
            unsendable[0] = (str(_NOBODY), Words("It does not say whom it is about."))
        elif len(body) > messages.LARGEST:
            sentence = Words("The message would be larger than 256 KB. Map fewer fields.")
            unsendable[0] = (str(_TOO_LARGE), sentence)
        spots = () if unsendable else (Spot(messages.DATA, 0),)
        return replace(request, placements=(spots,), unsendable=unsendable, objects=len(spots))

    def judge(
        self, settings: Mapping[str, Any], reply: Reply, request: OutgoingRequest
    ) -> list[Verdict]:
        return judging.judge(reply, request)

    def describe(self, record: Record) -> list[Words]:
        said = [Words("Posts a signed message about %(who)s.", who=record.identity)]
        if record.event_name:
            said.append(Words("Its type is %(type)s.", type=record.event_name))
        return said + [
            Words("%(name)s is %(value)s.", name=name, value=spoken(value))
            for name, value in messages.fields_of(record).items()
        ]


def _signed(settings: Mapping[str, Any], secret: str, body: bytes, message: str) -> OutgoingRequest:
    """message: its id, the same at each try; of what is sent once it comes from the body."""
    at = int(time.time())
    name = f"msg_{message or hashlib.blake2b(body, digest_size=12).hexdigest()}"
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "hubapp-webhook/1",
        "webhook-id": name,
        "webhook-timestamp": str(at),
        "webhook-signature": signature(secret, name, at, body),
    }
    return OutgoingRequest("POST", str(settings["url"]), headers, body)


def _without_query(address: str) -> str:
    """What may be shown to everybody: a query is often a password."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query="…" if parts.query else ""))


def _address(text: str, allowed: Sequence[str]) -> tuple[str, Words | None]:
    """As it is kept, or why it cannot be. Where it leads is looked at when we go there."""
    try:
        parts = urlsplit(text)
        origin = f"{parts.scheme}://{parts.netloc}"
        whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return "", Words("This is not an address. It looks like https://example.com/hooks.")
    if not text:
        return "", Words("Paste the address that takes the messages.")
    if parts.username is not None or parts.password is not None:
        return "", Words("Leave the user name and password out: messages are signed instead.")
    if not whole or not text.isascii() or not text.isprintable() or " " in text:
        return "", Words("This is not an address. It looks like https://example.com/hooks.")
    if len(text) > 2000:
        return "", Words("The address is longer than 2,000 characters.")
    if parts.scheme != "https" and origin not in allowed:
        return "", Words("The address must begin with https, so that nobody reads along.")
    return urlunsplit(parts._replace(path=parts.path or "/", fragment="")), None
