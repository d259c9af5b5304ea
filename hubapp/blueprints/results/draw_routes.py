"""A draw of a hub, for its members: draw, tell the winners, replace one, cancel."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for

from hubapp.blueprints.results.draw_pages import draw_page, line_of_proof, stage_page
from hubapp.blueprints.results.routes import AT, bp
from hubapp.core.errors import DomainError, Refused
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import results
from hubapp.web.access import for_members
from hubapp.web.posted import told, who
from hubapp.web.sheets import csv_file
from hubapp.web.words import tell

_DRAW = f"{AT}/draws/<uuid:draw_id>"


@bp.get(_DRAW)
@for_members("analyst")
def drawing_of(hub: Hub, draw_id: UUID) -> Any:
    return draw_page(hub, results.draw_of(str(draw_id), hub.id))


@bp.get(f"{_DRAW}/stage")
@for_members("editor")
def stage(hub: Hub, draw_id: UUID) -> Any:
    """For the screen that everybody looks at."""
    return stage_page(hub, results.draw_of(str(draw_id), hub.id))


@bp.post(f"{_DRAW}/draw")
@for_members("editor")
def draw(hub: Hub, draw_id: UUID) -> Any:
    if request.form.get("on") != "stage":
        return _done(hub, draw_id, lambda: results.draw(hub.id, str(draw_id)))
    with suppress(Refused):
        # The stage itself says that the draw was cancelled meanwhile.
        results.draw(hub.id, str(draw_id))
    # The tickets turn over when the address leads to them.
    stage = url_for("results.stage", hub_id=hub.id, draw_id=draw_id, _anchor="winners")
    return redirect(stage, 303)


@bp.post(f"{_DRAW}/tell")
@for_members("editor")
def tell_winners(hub: Hub, draw_id: UUID) -> Any:
    """By mail, unless that is not wanted; and to the connections."""
    given, found = request.form, results.draw_of(str(draw_id), hub.id)
    letter = results.Letter(given.get("subject", ""), given.get("text", ""))
    wanted = letter if given.get("by_mail") == "y" else None
    try:
        done = results.tell_winners(hub.id, str(draw_id), wanted, line_of_proof(found), who())
    except DomainError as refusal:
        return draw_page(hub, found, letter, told(refusal)), 422
    tell(_what_was_done(done, wanted), "good" if done.mailed or done.known else "info")
    return _to_draw(hub, draw_id)


def _what_was_done(done: results.Done, wanted: results.Letter | None) -> Words:
    if wanted is None and not done.known:
        return Words("Nobody was told: no connection maps Winner, and no mail was wanted.")
    if wanted is None:
        return Words("The winners are told to the connections that map Winner. Nobody was mailed.")
    if not done.mailed:
        return Words("There is nobody to mail: whoever could be reached has been written to.")
    return Words(
        "%(count)s mail is on its way. Below you see when each has gone.",
        "%(count)s mails are on their way. Below you see when each has gone.",
        count=done.mailed,
    )


@bp.post(f"{_DRAW}/cancel")
@for_members("editor")
def cancel(hub: Hub, draw_id: UUID) -> Any:
    reason = request.form.get("reason", "")
    return _done(hub, draw_id, lambda: results.cancel(hub.id, str(draw_id), reason, who()))


@bp.post(f"{_DRAW}/places/<int:position>/replace")
@for_members("editor")
def replace(hub: Hub, draw_id: UUID, position: int) -> Any:
    reason = request.form.get("reason", "")
    given = (hub.id, str(draw_id), position, reason, who())
    return _done(hub, draw_id, lambda: results.replace(*given))


@bp.post(f"{_DRAW}/winners.csv")
@for_members("editor")
def winners(hub: Hub, draw_id: UUID) -> Any:
    found = results.draw_of(str(draw_id), hub.id)
    return csv_file(f"{hub.slug}-winners", results.winners(found))


def _done(hub: Hub, draw_id: UUID, what: Any) -> Any:
    try:
        what()
    except DomainError as refusal:
        tell(refusal.problems[0].sentence, "bad")
    return _to_draw(hub, draw_id)


def _to_draw(hub: Hub, draw_id: UUID) -> Any:
    return redirect(url_for("results.drawing_of", hub_id=hub.id, draw_id=draw_id))
