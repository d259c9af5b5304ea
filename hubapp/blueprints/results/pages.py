"""The screens of the results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask import Response, g, render_template, stream_with_context, url_for
from markupsafe import Markup

from hubapp.core import sheets
from hubapp.core.identifiers import new_id
from hubapp.core.spoken import spoken
from hubapp.core.theming import tokens
from hubapp.core.words import NOTHING, Words
from hubapp.models import Draw, Hub
from hubapp.services import integrations, results, visiting
from hubapp.services.results import Wanted
from hubapp.web.words import said


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
        most_people=results.MOST_PEOPLE,
        draws=results.draws_of(hub.id),
        picked=picked or {"winners": "1", "reserves": "0"},
        problem=problem,
        most_places=results.MOST_PLACES,
        click=new_id(32),
        **_figures(hub, wanted),
        **_shared(hub),
    )


def _figures(hub: Hub, wanted: Wanted) -> dict[str, Any]:
    """Above all entries alone: they count all there are, which a filter must not wait for."""
    if wanted.posted() or wanted.before:
        return {}
    return {
        "days": results.days_of(hub),
        "by_card": results.by_card(hub),
        "put_off": visiting.put_off(hub.slug),
    }


def draw_page(hub: Hub, draw: Draw) -> str:
    """A draw as members see it."""
    return render_template(
        "results/draw.html",
        hub=hub,
        tab="results",
        draw=draw,
        taken=results.taken(draw),
        reserves_left=any(place.state == "reserve" for place in results.places_of(draw)),
        **_shared(hub),
    )


def proof_page(draw: Draw) -> str:
    """A draw as everybody sees it: no names, and no reasons, for they may name somebody."""
    hub, snapshot = results.hub_of(draw)
    colours = "".join(f"{name}:{value};" for name, value in tokens(snapshot.theme).items())
    return render_template(
        "results/proof.html",
        draw=draw,
        hub=snapshot,
        home=url_for("public.hub", slug=hub.slug) if hub.live_version_id else "",
        # Numbers by now, whatever somebody typed.
        style=Markup(f":root{{{colours}}}"),  # noqa: S704
        places=results.places_of(draw),
        draws=results.draws_of(draw.hub_id),
    )


def csv_file(name: str, rows: Iterable[Sequence[Any]]) -> Response:
    """Rows as a file to keep, written while they are read."""
    response = Response(stream_with_context(_bytes(rows)), mimetype="text/csv")
    # Packing would read it whole first.
    response.direct_passthrough = True
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _bytes(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    yield sheets.BOM.encode()
    for row in rows:
        yield sheets.line([_cell(each) for each in row]).encode("utf-8", "replace")


def _cell(value: Any) -> Any:
    """Numbers stay numbers; all else is said."""
    if isinstance(value, Words | str):
        return said(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return "" if value is None else said(spoken(value))


def _shared(hub: Hub) -> dict[str, Any]:
    return {
        "cards": {key: card.title for key, card in results.cards_of(hub).items()},
        "masked": masked(),
        "spoken": spoken,
    }
