"""What stands in the way of publishing."""

from __future__ import annotations

from collections.abc import Mapping

from hubapp.cards import card_type_of
from hubapp.core.errors import Problem
from hubapp.fields import field_kind_of
from hubapp.services.editing.drafts import Json


def problems_of(docs: Mapping[str, Json]) -> list[Problem]:
    """Everything that stands in the way of publishing. ``where`` is
    ``<document key>/<control>``, e.g. ``card:ab12cd/questions-0-text``."""
    problems = []
    if not docs["hub"].get("name", "").strip():
        problems.append(Problem("hub/name", "The hub has no name. Give it one."))
    card_ids = [
        card_id for page in docs["hub"]["pages"] for card_id in docs[f"page:{page}"]["cards"]
    ]
    if not card_ids:
        problems.append(
            Problem("hub/cards", "The hub has no cards yet. Add one; a quiz is a good start.")
        )
    for card_id in card_ids:
        problems += _card_problems(card_id, docs)
    return problems


def _card_problems(card_id: str, docs: Mapping[str, Json]) -> list[Problem]:
    card, form = docs[f"card:{card_id}"], docs.get(f"form:{card_id}") or {}
    card_type = card_type_of(card["kind"])
    title = card["title"] or "A card"
    if card_type is None:
        return [Problem(f"card:{card_id}/", f"“{title}”: this release cannot show such a card.")]
    found = [
        Problem(f"card:{card_id}/{each.where}", f"“{title}”: {each.sentence}")
        for each in card_type.problems(card["content"], publishing=True)
    ]
    if not card["title"].strip():
        found.append(Problem(f"card:{card_id}/card_title", "A card has no title. Give it one."))
    if card_type.needs_form and not form.get("placement"):
        sentence = f"“{title}” is an entry form, but has no form yet. Place one."
        found.append(Problem(f"form:{card_id}/placement", sentence))
    if form.get("placement"):
        found += _form_problems(card_id, title, form)
    return found


def _form_problems(card_id: str, title: str, form: Json) -> list[Problem]:
    if not form["fields"]:
        sentence = f"The form of “{title}” asks nothing. Add a field, or take the form away."
        return [Problem(f"form:{card_id}/fields", sentence)]
    problems = []
    for at, field in enumerate(form["fields"]):
        kind = field_kind_of(field["kind"])
        if kind is None:
            continue
        where = f"form:{card_id}/fields-{at}-label"
        if not field["label"] and kind.widget != "hidden":
            sentence = f"Field {at + 1} of the form of “{title}” has no label. Say what to type."
            problems.append(Problem(where, sentence))
        problems += [
            Problem(where, f"“{field['label']}” in the form of “{title}”: {sentence}")
            for sentence in kind.option_problems(field["options"])
        ]
    return problems
