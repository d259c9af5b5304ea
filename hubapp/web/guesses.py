"""How often a password may be guessed, or a mail asked for: by the network that asks, and by the
account that is asked about, wherever from."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any

from flask import Response, current_app, make_response, request
from flask_limiter import RequestLimit
from flask_login import current_user

from hubapp.core.words import Words
from hubapp.extensions import limiter
from hubapp.web.addresses import network
from hubapp.web.errors import error_page
from hubapp.web.logins import half_logged_in

View = Callable[..., Any]


def slow_to_guess(view: View) -> View:
    """What comes back with 200 was refused and counts for the account; what led on does not."""
    return _limited(view, lambda reply: reply.status_code == 200)


def slow_to_guess_codes(view: View) -> View:
    """The same, of who has given their password."""
    return _limited(view, lambda reply: reply.status_code == 200, of_whom=_of_code)


def slow_to_ask(view: View) -> View:
    """Each time counts for the account."""
    return _limited(view, lambda _: True)


def _limited(
    view: View, counts: Callable[[Response], bool], of_whom: Callable[[], str] | None = None
) -> View:
    given: dict[str, Any] = {"methods": ["POST"], "on_breach": _refusal}
    of_account = limiter.limit(
        _of_account, key_func=of_whom or account, deduct_when=counts, **given
    )
    of_network = limiter.limit(_of_network, key_func=network, **given)
    limited: View = of_network(of_account(view))
    return limited


def account() -> str:
    """Of who is logged in, else of whose address was typed. Whether there is one makes no
    difference; and nobody reads it from where it is counted."""
    if current_user.is_authenticated:
        return f"user {current_user.id}"
    typed = request.form.get("email", "").strip().lower()
    config = current_app.config
    # The oldest key that is still taken: a new one lets nobody guess afresh.
    key = (config["SECRET_KEY"], *(config.get("SECRET_KEY_FALLBACKS") or ()))[-1]
    return hmac.new(key.encode(), typed.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _of_code() -> str:
    user = half_logged_in()
    return f"code of {user.id if user else 0}"


def _of_account() -> str:
    return str(current_app.extensions["settings"].rate_limit_account)


def _of_network() -> str:
    return str(current_app.extensions["settings"].rate_limit_login)


def _refusal(limit: RequestLimit) -> Response:
    # A second more: the limit's own clock is in whole seconds.
    seconds = max(1, int(limit.reset_at - time.time()) + 1)
    sentence = Words(
        "Wait %(count)s minute, then try again.",
        "Wait %(count)s minutes, then try again.",
        count=-(-seconds // 60),
    )
    reply: Response = make_response(*error_page(429, sentence))
    reply.headers["Retry-After"] = str(seconds)
    return reply
