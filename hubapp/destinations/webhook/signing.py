"""Signatures of Standard Webhooks: HMAC-SHA256 over id, time and body, one for each key, so that a
receiver may change its key without missing a message (https://www.standardwebhooks.com)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from hubapp.core.words import Words

PREFIX = "whsec_"
_FEWEST, _MOST = 24, 64
"""Bytes of a key, by the specification."""


def signature(secret: str, message: str, at: int, body: bytes) -> str:
    """The value of ``webhook-signature``. secret: one key, or two with a space between them; at:
    seconds since 1970."""
    signed = b"%s.%d.%s" % (message.encode(), at, body)
    digests = (hmac.digest(_key(each), signed, hashlib.sha256) for each in secret.split())
    return " ".join(f"v1,{base64.b64encode(each).decode()}" for each in digests)


def kept(saved: str, typed: str, both: bool) -> str:
    """What is kept as the secret: the newest key last. both: the key of before signs, too."""
    newest = typed or (saved.split() or [""])[-1]
    before = saved.split()[-1:] if typed else saved.split()[:-1]
    return " ".join(dict.fromkeys([*(before if both else ()), newest])).strip()


def key_problem(secret: str) -> Words | None:
    """Why these are no keys; None when they are."""
    if not secret.strip():
        return Words("Paste the signing key of the receiver, or press Make a key.")
    if all(_fits(each) for each in secret.split()):
        return None
    return Words(
        "This is not a signing key. It looks like %(prefix)s and 32 characters or more. Copy it "
        "again, or press Make a key.",
        prefix=PREFIX,
    )


def _fits(key: str) -> bool:
    if not key.isascii():
        return False
    try:
        found = base64.b64decode(key.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return False
    return _FEWEST <= len(found) <= _MOST


def _key(text: str) -> bytes:
    # One of another form was never saved; an example is signed by whatever stands there.
    plain = text.removeprefix(PREFIX)
    return base64.b64decode(plain) if _fits(text) else plain.encode()
