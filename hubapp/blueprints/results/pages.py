"""The screens of the results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import Response, g, render_template, stream_with_context

from hubapp.core import sheets
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import integrations, results
from hubapp.services.results import Wanted
from hubapp.web.words import said


def masked() -> bool:
    """Who asks reads figures, not addresses."""
    return bool(g.member.role == "analyst")


def results_page(hub: Hub, wanted: Wanted) -> str:
    """The entries that are wanted."""
    page = results.entries_of(hub, wanted)
    return render_template(
        "results/results.html",
        hub=hub,
        tab="results",
        wanted=wanted,
        page=page,
        sent=integrations.sent_of(hub.id, [entry.id for entry in page.entries]),
        most_people=results.MOST_PEOPLE,
        **_shared(hub),
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
    return "" if value is None else said(integrations.spoken(value))


def _shared(hub: Hub) -> dict[str, Any]:
    return {
        "cards": {key: card.title for key, card in results.cards_of(hub).items()},
        "masked": masked(),
        "spoken": integrations.spoken,
    }
