"""Secrets at rest. The first key of HUBAPP_ENCRYPTION_KEYS seals, all of them open.

And what this app's own secrets must be like before it starts."""

from __future__ import annotations

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
        return _box().decrypt(sealed).decode()
    except (InvalidToken, Refused):
        return None
