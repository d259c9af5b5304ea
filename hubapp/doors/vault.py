"""Secrets at rest. The first key of HUBAPP_ENCRYPTION_KEYS seals, all of them open.

And what this app's own secrets must be like before it starts."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Iterable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app

from hubapp.core.errors import Problem, Refused
from hubapp.core.words import Words
from hubapp.settings import Settings

SHORTEST_KEY = 32
"""Characters of a secret key: a shorter one can be found out from what it signed."""


def check_secrets(settings: Settings) -> None:
    """Raises RuntimeError, with a sentence that holds no secret, when these are no secrets to start
    with. Without encryption keys hubapp starts: there is nothing to seal until somebody connects.
    """
    if (problem := _problem_of(settings)) is not None:
        raise RuntimeError(str(problem))


def _problem_of(settings: Settings) -> Words | None:
    if not settings.secret_key:
        return Words(
            "HUBAPP_SECRET_KEY is not set. `hubapp secret-key` prints a good one. To only look at "
            "hubapp, run `hubapp demo`."
        )
    if len(settings.secret_key) < SHORTEST_KEY:
        return Words(
            "HUBAPP_SECRET_KEY has %(length)s characters and needs %(least)s; `hubapp secret-key` "
            "prints a good one. To keep today's passwords, set HUBAPP_PASSWORD_SALT to what "
            "`hubapp password-salt` prints before you change it.",
            length=len(settings.secret_key),
            least=SHORTEST_KEY,
        )
    keys = settings.encryption_key_list
    for number, key in enumerate(keys, 1):
        if not _is_fernet(key):
            return Words(
                "HUBAPP_ENCRYPTION_KEYS: key %(number)s of %(count)s is no Fernet key. Make one "
                "with `hubapp encryption-key`, and put several one behind the other with commas.",
                number=number,
                count=len(keys),
            )
    return None


def _is_fernet(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


def _box() -> MultiFernet:
    keys = current_app.extensions["settings"].encryption_key_list
    if not keys:
        sentence = Words(
            "hubapp has no key to keep secrets with. Ask whoever runs it to set "
            "HUBAPP_ENCRYPTION_KEYS, then save again."
        )
        raise Refused(Problem("secret", sentence))
    return MultiFernet([Fernet(key) for key in keys])


def _own_box() -> MultiFernet:
    """Like the box of secrets, and behind its keys one of each secret key: what is sealed by itself
    (a mail, say) must not need a key that nobody has made yet."""
    settings = current_app.extensions["settings"]
    keys = [
        *settings.encryption_key_list,
        *map(_made_of, (settings.secret_key, *settings.old_secret_keys)),
    ]
    return MultiFernet([Fernet(key) for key in keys])


def _made_of(secret_key: str) -> str:
    digest = hmac.new(secret_key.encode(), b"hubapp sealing", hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()


def seal_own(text: str) -> bytes:
    """Encrypt what hubapp keeps for itself. Needs no encryption key, and uses the first if any."""
    return _own_box().encrypt(text.encode())


def reseal_one(sealed: bytes) -> bytes | None:
    """The same, sealed with the newest key; None when no key of today opens it."""
    try:
        return _own_box().rotate(sealed)
    except InvalidToken:
        return None


def seal(secret: str) -> bytes:
    """Encrypt. Raises Refused when no key is set."""
    return _box().encrypt(secret.encode())


def seal_all(secrets: Iterable[str]) -> list[bytes]:
    """Encrypt many, in their order. Raises Refused when no key is set."""
    box = _box()
    return [box.encrypt(each.encode()) for each in secrets]


def open_sealed(sealed: bytes) -> str | None:
    """Decrypt; None when it was sealed with a key that we no longer have."""
    try:
        return _own_box().decrypt(sealed).decode()
    except InvalidToken:
        return None


def _envelope(purpose: str) -> MultiFernet:
    """Made from the app's own secrets, so that it is there before any key is set. The first of them
    closes it, those of before open it as well."""
    config = current_app.config
    texts = (config["SECRET_KEY"], *(config.get("SECRET_KEY_FALLBACKS") or ()))
    digests = (hashlib.sha256(f"envelope {purpose} {each}".encode()).digest() for each in texts)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(each)) for each in digests])


def enclose(purpose: str, text: str) -> str:
    """A token that a browser carries about and nobody can read: for cookies and addresses. It opens
    for the same purpose only."""
    return _envelope(purpose).encrypt(text.encode()).decode()


def enclosed(purpose: str, token: str, seconds: int) -> tuple[str, float] | None:
    """What is in a token, and for how many seconds it has been; None when it is not ours, or
    older than ``seconds``."""
    envelope = _envelope(purpose)
    try:
        text = envelope.decrypt(token, ttl=seconds).decode()
        return text, time.time() - envelope.extract_timestamp(token)
    except (InvalidToken, ValueError):
        return None
