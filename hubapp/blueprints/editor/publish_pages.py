"""The screen before publishing: what would change, what stands in the way, what to say yes to."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import g, request, url_for

from hubapp.blueprints.editor.pages import build_page
from hubapp.core.errors import DomainError, EditConflict
from hubapp.core.rewording import ASKED
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.posted import told
from hubapp.web.words import said, said_in


def publish_page(hub: Hub, refusal: DomainError | None = None) -> tuple[str, int]:
    """refusal: why what was pressed has not published anything."""
    docs = editing.documents(hub.id)
    found = editing.outlook_of(hub, in_its_language(hub), docs, said_so_far())
    changed_meanwhile = isinstance(refusal, EditConflict)
    return build_page(
        hub,
        "editor/publish.html",
        422 if refusal else 200,
        docs,
        hub.live_version_id is None or bool(found.changes),
        problems=told(refusal) if refusal else {},
        changed_meanwhile=changed_meanwhile,
        found=[(each.sentence, place(hub, each.where)) for each in found.problems],
        doubts=[(each, place(hub, each.where)) for each in found.doubts],
        # Whoever looks at another draft than they said yes to says it again.
        agreed=() if changed_meanwhile else request.form.getlist("agreed"),
        reworded=_by_card(hub, found.reworded),
        sends=found.sends,
        samples=[(each, place(hub, each.where)) for each in found.samples],
        changes=_by_what(hub, found.changes),
        authors=found.authors,
        mark=found.mark,
        number=found.number,
        note=request.form.get("note", ""),
        active="",
    )


def said_so_far() -> editing.Consent:
    """What whoever publishes has seen, said yes to and answered."""
    answers = {name: value for name, value in request.form.items() if name.startswith(ASKED)}
    # Of all of one card at once: the answer, and the names of those that it is to.
    answer, _, names = request.form.get("_answers", "").partition(":")
    return editing.Consent(
        request.form.get("mark", ""),
        request.form.getlist("agreed"),
        answers | dict.fromkeys(names.split(), answer),
    )


def _by_card(hub: Hub, asked: list[editing.Asked]) -> list[tuple[Words, str, list[editing.Asked]]]:
    """The card or form, its address, and what is asked about it."""
    return [
        (group[0].place.card, place(hub, group[0].place.where), group)
        for _, each in groupby(asked, key=lambda one: one.rewording.document)
        if (group := list(each))
    ]


def _by_what(hub: Hub, changes: list[editing.Change]) -> list[tuple[str, list[tuple[Any, str]]]]:
    # A card and its form stand one after the other.
    named = [(said(each.about), each) for each in changes]
    return [
        (about, [(each.sentence, place(hub, each.where)) for _, each in group])
        for about, group in groupby(named, key=lambda pair: pair[0])
    ]


def in_its_language(hub: Hub) -> Any:
    """What a text of ours becomes in the hub's language."""
    return said_in(editing.language_of(hub.id))


def place(hub: Hub, where: str) -> str:
    """The address of a control, see ``editing.checks``; empty for what this person may not open."""
    document, _, control = where.partition("/")
    group, _, name = document.partition(":")
    if group == "mapping":
        may = g.member.role in ("admin", "owner")
        return url_for("integrations.connect", hub_id=hub.id, kind=name) if may else ""
    if control.startswith("opening"):
        return url_for("hubs.opening", hub_id=hub.id, _anchor=control)
    given: dict[str, Any] = {"hub_id": hub.id, "mend": "y", "_anchor": control or None}
    endpoint = {"card": "editor.card", "form": "editor.card_form"}.get(group)
    if endpoint:
        return url_for(endpoint, card_id=name, **given)
    return url_for("editor.build", hub_id=hub.id, _anchor=control or None)
