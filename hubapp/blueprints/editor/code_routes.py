"""Lists of codes of a card: what is in them, what is left, what was given."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from hubapp.blueprints.editor.pages import codes_page
from hubapp.blueprints.editor.routes import bp
from hubapp.core.codes import decoded
from hubapp.core.errors import Refused
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.access import for_members
from hubapp.web.sheets import csv_file
from hubapp.web.words import tell

_CODES = "/hubs/<int:hub_id>/edit/cards/<card_id>/codes"
_POOL = f"{_CODES}/<pool>"


@bp.get(_CODES)
@for_members("editor")
def codes(hub: Hub, card_id: str) -> Any:
    return codes_page(hub, card_id)


@bp.post(_POOL)
@for_members("editor")
def put_codes(hub: Hub, card_id: str, pool: str) -> Any:
    try:
        put = editing.put_codes(hub.id, card_id, pool, _posted())
    except Refused as refusal:
        return codes_page(hub, card_id, pool, refusal)
    for sentence in put.in_words():
        tell(sentence, "good")
    return _back(hub, card_id)


def _posted() -> str:
    file = request.files.get("file")
    return decoded(file.read()) if file and file.filename else request.form.get("codes", "")


@bp.post(f"{_POOL}/remove")
@for_members("editor")
def drop_codes(hub: Hub, card_id: str, pool: str) -> Any:
    count = editing.drop_codes(hub.id, card_id, pool)
    tell(Words("%(count)s code is out.", "%(count)s codes are out.", count=count), "info")
    return _back(hub, card_id)


@bp.post(f"{_POOL}/given.csv")
@for_members("admin")
def given_codes(hub: Hub, card_id: str, pool: str) -> Any:
    return csv_file(f"{hub.slug}-codes", editing.given_codes(hub.id, card_id, pool))


def _back(hub: Hub, card_id: str) -> Any:
    return redirect(url_for("editor.codes", hub_id=hub.id, card_id=card_id))
