"""Figures of a hub and of each of its cards."""

from __future__ import annotations

from typing import Any

from flask import request

from hubapp.blueprints.results.pages import card_file, card_page, figures_file, figures_page
from hubapp.blueprints.results.routes import AT, bp
from hubapp.models import Hub
from hubapp.services import results
from hubapp.web.access import for_members


@bp.get(f"{AT}/figures")
@for_members("analyst")
def figures(hub: Hub) -> Any:
    return figures_page(hub, results.period_of(hub, request.args))


@bp.get(f"{AT}/figures.csv")
@for_members("analyst")
def figures_csv(hub: Hub) -> Any:
    return figures_file(hub, results.period_of(hub, request.args))


@bp.get(f"{AT}/cards/<card_id>")
@for_members("analyst")
def card(hub: Hub, card_id: str) -> Any:
    return card_page(hub, card_id, results.period_of(hub, request.args))


@bp.get(f"{AT}/cards/<card_id>.csv")
@for_members("analyst")
def card_csv(hub: Hub, card_id: str) -> Any:
    return card_file(hub, card_id, results.period_of(hub, request.args))
