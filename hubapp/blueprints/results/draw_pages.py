"""The screens of a draw for members."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template, url_for

from hubapp.blueprints.results.pages import shared, style_of
from hubapp.blueprints.results.tickets import tickets_of
from hubapp.models import Draw, Hub
from hubapp.services import integrations, mailing, results
from hubapp.services.results import Letter, Taken
from hubapp.web.posted import Told
from hubapp.web.qr import qr_inline
from hubapp.web.words import said, speaking

_MOST_SAID = 12
"""Winners that are read out one by one once they are drawn."""
_GAP_MS, _ALL_MS = 350, 3600
"""Between two tickets that turn over, and for all of them."""


def draw_page(
    hub: Hub,
    draw: Draw,
    letter: Letter | None = None,
    problems: Told | None = None,
    by_mail: bool = True,
) -> str:
    """A draw as members see it. letter, problems: a mail that was refused, and why."""
    found = results.taken(draw)
    return render_template(
        "results/draw.html",
        hub=hub,
        tab="results",
        draw=draw,
        taken=found,
        reserves_left=any(each.place.state == "reserve" for each in found),
        **_telling(hub, draw, found),
        letter=letter or results.said_before(draw) or _first_letter(draw),
        problems=problems or {},
        by_mail=by_mail,
        **shared(hub),
    )


def _telling(hub: Hub, draw: Draw, found: list[Taken]) -> dict[str, Any]:
    """What the telling of the winners shows. untold: how many would be told now."""
    wins, mapped = results.wins_of(draw), integrations.winner_mapped(hub.id)
    told = integrations.told_of(hub.id, list(wins.values()))
    sent = {at: told.get(activity_id, []) for at, activity_id in wins.items()}
    telling = sum(bool(each.targets) for each in mapped)
    ready = [each for each in found if results.may_be_told(each)]
    return {
        "untold": sum(each.place.told_at is None for each in ready),
        "to_mail": sum(results.may_be_mailed(each) for each in ready),
        "sent": sent,
        "unreached": any(len(sent.get(each.place.position, ())) < telling for each in ready),
        "tellings": results.tellings_of(draw),
        "mapped": mapped,
        "mail_server": current_app.extensions["settings"].mail_server,
    }


def _first_letter(draw: Draw) -> Letter:
    _, snapshot = results.hub_of(draw)
    with speaking(snapshot.language):
        subject, text = results.first_subject(snapshot.name), results.first_text(snapshot.name)
        return Letter(said(subject), said(text))


def line_of_proof(draw: Draw) -> str:
    """What stands beneath every mail, in the hub's language."""
    _, snapshot = results.hub_of(draw)
    link = mailing.link_to(url_for("results.proof", draw_id=draw.public_id))
    with speaking(snapshot.language):
        return said(results.last_line(link))


def stage_page(hub: Hub, draw: Draw) -> str:
    """A draw as everybody in the room sees it, in the colours and the language of its hub."""
    _, snapshot = results.hub_of(draw)
    proof = url_for("results.proof", draw_id=draw.public_id, _external=True)
    tickets = tickets_of(results.taken(draw), snapshot.language)
    with speaking(snapshot.language):
        return render_template(
            "results/stage.html",
            hub=hub,
            shown=snapshot,
            draw=draw,
            tickets=tickets,
            aloud=len(tickets) <= _MOST_SAID,
            gap_ms=min(_GAP_MS, _ALL_MS // max(1, len(tickets))),
            proof=proof,
            qr=qr_inline(proof),
            style=style_of(snapshot),
        )
