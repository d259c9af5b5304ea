"""How many requests a plan allows, and how an answer tells it (CONTRACT 2.3, 2.4)."""

from __future__ import annotations

from hubapp.sandbox.store import Store

_BASE = 3000
_HOUR = 3600


def take_one(store: Store) -> bool:
    """One more request in the present window; False: there is none left. Windows begin on the
    clock's marks, they do not roll. Without ``given.rate`` there is no end to them."""
    limit = store.given.get("rate")
    if not limit:
        return True
    window = int(store.now().timestamp()) // _seconds(store)
    if store.window[0] != window:
        store.window = (window, 0)
    if store.window[1] >= int(limit["requests"]):
        return False
    store.window = (window, store.window[1] + 1)
    return True


def headers(store: Store, status: int) -> dict[str, str]:
    """What an answer says about the limit. A plan by monthly users tells, when it is too fast, only
    how long to wait; where nobody was let in, all three are empty."""
    now, seconds = int(store.now().timestamp()), _seconds(store)
    end = now // seconds * seconds + seconds
    if status == 429 and store.given.get("plan") == "mau":
        return {"X-Ratelimit-Retry-After": str(end - now)} if store.given.get("rate") else {}
    most = int((store.given.get("rate") or {}).get("requests", _BASE))
    left = most - store.window[1] if store.given.get("rate") else most - 1
    epoch = store.given.get("reset_style", "epoch") == "epoch"
    told = (str(most), str(left), str(end if epoch else end - now))
    names = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
    return {name: "" if status == 401 else value for name, value in zip(names, told, strict=True)}


def _seconds(store: Store) -> int:
    return max(1, int((store.given.get("rate") or {}).get("seconds", _HOUR)))
