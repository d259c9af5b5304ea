"""Results of a hub: its entries and draws; and the proof of a draw, for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, request, stream_with_context, url_for

from hubapp.blueprints.results.pages import masked, proof_page, results_page
from hubapp.core import drawing
from hubapp.core.errors import DomainError
from hubapp.core.identifiers import new_id
from hubapp.core.reading import natural
from hubapp.core.words import Words
from hubapp.doors.database import end_reading
from hubapp.models import Draw, Hub
from hubapp.services import integrations, results
from hubapp.services.results import Wanted
from hubapp.web.access import for_members, for_visitors
from hubapp.web.posted import who
from hubapp.web.sheets import csv_file, xlsx_file
from hubapp.web.words import said, tell

bp = Blueprint("results", __name__)
AT = "/hubs/<int:hub_id>/results"
_PROOF = "/draws/<uuid:draw_id>"


def _posted() -> Wanted:
    # An analyst could try letter by letter what is masked.
    return Wanted.read(request.form, "" if masked() else request.form.get("text", ""))


@bp.get(AT)
@for_members("analyst")
def listing(hub: Hub) -> Any:
    return results_page(hub, Wanted.read(request.args))


@bp.post(f"{AT}/find")
@for_members("editor")
def find(hub: Hub) -> Any:
    """By post, so that nobody's address stands in a URL; and not for analysts, who could try
    letter by letter what is masked."""
    wanted = _posted()
    if not wanted.text:
        return _to_list(hub, wanted)
    return results_page(hub, wanted)


@bp.post(f"{AT}/entries.csv")
@for_members("analyst")
def export(hub: Hub) -> Any:
    return _file(hub, csv_file)


@bp.post(f"{AT}/entries.xlsx")
@for_members("analyst")
def export_workbook(hub: Hub) -> Any:
    return _file(hub, partial(xlsx_file, title=said(Words("Entries"))))


def _file(hub: Hub, kind: Callable[..., Response]) -> Any:
    try:
        return kind(f"{hub.slug}-entries", results.table(hub, _posted(), masked()))
    except DomainError as refusal:
        tell(refusal.problems[0].sentence, "bad")
        return _back(hub)


@bp.post(f"{AT}/entries/<long:entry_id>/disqualify")
@for_members("editor")
def disqualify(hub: Hub, entry_id: int) -> Any:
    try:
        results.disqualify(hub.id, entry_id, request.form.get("reason", ""), who())
        tell(Words("The entry is disqualified. It is in no draw from now on."), "good")
    except DomainError as refusal:
        tell(refusal.problems[0].sentence, "bad")
    return _back(hub)


@bp.post(f"{AT}/entries/<long:entry_id>/readmit")
@for_members("editor")
def readmit(hub: Hub, entry_id: int) -> Any:
    try:
        results.readmit(hub.id, entry_id, who())
        tell(Words("The entry takes part again."), "good")
    except DomainError as refusal:
        tell(refusal.problems[0].sentence, "info")
    return _back(hub)


@bp.post(f"{AT}/tests/delete")
@for_members("editor")
def delete_tests(hub: Hub) -> Any:
    gone = integrations.delete_tests(hub.id)
    sentence = Words("%(count)s test is deleted.", "%(count)s tests are deleted.", count=gone)
    tell(sentence if gone else Words("There was no test to delete."), "good" if gone else "info")
    return _to_list(hub, Wanted())


def _back(hub: Hub) -> Any:
    """To the same part of the list, as far as an address may say which."""
    wanted = _posted()
    return _to_list(hub, wanted, before=wanted.before or None)


def _to_list(hub: Hub, wanted: Wanted, **more: Any) -> Any:
    return redirect(url_for("results.listing", **{"hub_id": hub.id, **wanted.query(), **more}))


@bp.post(f"{AT}/draws")
@for_members("editor")
def seal(hub: Hub) -> Any:
    wanted, given = _posted(), request.form
    picked = {name: given.get(name, "") for name in ("winners", "reserves")}
    numbers = (natural(picked["winners"]), natural(picked["reserves"]))
    try:
        click = given.get("click", "").replace("\0", "")[:32] or new_id(32)
        sealed = results.seal(hub.id, wanted, *numbers, click, who())
    except DomainError as refusal:
        return results_page(hub, wanted, picked, refusal.problems[0].sentence), 422
    return redirect(url_for("results.drawing_of", hub_id=hub.id, draw_id=sealed))


@bp.get(_PROOF)
@for_visitors
def proof(draw_id: UUID) -> Any:
    return proof_page(results.draw_of(str(draw_id)))


@bp.get(f"{_PROOF}/entries.txt")
@for_visitors
def entries_file(draw_id: UUID) -> Any:
    """The list as it was frozen."""
    draw = results.draw_of(str(draw_id))
    response = Response(stream_with_context(_list_of(draw)), mimetype="text/plain")
    # A list may be long: packing would read it whole first.
    response.direct_passthrough = True
    return response


def _list_of(draw: Draw) -> Iterator[bytes]:
    for text in results.list_of(draw):
        # A slow reader holds nobody up.
        end_reading()
        yield text.encode()


@bp.get("/draws/drawing.py")
@for_visitors
def method() -> Any:
    """The program that draws, as it runs here."""
    return Response(Path(drawing.__file__).read_bytes(), mimetype="text/plain")
