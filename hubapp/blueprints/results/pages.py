"""The screens of the results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, g, render_template, url_for
from markupsafe import Markup

from hubapp.core.errors import NotFoundHere
from hubapp.core.identifiers import new_id
from hubapp.core.snapshot import HubSnapshot
from hubapp.core.spoken import spoken
from hubapp.core.theming import tokens
from hubapp.core.words import NOTHING, Words
from hubapp.models import Draw, Hub
from hubapp.services import integrations, results, visiting
from hubapp.services.results import Wanted
from hubapp.web.moments import clocks_of, dated, in_zone
from hubapp.web.sheets import csv_file
from hubapp.web.words import language, speaking


def masked() -> bool:
    """Who asks reads figures, not addresses."""
    return bool(g.member.role == "analyst")


def results_page(
    hub: Hub, wanted: Wanted, picked: Mapping[str, str] | None = None, problem: Words = NOTHING
) -> str:
    """The entries that are wanted. picked, problem: numbers of a draw that was refused, and why."""
    page = results.entries_of(hub, wanted)
    return render_template(
        "results/results.html",
        hub=hub,
        tab="results",
        wanted=wanted,
        page=page,
        sent=integrations.sent_of(hub.id, [entry.id for entry in page.entries]),
        spared=integrations.spared_tests(hub.id) if any(e.test for e in page.entries) else (),
        tests=results.tests_in(hub.id),
        most_people=results.MOST_PEOPLE,
        draws=results.draws_of(hub.id),
        picked=picked or {"winners": "1", "reserves": "0"},
        problem=problem,
        most_places=results.MOST_PLACES,
        click=new_id(32),
        **_figures(hub, wanted),
        **shared(hub),
    )


def _figures(hub: Hub, wanted: Wanted) -> dict[str, Any]:
    """Above all entries alone: they count all there are, which a filter must not wait for."""
    if wanted.posted() or wanted.before:
        return {}
    shown = _shown(hub, results.figures(hub, results.period_of(hub, {})))
    put_off = visiting.put_off(hub.slug)
    return {**shown, "suspects": results.suspects_in(hub), "put_off": put_off}


def _shown(hub: Hub, found: Any) -> dict[str, Any]:
    return {"figures": found, "metrics": results.METRICS, "period": found.period}


def figures_page(hub: Hub, period: results.Period) -> str:
    """All figures of a period."""
    found = results.figures(hub, period)
    return render_template("results/overview.html", hub=hub, tab="results", **_shown(hub, found))


def card_page(hub: Hub, card_id: str, period: results.Period) -> str:
    """One card, answer by answer. Raises NotFoundHere."""
    found = _card(hub, card_id, period)
    return render_template(
        "results/card.html", hub=hub, tab="results", card_id=card_id, **_shown(hub, found)
    )


def _card(hub: Hub, card_id: str, period: results.Period) -> Any:
    found = results.of_card(hub, card_id, period)
    if found is None:
        raise NotFoundHere
    return found


def card_file(hub: Hub, card_id: str, period: results.Period) -> Response:
    """The same as a file. Raises NotFoundHere."""
    found = _card(hub, card_id, period)
    return csv_file(f"{hub.slug}-{card_id}", results.table_of_card(found))


def figures_file(hub: Hub, period: results.Period) -> Response:
    """A row for each day or hour."""
    return csv_file(f"{hub.slug}-figures", results.table_of(results.figures(hub, period)))


def proof_page(draw: Draw) -> str:
    """A draw as everybody sees it, in the hub's language: no names, and no reasons, for they may
    name somebody."""
    hub, snapshot = results.hub_of(draw)
    with speaking(snapshot.language):
        return render_template(
            "results/proof.html",
            draw=draw,
            hub=snapshot,
            home=url_for("public.hub", slug=hub.slug) if hub.live_version_id else "",
            style=style_of(snapshot),
            places=results.places_of(draw),
            draws=results.draws_of(draw.hub_id),
        )


def style_of(snapshot: HubSnapshot) -> Markup:
    """The hub's colours, for a page that stands beside it."""
    colours = "".join(f"{name}:{value};" for name, value in tokens(snapshot.theme).items())
    # Numbers by now, whatever somebody typed.
    return Markup(f":root{{{colours}}}")  # noqa: S704


def shared(hub: Hub) -> dict[str, Any]:
    """What entries are shown with."""
    zone = results.zone_of_hub(hub)
    return {
        "clocks": clocks_of(zone, language()),
        "there": lambda at: in_zone(dated(at, zone), zone, language()),
        "cards": {key: card.title for key, card in results.cards_of(hub).items()},
        "masked": masked(),
        "spoken": spoken,
    }
