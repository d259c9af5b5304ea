"""Results of a hub: its entries."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for

from hubapp.blueprints.results.pages import csv_file, masked, results_page
from hubapp.core.errors import DomainError
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import results
from hubapp.services.results import Wanted
from hubapp.web.access import for_members
from hubapp.web.posted import who
from hubapp.web.words import tell

bp = Blueprint("results", __name__)
_AT = "/hubs/<int:hub_id>/results"


def _posted() -> Wanted:
    # An analyst could try letter by letter what is masked.
    return Wanted.read(request.form, "" if masked() else request.form.get("text", ""))


@bp.get(_AT)
@for_members("analyst")
def listing(hub: Hub) -> Any:
    return results_page(hub, Wanted.read(request.args))


@bp.post(f"{_AT}/find")
@for_members("editor")
def find(hub: Hub) -> Any:
    """By post, so that nobody's address stands in a URL; and not for analysts, who could try
    letter by letter what is masked."""
    wanted = _posted()
    if not wanted.text:
        return _to_list(hub, wanted)
    return results_page(hub, wanted)


@bp.post(f"{_AT}/entries.csv")
@for_members("analyst")
def export(hub: Hub) -> Any:
    try:
        return csv_file(f"{hub.slug}-entries", results.table(hub, _posted(), masked()))
    except DomainError as refusal:
        tell(refusal.problems[0].sentence, "bad")
        return _back(hub)


@bp.post(f"{_AT}/entries/<long:entry_id>/disqualify")
@for_members("editor")
def disqualify(hub: Hub, entry_id: int) -> Any:
    try:
        results.disqualify(hub.id, entry_id, request.form.get("reason", ""), who())
        tell(Words("The entry is disqualified. It is in no draw from now on."), "good")
    except DomainError as refusal:
        tell(refusal.problems[0].sentence, "bad")
    return _back(hub)


@bp.post(f"{_AT}/entries/<long:entry_id>/readmit")
@for_members("editor")
def readmit(hub: Hub, entry_id: int) -> Any:
    try:
        results.readmit(hub.id, entry_id, who())
        tell(Words("The entry takes part again."), "good")
    except DomainError as refusal:
        tell(refusal.problems[0].sentence, "info")
    return _back(hub)


def _back(hub: Hub) -> Any:
    """To the same part of the list, as far as an address may say which."""
    wanted = _posted()
    return _to_list(hub, wanted, before=wanted.before or None)


def _to_list(hub: Hub, wanted: Wanted, **more: Any) -> Any:
    return redirect(url_for("results.listing", **{"hub_id": hub.id, **wanted.query(), **more}))
