"""Replies -> verdicts (CONTRACT 2.4, 6)."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import orjson

from hubapp.core.destination import Action, Failure, OutgoingRequest, Reply, Spot, Verdict
from hubapp.core.words import Words
from hubapp.destinations.braze.endpoints import instance_of

_EPOCH = 1_000_000_000
_LONGEST_WAIT = 3600.0
"""Seconds: hourly limits reset on the clock hour (CONTRACT 2.3)."""
_ADVICE = (
    (
        ("EMAIL_BAD_FORMAT", "not a valid email"),
        Words("Not a valid email address"),
        Words("Ask for the address in an email field."),
    ),
    (
        ("BLACKLISTED_EXTERNAL_USER_ID", "blacklisted"),
        Words("User ID blocked by Braze"),
        Words("Braze blocks this user ID; use another."),
    ),
    (
        ("EXTERNAL_USER_ID_TOO_LARGE",),
        Words("User ID too long"),
        Words("The user ID is longer than 987 bytes; send a shorter one."),
    ),
    (
        ("is required",),
        Words("No identity"),
        Words("Braze got no identity; check “Identify users by”."),
    ),
    (
        ("BAD_EMAIL_SUBSCRIPTION_STATE", "BAD_PUSH_SUBSCRIPTION_STATE"),
        Words("Subscription state not known"),
        Words("Map a consent field, or the fixed value opted_in, subscribed or unsubscribed."),
    ),
    (
        ("BAD_SUBSCRIPTION_GROUP",),
        Words("Subscription group not known"),
        Words("Check the subscription group in the mapping."),
    ),
    (
        ("BAD_LOCATION_UPDATE",),
        Words("Location not usable"),
        Words("Take the location out of the mapping."),
    ),
    (
        ("BAD_PUSH_TOKEN", "BAD_DEVICE_ID"),
        Words("Push token not usable"),
        Words("Take the push token out of the mapping."),
    ),
)
"""Marks in Braze's words, the reason that all with such a mark share, what to do."""
_NO_REASON = "no reason given"
_OTHER = Words("Refused by Braze")
_OTHER_ADVICE = Words("Check the mapping of this submission, then the value itself.")
_WRONG_PLACE = (404, 405, 415)
"""Statuses of a place that is not Braze's."""
_ONE = OutgoingRequest("POST", "", {}, b"", placements=((Spot("users", 0),),))
"""A request about one person, for answers that are about nobody else."""
REASONS = (*(reason for _, reason, _ in _ADVICE), _OTHER)
Said = Words | str
"""Braze's own text, or our words where it has none."""


def judge(settings: Mapping[str, Any], reply: Reply, request: OutgoingRequest) -> list[Verdict]:
    """One verdict per record of the request."""
    general = _general(settings, reply)
    if general is not None:
        verdicts = [general] * request.taken
    else:
        verdicts = _per_record(_json(reply), reply, request)
    for at, (reason, sentence) in request.unsendable.items():
        verdicts[at] = Verdict(Action.REJECTED, sentence, reason=reason)
    return verdicts


def judge_probe(settings: Mapping[str, Any], reply: Reply) -> Verdict:
    """An empty body is refused with 400 by a key that is accepted (CONTRACT 1.2)."""
    if reply.status == 400 or (reply.status is not None and 200 <= reply.status < 300):
        return Verdict(Action.DELIVERED)
    verdict = _general(settings, reply)
    return verdict or Verdict(Action.RETRY, Words("Braze gave an answer that makes no sense."))


def judge_deletion(settings: Mapping[str, Any], reply: Reply) -> Verdict:
    """Braze's answer to a deletion; 201 also where there was nobody (CONTRACT 7)."""
    if reply.status is not None and 200 <= reply.status < 300:
        return _per_record(_json(reply), reply, _ONE)[0]
    return _general(settings, reply) or _of_record(_said(reply) or _status(reply), "")


def _general(settings: Mapping[str, Any], reply: Reply) -> Verdict | None:
    """The verdict on the whole request; None when each record has its own."""
    if reply.status is None:
        return _no_answer(settings, reply)
    request_id = reply.headers.get("x-request-id", "")
    status, said = reply.status, _said(reply)
    if status in (401, 403):
        return Verdict(Action.HOLD, _refused(settings, status, said), request_id=request_id)
    if status == 429:
        words = Words("Braze asked us to slow down (429). We go on by ourselves.")
        return Verdict(Action.THROTTLED, words, wait_of(reply.headers), request_id)
    if status == 413 or "max input length" in said.lower():
        words = Words("Braze found the request too large (%(status)s).", status=status)
        return Verdict(Action.SPLIT, words)
    if status >= 500 or status == 408:
        words = _broken(status, said)
        return Verdict(Action.RETRY, words, None, request_id, outcome_unknown=status == 504)
    if status >= 400 and status not in _WRONG_PLACE and _json(reply) is None:
        # Braze answers in JSON: something between us and it did not let this through.
        words = Words(
            "Something between us and Braze answered %(status)s. We try again by ourselves.",
            status=status,
        )
        return Verdict(Action.RETRY, words, None, request_id)
    if 300 <= status < 400 or status in _WRONG_PLACE:
        words = Words(
            "%(endpoint)s does not answer like Braze (%(status)s). Check the REST endpoint.",
            endpoint=settings.get("endpoint"),
            status=status,
        )
        return Verdict(Action.HOLD, words, request_id=request_id)
    return None


def _broken(status: int, said: str) -> Words:
    if not said:
        return Words("Braze answered %(status)s. We try again by ourselves.", status=status)
    return Words(
        "Braze answered %(status)s “%(said)s”. We try again by ourselves.",
        status=status,
        said=said,
    )


