"""Messages that Braze sends for us: API-triggered campaigns, canvases and transactional campaigns
(CONTRACT 7)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from hubapp.core.destination import Action, Failure, OutgoingRequest, Reply, Spot, Verdict
from hubapp.core.errors import Problem
from hubapp.core.mapping import Record
from hubapp.core.trigger import MAY_HAVE, PREFIX, Trigger, TriggerKind
from hubapp.core.words import Words
from hubapp.destinations.braze.endpoints import to_braze
from hubapp.destinations.braze.payload import (
    WRONG_IDENTITY,
    attribute_object,
    identity_of,
    stands_in,
)
from hubapp.destinations.braze.replies import json_of, said_in, speaks_like_braze, wait_of
from hubapp.destinations.braze.targets import IDENTITY_RULES, MOST_PROPERTIES, name_problem
from hubapp.destinations.braze.values import identity_problem, plain_value

_ALIASES = ("alias_email", "alias_phone")
_ALONG = tuple(f"attribute.{name}" for name in ("email", "phone", "first_name", "last_name"))
"""What a message most often names its reader by; Braze sets it before it sends."""
_A_DAY = 24 * 3600
_ID = Words("In Braze it stands at the campaign or canvas, under API identifiers.")
KINDS = (
    TriggerKind(
        "campaign",
        Words("API-triggered campaign"),
        _ID,
        ("external_id", "braze_id", "email", *_ALIASES),
        _ALONG,
    ),
    TriggerKind(
        "canvas",
        Words("API-triggered canvas"),
        _ID,
        ("external_id", "braze_id", "email", *_ALIASES),
        _ALONG,
    ),
    TriggerKind(
        "transactional",
        Words("Transactional campaign (a paid package of Braze)"),
        Words("In Braze it stands at the transactional campaign, as its campaign ID."),
        ("external_id", *_ALIASES),
        _ALONG,
        same_for=_A_DAY,
    ),
)
_BY_KEY = {kind.key: kind for kind in KINDS}
_PLACES = {"campaign": "/campaigns/trigger/send", "canvas": "/canvas/trigger/send"}
_SCOPES = {
    "campaign": "campaigns.trigger.send",
    "canvas": "canvas.trigger.send",
    "transactional": "transactional.send",
}
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_WHOM = ["identified", "most_recently_updated"]
_SENT_BEFORE = "external reference has been queued"
"""Braze's answer to a name that it has already."""
_REFUSED, _NO_PERMISSION = Words("Message refused by Braze"), Words("Key may not send messages")
REASONS = (MAY_HAVE, _REFUSED, _NO_PERMISSION)
_PERHAPS = Words(
    "The answer was lost, so nobody knows whether Braze sent it. It is not repeated by itself."
)


def problems(kind: str, target: str, rule: str, names: Sequence[str]) -> list[Problem]:
    """What is wrong with a message. rule: what its connection identifies people by; names: of its
    properties, in order."""
    found = _BY_KEY.get(kind)
    if found is None:
        return [Problem("kind", Words("Choose what Braze sends."))]
    wrong = []
    if not _UUID.fullmatch(target):
        sentence = Words("Paste the ID; it looks like 44444444-4444-4444-8444-444444444444.")
        wrong.append(Problem("target", sentence))
    if rule not in found.rules:
        sentence = Words(
            "Braze cannot send this to people who are identified by %(rule)s. Choose another kind "
            "of message, or identify users another way.",
            rule=next((each.label for each in IDENTITY_RULES if each.key == rule), rule),
        )
        wrong.append(Problem("kind", sentence))
    return wrong + _wrong_names(names)


def _wrong_names(names: Sequence[str]) -> list[Problem]:
    wrong = []
    for at, name in enumerate(names):
        sentence = name_problem(name, Words("property"))
        if sentence is None and name in names[:at]:
            sentence = Words("Two properties have this name. Rename one.")
        if sentence is None and at >= MOST_PROPERTIES:
            sentence = Words("This is more than Braze takes. Remove some properties.")
        if sentence is not None:
            wrong.append(Problem(f"rows.r{at}.name", sentence))
    return wrong


def build(settings: Mapping[str, Any], secret: str, record: Record) -> OutgoingRequest:
    """One request for one message. It says whom as well as the mapping knows them, and sets what
    names them before Braze sends, for a profile that was written a moment ago may not be found
    yet."""
    trigger = record.trigger
    if trigger is None:
        raise ValueError("a record without a message")
    wrong = _unsendable(record, trigger)
    if wrong is not None:
        plain = to_braze(settings, secret, b"{}")
        return _about(plain, ((),), {0: wrong})
    recipient = _recipient(record, trigger)
    properties = _properties(record)
    body: dict[str, Any]
    if trigger.kind == "transactional":
        body = {"external_send_id": trigger.name, "recipient": [recipient]}
        body |= {"trigger_properties": properties} if properties else {}
        path = f"/transactional/v1/campaigns/{trigger.target}/send"
    else:
        named = "trigger_properties" if trigger.kind == "campaign" else "canvas_entry_properties"
        recipient |= {named: properties} if properties else {}
        body = {f"{trigger.kind}_id": trigger.target, "recipients": [recipient]}
        path = _PLACES[trigger.kind]
    array = "recipient" if "recipient" in body else "recipients"
    plain = to_braze(settings, secret, orjson.dumps(body), path)
    return _about(plain, ((Spot(array, 0),),), {})


def _about(plain: OutgoingRequest, placements: Any, unsendable: Any) -> OutgoingRequest:
    objects = len([spots for spots in placements if spots])
    return OutgoingRequest(
        plain.method, plain.url, plain.headers, plain.body, placements, unsendable, objects
    )


