"""What the doctor finds by going the way that visitors and mails go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from flask import current_app
from itsdangerous import BadSignature, TimestampSigner

from hubapp.core.destination import OutgoingRequest, Reply
from hubapp.core.words import Words
from hubapp.doors import http
from hubapp.doors.mail import try_mail
from hubapp.services.operating.health import Finding

_SECONDS = 60
"""How long the doctor's word is good."""
_PATIENCE = 10.0
_WORD = b"doctor"
_PRETENDED = "192.0.2.77"
"""An address that is nobody's."""


def asked_by_doctor(authorization: str) -> bool:
    """The header is of a doctor who has our secret key, and new."""
    try:
        word = _signer().unsign(authorization.removeprefix("Bearer "), max_age=_SECONDS)
    except BadSignature:
        return False
    return bool(word == _WORD)


def findings_of_way() -> Iterator[Finding]:
    """What visitors meet on their way from ``HUBAPP_BASE_URL`` to us."""
    base = current_app.extensions["settings"].base_url.rstrip("/")
    alive = _ask("GET", {})
    if alive.status != 200 or _json(alive).get("status") != "ok":
        sentence = Words(
            "HUBAPP_BASE_URL (%(base)s) does not lead here: %(why)s. Is web up, does the name lead "
            "to the reverse proxy, and the proxy to web?",
            base=base,
            why=_why(alive),
        )
        yield Finding(False, sentence)
        return
    reply = _ask("POST", {})
    if reply.status != 200:
        sentence = Words(
            "%(base)s answers, but not to a form of this hubapp: %(why)s. Does another one answer "
            "there, or one with another HUBAPP_SECRET_KEY?",
            base=base,
            why=_why(reply),
        )
        yield Finding(False, sentence)
        return
    wrong = [*_of_arrival(_json(reply)), *_of_pretending(_json(reply))]
    yield from (Finding(False, each) for each in wrong)
    if not wrong:
        yield Finding(True, Words("Visitors reach %(base)s, and can send forms.", base=base))


def _of_arrival(told: Mapping[str, Any]) -> Iterator[Words]:
    settings = current_app.extensions["settings"]
    if told["origin"] != settings.origin:
        yield Words(
            "The proxy says that visitors come to %(seen)s, and HUBAPP_BASE_URL says %(base)s. Let "
            "it set X-Forwarded-Proto, and X-Forwarded-Host with the port, and set "
            "HUBAPP_TRUSTED_PROXIES to how many proxies there are.",
            seen=told["origin"],
            base=settings.origin,
        )
    if told["proxies"] > settings.trusted_proxies:
        yield Words(
            "%(count)s proxy stands in front, and HUBAPP_TRUSTED_PROXIES is %(trusted)s: all "
            "visitors seem to have one address, and limits stop them together.",
            "%(count)s proxies stand in front, and HUBAPP_TRUSTED_PROXIES is %(trusted)s: all "
            "visitors seem to have one address, and limits stop them together.",
            count=told["proxies"],
            trusted=settings.trusted_proxies,
        )


def _of_pretending(told: Mapping[str, Any]) -> Iterator[Words]:
    """Who says of themselves where they come from must not be believed."""
    for header in ("X-Forwarded-For", "X_Forwarded_For"):
        reply = _ask("POST", {header: _PRETENDED})
        if reply.status == 200 and _json(reply).get("address") == _PRETENDED != told["address"]:
            yield Words(
                "Visitors can choose the address that limits count, by a header %(header)s of "
                "their own. Let the proxy throw it away, and set HUBAPP_TRUSTED_PROXIES to how "
                "many proxies there are.",
                header=header,
            )


def _ask(method: str, headers: Mapping[str, str]) -> Reply:
    settings = current_app.extensions["settings"]
    base = settings.base_url.rstrip("/")
    word = _signer().sign(_WORD).decode()
    sent = {"Authorization": f"Bearer {word}", "Origin": settings.origin, **headers}
    request = OutgoingRequest(method, f"{base}/healthz", sent, b"")
    # Its scheme and address are the operator's own choice.
    return http.send(request, _PATIENCE, (settings.origin, base))


def _why(reply: Reply) -> Words:
    if reply.status is None:
        return reply.words
    return Words("it answers %(status)s", status=reply.status)


def _json(reply: Reply) -> dict[str, Any]:
    try:
        found = orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _signer() -> TimestampSigner:
    return TimestampSigner(current_app.config["SECRET_KEY"], salt="hubapp-doctor")


def finding_of_mail(address: str) -> Finding:
    """Sends somebody a mail."""
    settings = current_app.extensions["settings"]
    subject = "A test mail of hubapp"
    error = try_mail(address, subject, f"Mails of {settings.base_url} arrive.\n")
    if error is not None:
        why = f"{type(error).__name__}: {error}"
        sentence = Words("The mail to %(to)s was not sent: %(why)s", to=address, why=why)
        return Finding(False, sentence)
    if settings.mail_server:
        sentence = Words(
            "%(server)s took the mail to %(to)s. Look whether it arrives, and not as spam.",
            server=settings.mail_server,
            to=address,
        )
        return Finding(True, sentence)
    sentence = Words(
        "No mail server is set: the mail to %(to)s lies in mail/ of the data directory.", to=address
    )
    return Finding(True, sentence)