def _no_answer(settings: Mapping[str, Any], reply: Reply) -> Verdict:
    where = settings.get("endpoint")
    if reply.failure in (Failure.NO_HOST, Failure.FORBIDDEN):
        words = Words(
            "We cannot go to %(endpoint)s: %(why)s. Check the REST endpoint.",
            endpoint=where,
            why=reply.words,
        )
        return Verdict(Action.HOLD, words)
    unknown = reply.failure is Failure.UNKNOWN
    words = Words("Braze gave no answer: %(why)s. We try again by ourselves.", why=reply.words)
    return Verdict(Action.RETRY, words, outcome_unknown=unknown)


def _refused(settings: Mapping[str, Any], status: int, said: str) -> Words:
    if status == 401:
        return Words(
            "Braze refused the key (401). Either it belongs to another instance than %(instance)s, "
            "or it was deleted or lacks the permission users.track. Paste a new key, or pick the "
            "instance of your dashboard.",
            instance=instance_of(str(settings.get("endpoint", ""))),
        )
    if said:
        return Words(
            "Braze accepted the key but forbids this (403, “%(said)s”). Create a key with the "
            "permission users.track and paste it.",
            said=said,
        )
    return Words(
        "Braze accepted the key but forbids this (403). Create a key with the permission "
        "users.track and paste it."
    )


def _per_record(
    body: Mapping[str, Any] | None, reply: Reply, request: OutgoingRequest
) -> list[Verdict]:
    request_id = reply.headers.get("x-request-id", "")
    accepted = reply.status is not None and reply.status < 300
    if accepted and (body is None or body.get("message") not in ("success", "queued")):
        words = Words(
            "Braze answered with success, but not in its own words. We try again by ourselves."
        )
        verdict = Verdict(Action.RETRY, words, None, request_id, outcome_unknown=True)
        return [verdict] * request.taken
    places = {spot for spots in request.placements for spot in spots}
    by_spot, loose = _errors(body or {}, places)
    if request.taken == 1:
        fallback: Said = loose or ("" if accepted else _said(reply) or _status(reply))
        without = _of_record(fallback, request_id)
    elif accepted and loose:
        # Somebody in here failed, and Braze does not say who: each goes again alone.
        words = Words("Braze says: “%(said)s”, and not of whom.", said=loose[:300])
        without = Verdict(Action.SPLIT, words, None, request_id, outcome_unknown=True)
    elif accepted:
        without = Verdict(Action.DELIVERED, request_id=request_id)
    else:
        # Braze does not say whether it minds these too: they go again, at last each alone.
        words = Words("Braze refused the request (%(status)s).", status=reply.status)
        without = Verdict(Action.SPLIT, words, request_id=request_id)
    verdicts = []
    for spots in request.placements:
        said = list(dict.fromkeys(each for spot in spots for each in by_spot.get(spot, ())))
        verdicts.append(_of_record("; ".join(said), request_id) if said else without)
    return verdicts


def _of_record(said: Said, request_id: str) -> Verdict:
    if not said:
        return Verdict(Action.DELIVERED, request_id=request_id)
    reason, sentence = _explained(said)
    return Verdict(Action.REJECTED, sentence, request_id=request_id, reason=str(reason))


def _status(reply: Reply) -> Words:
    return Words("status %(status)s", status=reply.status)


def _errors(body: Mapping[str, Any], places: Collection[Spot]) -> tuple[dict[Spot, list[str]], str]:
    """Spot -> all that Braze says of it, and what it says of nobody in this request (CONTRACT 6.2:
    both forms occur)."""
    by_spot: dict[Spot, list[str]] = {}
    loose: list[str] = []
    errors = body.get("errors")
    for error in errors if isinstance(errors, list) else [errors] if errors else []:
        spot, said = _error(error)
        if spot is not None and spot in places:
            by_spot.setdefault(spot, []).append(said)
        else:
            loose.append(said)
    return by_spot, "; ".join(dict.fromkeys(loose))


def _error(error: Any) -> tuple[Spot | None, str]:
    """Of whom, if it says, and what."""
    if not isinstance(error, Mapping):
        return None, str(error)
    said, index = str(error.get("type") or _NO_REASON), str(error.get("index", ""))
    if not (index.isascii() and index.isdecimal() and len(index) < 10):
        return None, said
    return Spot(str(error.get("input_array")), int(index)), said


def _explained(said: Said) -> tuple[Words, Words]:
    """Reason and sentence."""
    text = str(said).lower()
    known = (
        (reason, advice)
        for marks, reason, advice in _ADVICE
        if any(mark.lower() in text for mark in marks)
    )
    reason, advice = next(known, (_OTHER, _OTHER_ADVICE))
    told = said[:300] if isinstance(said, str) else said
    return reason, Words("Braze says: “%(said)s”. %(advice)s", said=told, advice=advice)


def wait_of(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait after a 429, by any of the headers; None when none says (CONTRACT 2.4)."""
    for name in ("x-ratelimit-retry-after", "retry-after", "x-ratelimit-reset"):
        seconds = _seconds(headers.get(name, ""))
        if seconds is not None:
            return min(max(seconds, 0.5), _LONGEST_WAIT)
    return None


def _seconds(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return _until_date(text)
    if value != value or value < 0:
        return None
    return value - time.time() if value > _EPOCH else value


def _until_date(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError, OSError, IndexError):
        # Whatever stands there, and dates of years that no clock has.
        return None


def _json(reply: Reply) -> Mapping[str, Any] | None:
    try:
        body = orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        return None
    return body if isinstance(body, dict) else None


def _said(reply: Reply) -> str:
    body = _json(reply) or {}
    return str(body.get("message") or body.get("error") or "")[:300]
