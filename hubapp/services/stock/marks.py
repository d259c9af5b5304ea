"""By what a code is found without being read."""

from __future__ import annotations

import hashlib
import hmac

from hubapp.core.codes import as_typed


def mark_of(key: str, pool_id: int, code: str, asked: bool) -> str:
    """The same for the same code of a pool. key: of its workspace's marks; asked: however somebody
    types it."""
    text = f"code {pool_id} {as_typed(code) if asked else code}"
    return hmac.new(key.encode(), text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]
