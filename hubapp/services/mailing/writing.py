"""A mail as a row: written with whatever asks for it, or not at all."""

from __future__ import annotations

from collections.abc import Callable

import orjson
from flask import Flask, current_app

from hubapp.core.words import Words
from hubapp.doors import queue
from hubapp.doors.database import after_commit_in_background
from hubapp.doors.vault import seal_own
from hubapp.extensions import db
from hubapp.models import Letter
from hubapp.services.mailing.sending import ENDINGS, WRITERS, End, Mail, send

Writer = Callable[[str], Mail | None]
Ending = Callable[[str, End], None]


def link_to(path: str = "") -> str:
    """A link in a mail. It never begins with what a request says of itself: whoever asks for a mail
    also chooses its Host."""
    return str(current_app.extensions["settings"].base_url).rstrip("/") + path


def post(to: str, subject: Words, text: Words) -> None:
    """Mail this once the caller's transaction is committed."""
    _keep({"to": to, "subject": str(subject), "text": str(text)})


def post_later(kind: str, about: str) -> None:
    """The same, for a mail that its writer puts together when it is sent: what is secret in it then
    stands nowhere, and nobody looks up before the answer whether there is anybody to write to."""
    _keep({"kind": kind, "about": about})


def written_by(kind: str) -> Callable[[Writer], Writer]:
    """Who writes the mails of a kind: from what they are about, at most one."""

    def note(writer: Writer) -> Writer:
        WRITERS[kind] = writer
        return writer

    return note


def ended_by(kind: str) -> Callable[[Ending], Ending]:
    """Who is told what became of the mails of a kind: what it was about, and its end; in the
    transaction that forgets the mail."""

    def note(ending: Ending) -> Ending:
        ENDINGS[kind] = ending
        return ending

    return note


def _keep(said: dict[str, str]) -> None:
    row = Letter(sealed=seal_own(orjson.dumps(said).decode()))
    db.session.add(row)
    db.session.flush()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    after_commit_in_background(_nudge, app, row.id)


def _nudge(app: Flask, letter_id: int) -> None:
    """A worker sends it; while the queue is away, this process does."""
    if not queue.ask_for_letter(letter_id):
        with app.app_context():
            send(letter_id)
