"""Replies -> verdicts (CONTRACT 2.4, 6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from hubapp.core.destination import Action, Failure, OutgoingRequest, Reply, Spot, Verdict
from hubapp.core.words import Words
from hubapp.destinations.braze.endpoints import instance_of
from hubapp.destinations.braze.replies import (
    is_success,
    json_of,
    said_in,
    speaks_like_braze,
    wait_of,
)

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
_OF_A_PROXY = (407, 421, 425, 451)
"""Statuses of what stands between, in whatever shape it says so: its own log-in, another host, too
early, the law."""
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
        verdicts = _per_record(json_of(reply), reply, request)
    for at, (reason, sentence) in request.unsendable.items():
        verdicts[at] = Verdict(Action.REJECTED, sentence, reason=reason)
    return verdicts


def judge_probe(settings: Mapping[str, Any], reply: Reply) -> Verdict:
    """An empty body is refused with 400 by a key that is accepted (CONTRACT 1.2)."""
    status = reply.status
    if is_success(reply) or (status == 400 and speaks_like_braze(reply)):
        return Verdict(Action.DELIVERED)
    if verdict := _general(settings, reply):
        return verdict
    if speaks_like_braze(reply):
        return Verdict(Action.RETRY, Words("Braze gave an answer that makes no sense."))
    return Verdict(Action.RETRY, _foreign(settings, reply))


def judge_deletion(settings: Mapping[str, Any], reply: Reply) -> Verdict:
    """Braze's answer to a deletion; 201 also where there was nobody (CONTRACT 7)."""
    if reply.status is not None and 200 <= reply.status < 300:
        return _per_record(json_of(reply), reply, _ONE)[0]
    return _general(settings, reply) or _of_record(said_in(reply) or _status(reply), "")


def _general(settings: Mapping[str, Any], reply: Reply) -> Verdict | None:
    """The verdict on the whole request; None when each record has its own."""
    if reply.status is None:
        return _no_answer(settings, reply)
    request_id = reply.headers.get("x-request-id", "")
    status, said = reply.status, said_in(reply)
    if status in (401, 403):
        return _of_the_key(settings, reply)
    if status == 429:
        words = Words("Braze asked us to slow down (429). We go on by ourselves.")
        return Verdict(Action.THROTTLED, words, wait_of(reply.headers), request_id)
    if status == 413 or "max input length" in said.lower():
        words = Words("Braze found the request too large (%(status)s).", status=status)
        return Verdict(Action.SPLIT, words)
    if status >= 500 or status == 408:
        words = _broken(status, said)
        return Verdict(Action.RETRY, words, None, request_id, outcome_unknown=status == 504)
    foreign = status in _OF_A_PROXY or not speaks_like_braze(reply)
    if status >= 400 and status not in _WRONG_PLACE and foreign:
        return Verdict(Action.RETRY, _foreign(settings, reply), None, request_id)
    if 300 <= status < 400 or status in _WRONG_PLACE:
        words = Words(
            "%(endpoint)s does not answer like Braze (%(status)s). Check the REST endpoint.",
            endpoint=settings.get("endpoint"),
            status=status,
        )
        return Verdict(Action.HOLD, words, request_id=request_id)
    return None


def _of_the_key(settings: Mapping[str, Any], reply: Reply) -> Verdict:
    request_id, status = reply.headers.get("x-request-id", ""), reply.status or 0
    if json_of(reply) is None and reply.body.strip():
        # A page is not Braze's word on the key. A 401 asks for a log-in wherever we go, so all
        # waits until a try comes through; a 403 may be about this one request.
        action = Action.HOLD if status == 401 else Action.RETRY
        return Verdict(action, _foreign(settings, reply), request_id=request_id)
    words = _refused(settings, status, said_in(reply))
    return Verdict(Action.HOLD, words, request_id=request_id)


def _foreign(settings: Mapping[str, Any], reply: Reply) -> Words:
    return Words(
        "Something between us and %(endpoint)s answered %(status)s, not Braze itself: a proxy, a "
        "firewall or a log-in page. The key may be right. We try again by ourselves.",
        endpoint=settings.get("endpoint"),
        status=reply.status,
    )


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
    if accepted and not is_success(reply):
        words = Words(
            "Braze answered with success, but not in its own words. We try again by ourselves."
        )
        verdict = Verdict(Action.RETRY, words, None, request_id, outcome_unknown=True)
        return [verdict] * request.taken
    places = {spot for spots in request.placements for spot in spots}
    by_spot, loose = _errors(body or {}, places)
    if request.taken == 1:
        fallback: Said = loose or ("" if accepted else said_in(reply) or _status(reply))
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
