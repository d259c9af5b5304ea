"""Notes which pages visitors open, for the results: of whom it is nobody asks, no cookie is set and
nothing is kept but a number. Programs are left out."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, request
from werkzeug.wrappers import Request

from hubapp.core.source import source_of
from hubapp.logs import told
from hubapp.services.results import SHOWN, VIEWED, Views, add_views

log = structlog.get_logger()
SECONDS = 5.0
"""Between two times that a process adds what it has seen; so much is lost when it is killed."""
_PROGRAMS = re.compile(
    "bot|crawl|spider|slurp|preview|externalhit|headless|curl|wget|python|monitor|lighthouse|scan",
    re.IGNORECASE,
)
Seen = Sequence[tuple[int, str, str]]
"""Hub, card (empty: the hub itself) and metric."""


def init_app(app: Flask) -> None:
    """Note what this app's pages say that they are."""
    app.extensions["views"] = Views()
    app.after_request(_after)


def viewed(hub_id: int, card_id: str = "") -> None:
    """This answer is a page of a hub, or of a card of it."""
    _seen().append((hub_id, card_id, VIEWED))


def shown(hub_id: int, card_id: str) -> None:
    """A form stands on it."""
    _seen().append((hub_id, card_id, SHOWN))


def leave_out() -> None:
    """Nothing of this answer is counted."""
    g.left_out = True


def _seen() -> list[tuple[int, str, str]]:
    if not hasattr(g, "seen"):
        g.seen = []
    found: list[tuple[int, str, str]] = g.seen
    return found


def _after(response: Response) -> Response:
    if response.status_code in (200, 304) and not g.get("left_out"):
        note(current_app._get_current_object(), request, getattr(g, "seen", ()))  # type: ignore[attr-defined]
    return response


def note(app: Flask, by: Request, seen: Seen) -> None:
    """A page was handed out, by the app or from memory."""
    if not seen or by.method != "GET" or not _is_person(by):
        return
    source = source_of(by.query_string.decode("latin-1"), by.referrer or "", by.host)
    for hub_id, card_id, metric in seen:
        app.extensions["views"].note(hub_id, card_id, metric, source)
    if not app.config["DATABASE_INLINE"]:
        _adder_of(app)


def _is_person(by: Request) -> bool:
    agent = by.user_agent.string
    fetched_ahead = "prefetch" in by.headers.get("Sec-Purpose", by.headers.get("Purpose", ""))
    return bool(agent) and not fetched_ahead and not _PROGRAMS.search(agent)


_lock = threading.Lock()


def _adder_of(app: Flask) -> threading.Thread:
    """The thread that adds what an app has seen; begun with the first page, in the process that
    answers."""
    found: Any = app.extensions.get("adder_of_views")
    if found is None:
        with _lock:
            found = app.extensions.get("adder_of_views")
            if found is None:
                found = threading.Thread(target=_add_for_ever, args=(app,), daemon=True)
                app.extensions["adder_of_views"] = found
                found.start()
    return found  # type: ignore[no-any-return]


def _add_for_ever(app: Flask) -> None:
    resting = threading.Event()
    while not resting.wait(SECONDS):
        add_once(app)


def add_once(app: Flask) -> None:
    """Add what was seen; an error is logged, and what was seen stays for the next time."""
    try:
        with app.app_context():
            add_views(app.extensions["views"])
    except Exception as error:  # noqa: BLE001 - the next round tries again
        log.error("views not added", **told(error))
