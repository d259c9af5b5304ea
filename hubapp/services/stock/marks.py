"""By what a code is found without being read."""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app

from hubapp.core.codes import as_typed


def mark_of(pool_id: int, code: str, asked: bool) -> str:
    """The same for the same code of a pool. asked: however somebody types it."""
    key = current_app.config["SECRET_KEY"].encode()
    text = f"code {pool_id} {as_typed(code) if asked else code}"
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]