def _unsendable(record: Record, trigger: Trigger) -> tuple[str, Words] | None:
    if record.lost:
        return str(MAY_HAVE), _PERHAPS
    kind = _BY_KEY.get(trigger.kind)
    if kind is None or record.identify_by not in kind.rules:
        sentence = Words("Braze cannot send this message to people who are identified so.")
        return str(WRONG_IDENTITY), sentence
    problem = identity_problem(record.identify_by, record.identity)
    return None if problem is None else (str(WRONG_IDENTITY), problem)


def _recipient(record: Record, trigger: Trigger) -> dict[str, Any]:
    identity = identity_of(record)
    known = {**identity, **(attribute_object(record) or {})}
    told = {name: value for name, value in known.items() if f"attribute.{name}" in _ALONG}
    # Nothing is taken away by a message.
    attributes = {name: value for name, value in told.items() if value is not None}
    if record.identify_by == "external_id":
        who: dict[str, Any] = {"external_user_id": identity["external_id"]}
        makes = bool(attributes) and trigger.kind != "transactional" and not record.only_existing
        # Whoever Braze does not find yet is made, for which it wants to be told of them.
        who |= {"send_to_existing_only": False} if makes else {}
    elif alias := identity.get("user_alias"):
        who = {"user_alias": alias}
    elif record.identify_by == "braze_id":
        who = {"braze_id": identity["braze_id"]}
    else:
        who = {"email": identity["email"], "prioritization": _WHOM}
        attributes.pop("email", None)
    return who | ({"attributes": attributes} if attributes else {})


def _properties(record: Record) -> dict[str, Any]:
    found = {
        target.removeprefix(PREFIX): plain_value(value)
        for target, value in record.values.items()
        if target.startswith(PREFIX)
    }
    return {name: value for name, value in found.items() if value is not None}


def carries(target: str, sent: Mapping[str, Sequence[Any]]) -> bool:
    """A value of the target stands in these objects, of a message or of what is told of people. Of
    a transactional message only the recipient is kept apart: its properties stood beside."""
    people = [*sent.get("recipients", ()), *sent.get("recipient", ())]
    if not people:
        return stands_in(target, sent)
    name = target.partition(".")[2]
    if not target.startswith(PREFIX):
        return any(name in each or name in each.get("attributes", {}) for each in people)
    return bool(sent.get("recipient")) or any(
        name in each.get(kind, {})
        for each in people
        for kind in ("trigger_properties", "canvas_entry_properties")
    )


def kind_of(request: OutgoingRequest) -> str:
    """Which kind of message a request asks for; empty when it is none."""
    if "/transactional/" in request.url:
        return "transactional"
    return next((kind for kind, place in _PLACES.items() if request.url.endswith(place)), "")


def judge(settings: Mapping[str, Any], reply: Reply, kind: str) -> Verdict:
    """What an answer means for the one message of its request. A message that Braze may have sent
    is tried again only where it knows the message by its name."""
    request_id = reply.headers.get("x-request-id", "")
    status, said = reply.status, said_in(reply)
    if status is None:
        return _no_answer(reply, kind)
    if status == 429:
        words = Words("Braze asked us to slow down (429). We go on by ourselves.")
        return Verdict(Action.THROTTLED, words, wait_of(reply.headers), request_id)
    if status < 300:
        whole = "dispatch_id" in (json_of(reply) or {})
        return Verdict(Action.DELIVERED, request_id=request_id) if whole else _lost(kind)
    if _SENT_BEFORE in said.lower():
        return Verdict(Action.DELIVERED, request_id=request_id)
    if status in (408, 500, 504):
        return _lost(kind)
    if status >= 500 or (status not in (401, 403, 404) and not speaks_like_braze(reply)):
        # Nothing of it has reached Braze (CONTRACT 6.3).
        words = Words("Braze answered %(status)s. We try again by ourselves.", status=status)
        return Verdict(Action.RETRY, words, None, request_id)
    if status in (401, 403):
        words = Words(
            "The key may not send this message (%(status)s). Make a new key in Braze with the "
            "permission %(scope)s as well, then send it again.",
            status=status,
            scope=_SCOPES[kind],
        )
        return Verdict(Action.REJECTED, words, None, request_id, reason=str(_NO_PERMISSION))
    words = Words(
        "Braze refused the message (%(status)s): “%(said)s”. Check its ID and properties, then "
        "send it again.",
        status=status,
        said=said[:300],
    )
    return Verdict(Action.REJECTED, words, None, request_id, reason=str(_REFUSED))


def _no_answer(reply: Reply, kind: str) -> Verdict:
    if reply.failure is Failure.UNKNOWN:
        return _lost(kind)
    words = Words("Braze gave no answer: %(why)s. We try again by ourselves.", why=reply.words)
    return Verdict(Action.RETRY, words)


def _lost(kind: str) -> Verdict:
    if _BY_KEY[kind].same_for:
        words = Words("The answer was lost. We ask again; Braze sends it only once.")
        return Verdict(Action.RETRY, words, outcome_unknown=True)
    return Verdict(Action.REJECTED, _PERHAPS, outcome_unknown=True, reason=str(MAY_HAVE))


def described(record: Record) -> list[Words]:
    """What becomes of it, in sentences."""
    trigger = record.trigger
    if trigger is None:
        return []
    kind = _BY_KEY.get(trigger.kind)
    label = kind.label if kind else Words.verbatim(trigger.kind)
    return [Words("Sends a message to %(id)s: %(kind)s.", id=record.identity, kind=label)]
