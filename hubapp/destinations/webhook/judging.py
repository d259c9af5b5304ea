"""What a receiver's answer means, by Standard Webhooks: any 2xx is a yes, 410 is never again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from hubapp.core.destination import Action, Failure, OutgoingRequest, Reply, Verdict
from hubapp.core.words import Words

REFUSED, COMPLAINED = Words("Refused by the receiver"), Words("The receiver reports an error")
_SHUT = (401, 403, 404, 405)
"""Statuses of a receiver that is not there, or does not know our signature: it is so for all."""
_LONGEST_WAIT = 3600.0


def judge(reply: Reply, request: OutgoingRequest) -> list[Verdict]:
    """One verdict per record of the request."""
    verdicts = [_verdict(reply)] * request.taken
    for at, (reason, sentence) in request.unsendable.items():
        verdicts[at] = Verdict(Action.REJECTED, sentence, reason=reason)
    return verdicts


def judge_probe(reply: Reply) -> Verdict:
    """Of a message that only says hello."""
    verdict = _verdict(reply)
    if verdict.action is not Action.REJECTED:
        return verdict
    words = Words(
        "%(answer)s A receiver must answer 200 to a message of a type that it does not use.",
        answer=verdict.words,
    )
    return Verdict(Action.HOLD, words)


def _verdict(reply: Reply) -> Verdict:
    status = reply.status
    if status is None:
        return _silence(reply)
    if status == 410:
        words = Words(
            "The receiver answered that it wants no more messages (410), so this webhook was "
            "turned off. What comes in now waits. Once the receiver takes messages again, press "
            "Resume."
        )
        return Verdict(Action.STOP, words)
    if status == 429:
        words = Words("The receiver asked us to slow down (429). We go on by ourselves.")
        return Verdict(Action.THROTTLED, words, _wait(reply.headers))
    if status in _SHUT or 300 <= status < 400:
        return Verdict(Action.HOLD, _shut(status))
    if status >= 500 or status in (408, 425):
        words = Words("The receiver answered %(status)s. We try again by ourselves.", status=status)
        return Verdict(Action.RETRY, words, outcome_unknown=status == 504)
    if 200 <= status < 300:
        return _accepted(reply)
    words = Words(
        "The receiver refused the message: %(status)s “%(said)s”.", status=status, said=_said(reply)
    )
    return Verdict(Action.REJECTED, words, reason=str(REFUSED))


def _accepted(reply: Reply) -> Verdict:
    errors = _errors(reply)
    if not errors:
        return Verdict(Action.DELIVERED)
    words = Words(
        "The receiver answered %(status)s, and that something is wrong: “%(said)s”.",
        status=reply.status,
        said=_said(reply),
    )
    return Verdict(Action.REJECTED, words, reason=str(COMPLAINED))


def _shut(status: int) -> Words:
    if 300 <= status < 400:
        return Words(
            "The receiver sent us elsewhere (%(status)s), and a signed message follows nobody. "
            "Paste the address that it leads to.",
            status=status,
        )
    if status in (401, 403):
        return Words(
            "The receiver did not accept the signature (%(status)s). Compare the signing key here "
            "with the receiver’s.",
            status=status,
        )
    return Words(
        "Nothing takes messages at this address (%(status)s). Compare it with the receiver’s.",
        status=status,
    )


def _silence(reply: Reply) -> Verdict:
    if reply.failure in (Failure.NO_HOST, Failure.FORBIDDEN):
        words = Words(
            "We cannot go there: %(why)s. Check the address: it must be public and begin with "
            "https.",
            why=reply.words,
        )
        return Verdict(Action.HOLD, words)
    words = Words(
        "The receiver did not answer: %(why)s. We try again by ourselves.", why=reply.words
    )
    return Verdict(Action.RETRY, words, outcome_unknown=reply.failure is Failure.UNKNOWN)


def _errors(reply: Reply) -> Any:
    try:
        body = orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        return None
    return body.get("errors") if isinstance(body, dict) else None


def _said(reply: Reply) -> str:
    return reply.body[:300].decode("utf-8", "replace").strip()


def _wait(headers: Mapping[str, str]) -> float | None:
    """Seconds, when it says so in digits."""
    text = headers.get("retry-after", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text)):
        return None
    return min(float(text), _LONGEST_WAIT)
