"""Keyed hashes of whoever was erased: enough to know them again in a backup, and they tell nobody
anything without the secret key."""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app


def mark(workspace_id: int, kind: str, value: str | int) -> str:
    """kind: ``email``, ``phone`` or ``contact`` (its id)."""
    secret = f"erasures:{current_app.config['SECRET_KEY']}".encode()
    said = f"{workspace_id}:{kind}:{value}".encode()
    return hmac.new(hashlib.sha256(secret).digest(), said, "sha256").hexdigest()[:32]
