"""The screens of Build: structure on the left, what is edited in the middle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app, jsonify, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from hubapp.cards import CARD_TYPES, Opened, opened
from hubapp.core.card_form import CardForm
from hubapp.core.content import limits_of
from hubapp.core.controls import content_from, tree_of
from hubapp.core.entry_rule import RULE_LABELS
from hubapp.core.errors import DomainError, NotFoundHere, PartlySaved
from hubapp.core.theming import PRESETS
from hubapp.core.words import Words
from hubapp.fields import FIELD_KINDS
from hubapp.models import Hub
from hubapp.services import editing
from hubapp.web.posted import Told, kept_revision, told
from hubapp.web.saving import Saved, refused_quietly, saved_of, steps_of
from hubapp.web.words import said_in

Docs = Mapping[str, dict[str, Any]]


def build_page(
    hub: Hub,
    template: str,
    status: int = 200,
    docs: Docs | None = None,
    changed: bool | None = None,
    **context: Any,
) -> tuple[str, int]:
    """A screen of Build with ``template`` in the middle. docs: the draft, changed: whether visitors
    see another, for whoever knows: they are found out once a request."""
    docs = editing.documents(hub.id) if docs is None else docs
    page = render_template(
        template,
        hub=hub,
        tab="build",
        draft=docs["hub"],
        cards=editing.cards_in_order(docs),
        **steps_of(hub),
        # As a refused screen sent it: what it had changed, it still has.
        base=request.form.get("_base", ""),
        saved_at=editing.last_saved(hub.id),
        changed=editing.has_changes(hub, docs) if changed is None else changed,
        **context,
    )
    return page, status


def screen_left(hub: Hub) -> str:
    """The address of the screen of Build on which a button of its bars was pressed (``at``); the
    hub's own when that screen is none, or its card is gone."""
    try:
        endpoint, given = current_app.url_map.bind("").match(request.form.get("at", ""))
    except HTTPException:
        endpoint, given = "", {}
    is_here = endpoint in _SCREENS and given["hub_id"] == hub.id
    card = f"card:{given['card_id']}" if "card_id" in given else "hub"
    if is_here and card in editing.documents(hub.id):
        return url_for(endpoint, **given)
    return url_for("editor.build", hub_id=hub.id)


_SCREENS = ("editor.build", "editor.picker", "editor.card", "editor.card_form", "editor.codes")


def hub_page(
    hub: Hub, problems: Told | None = None, rest_saved: bool = False, of_face: bool = False
) -> tuple[str, int]:
    """The hub's own words and looks; with problems, as they were typed. of_face: the problems are
    of the file of a face, with which nothing else was sent."""
    document, revision = editing.document(hub.id, "hub")
    return build_page(
        hub,
        "editor/hub.html",
        422 if problems else 200,
        presets=PRESETS,
        limits=editing.HUB_LIMITS,
        problems=problems or {},
        rest_saved=rest_saved,
        revision=revision if rest_saved else kept_revision(revision),
        values=request.form if problems and not of_face else document,
        active="hub",
    )


def picker_page(hub: Hub) -> tuple[str, int]:
    """The types that a card can have."""
    return build_page(hub, "editor/picker.html", types=CARD_TYPES.values(), active="add")


def card_page(hub: Hub, card_id: str, refusal: DomainError | None = None) -> tuple[str, int]:
    """A card; after a refusal, as it was typed; a placeholder for one that this release cannot
    show. Raises NotFoundHere."""
    docs = editing.documents(hub.id)
    card, newest = _document(hub, f"card:{card_id}", refusal)
    open_card = opened(card["kind"], card.get("schema", 1), card["content"])
    if open_card is None:
        shown = {**card, "id": card_id}
        return build_page(hub, "editor/unknown_card.html", docs=docs, card=shown, active=card_id)
    card_type, content = open_card
    own, problems, tree = {}, {}, {}
    rest_saved = isinstance(refusal, PartlySaved)
    if refusal is not None:
        own = {key: request.form.get(f"card_{key}", card[key]) for key in _OWN}
        # As saving does: a card is never without a title.
        own["title"] = own["title"].strip() or card["title"]
        tree = tree_of(request.form.items(multi=True))
        if not (rest_saved and request.form.get("_action")):
            content = content_from(card_type.Content, tree, content).content
        problems = told(refusal)
    # Whoever comes from the screen before publishing reads at each control what is missing there.
    found = card_type.problems(content, publishing="mend" in request.args)
    return build_page(
        hub,
        "editor/card.html",
        422 if refusal else 200,
        docs,
        card={**card, **own, "id": card_id},
        card_type=card_type,
        content=content,
        limits=editing.CARD_LIMITS | limits_of(card_type.Content),
        **_limits(card, tree),
        **_of_form(docs.get(f"form:{card_id}", {}), bool(card_type.prizes(content))),
        **_beside(hub, card_id, docs, open_card),
        problems={each.where: each.sentence for each in found} | problems,
        rest_saved=rest_saved,
        revision=newest if rest_saved else kept_revision(newest),
        unsaved=refusal is not None,
        active=card_id,
    )


