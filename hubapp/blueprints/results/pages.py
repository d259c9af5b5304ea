"""The screens of the results."""

from __future__ import annotations

from typing import Any

from flask import g, render_template

from hubapp.models import Hub
from hubapp.services import integrations, results
from hubapp.services.results import Wanted


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


def _shared(hub: Hub) -> dict[str, Any]:
    return {
        "cards": {key: card.title for key, card in results.cards_of(hub).items()},
        "masked": masked(),
        "spoken": integrations.spoken,
    }
