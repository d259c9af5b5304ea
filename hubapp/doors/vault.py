"""Secrets at rest. The first key of HUBAPP_ENCRYPTION_KEYS seals, all of them open."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app

from hubapp.core.errors import Problem, Refused
from hubapp.core.words import Words


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


def open_sealed(sealed: bytes) -> str | None:
    """Decrypt; None when it was sealed with a key that we no longer have."""
    try:
        return _box().decrypt(sealed).decode()
    except (InvalidToken, Refused):
        return None