def codes_page(
    hub: Hub, card_id: str, pool: str = "", refusal: DomainError | None = None
) -> tuple[str, int]:
    """The lists of codes of a card. pool, refusal: of the list that was not taken. Raises
    NotFoundHere."""
    card, _ = editing.document(hub.id, f"card:{card_id}")
    return build_page(
        hub,
        "editor/codes.html",
        422 if refusal else 200,
        card={**card, "id": card_id},
        pools=editing.pools_of(hub.id, card_id),
        limited=editing.limited_of(hub.id, card_id),
        refused=pool,
        problems=told(refusal) if refusal else {},
        active=card_id,
    )


def _of_form(form: Mapping[str, Any], has_prizes: bool) -> dict[str, Any]:
    """What a card's own screen offers by its form."""
    return {
        "countable": [("", Words("Choose a field")), *editing.countable(form)],
        "moments": _moments(form, has_prizes),
    }


def _moments(form: Mapping[str, Any], has_prizes: bool) -> list[tuple[str, Words]]:
    """What a card may look like to visitors, to be chosen over its preview."""
    ends = [("won", Words("Won")), ("lost", Words("Lost"))]
    return [
        *([("form", Words("Its form"))] if form.get("placement") else []),
        *(ends if has_prizes else [("result", Words("The result"))]),
        ("closed", Words("Closed")),
        ("played", Words("Had their turn")),
    ]


def _beside(hub: Hub, card_id: str, docs: Mapping[str, Any], open_card: Opened) -> dict[str, Any]:
    """What stands beside a card: its lists of codes, and what is told of its choices."""
    return {
        "has_codes": editing.needs_codes(open_card),
        "told_as": editing.told_of_card(hub.id, card_id, docs),
    }


def _limits(card: Mapping[str, Any], tree: Mapping[str, Any]) -> dict[str, Any]:
    """When the card is open, and how often somebody may take part: as posted, else as kept."""
    opening = editing.opening_as_posted(tree.get("card_opening"), card)
    return {
        "opening": opening,
        "opening_shown": any(opening.model_dump().values()),
        "entry": editing.entry_as_posted(tree.get("card_entry"), card),
        "rules": RULE_LABELS.items(),
    }


def _document(hub: Hub, key: str, refusal: DomainError | None) -> tuple[dict[str, Any], int]:
    # What was typed on a card that somebody has removed meanwhile is shown as well.
    try:
        return editing.document(hub.id, key)
    except NotFoundHere:
        if refusal is None:
            raise
        return editing.removed(hub.id, key)


_OWN = ("title", "slug", "summary")


def form_page(hub: Hub, card_id: str, refusal: DomainError | None = None) -> tuple[str, int]:
    """The form of a card; after a refusal, as it was typed. Raises NotFoundHere."""
    docs = editing.documents(hub.id)
    card, _ = _document(hub, f"card:{card_id}", refusal)
    in_its_language = said_in(editing.language_of(hub.id))
    key, form = f"form:{card_id}", editing.form_of_card(docs, card_id, in_its_language)
    if refusal is not None:
        form = editing.form_as_posted(form, tree_of(request.form.items(multi=True)))
    newest = editing.document(hub.id, key)[1] if key in docs else 0
    return build_page(
        hub,
        "editor/form.html",
        422 if refusal else 200,
        docs,
        card={**card, "id": card_id},
        form=form,
        kinds=FIELD_KINDS.values(),
        limits=limits_of(CardForm),
        fixed=editing.published_keys(hub.id, card_id),
        freed=editing.freed_consents(hub.id, card_id),
        told_as=editing.told_of_form(hub.id, card_id, docs),
        active=card_id,
        problems=told(refusal) if refusal else {},
        revision=kept_revision(newest),
    )


def saved_quietly(hub: Hub, key: str) -> Any:
    """The answer to a screen that saved by itself."""
    return jsonify(_saved(hub, key))


def _saved(hub: Hub, key: str) -> Saved:
    _, revision = editing.document(hub.id, key)
    return saved_of(hub, revision, editing.has_changes(hub))


def left_quietly(hub: Hub, key: str, refusal: DomainError) -> Any:
    """The answer to one whose save was refused."""
    return refused_quietly(refusal, lambda: _saved(hub, key))
