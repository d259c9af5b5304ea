"""Keyed hashes of whoever was erased: enough to know them again in a backup, and they tell nobody
anything without the key of the workspace."""

from __future__ import annotations

import hashlib
import hmac


def mark(key: str, workspace_id: int, kind: str, value: str | int) -> str:
    """key: the workspace's; kind: ``email``, ``phone`` or ``contact`` (its id)."""
    secret = f"erasures:{key}".encode()
    said = f"{workspace_id}:{kind}:{value}".encode()
    return hmac.new(hashlib.sha256(secret).digest(), said, "sha256").hexdigest()[:32]
