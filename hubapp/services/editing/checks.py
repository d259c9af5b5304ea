"""What stands in the way of publishing."""

from __future__ import annotations

from collections.abc import Mapping

from hubapp.cards import opened
from hubapp.core.errors import Problem
from hubapp.core.words import Words
from hubapp.fields import field_kind_of
from hubapp.services.editing.drafts import Json
from hubapp.services.editing.entries import uncounted
from hubapp.services.editing.openings import never_open


def problems_of(docs: Mapping[str, Json]) -> list[Problem]:
    """Everything that stands in the way of publishing. ``where`` is
    ``<document key>/<control>``, e.g. ``card:ab12cd/questions.k7m2qp.text``."""
    problems = []
    if not docs["hub"].get("name", "").strip():
        problems.append(Problem("hub/name", Words("The hub has no name. Give it one.")))
    card_ids = [
        card_id
        for page in docs["hub"]["pages"]
        for card_id in docs.get(f"page:{page}", {}).get("cards", ())
        # What a page still names after it is gone is not published.
        if f"card:{card_id}" in docs
    ]
    if not card_ids:
        sentence = Words("The hub has no cards yet. Add one; a quiz is a good start.")
        problems.append(Problem("hub/cards", sentence))
    for card_id in card_ids:
        problems += _card_problems(card_id, docs) + never_open(card_id, docs)
        problems += uncounted(card_id, docs)
    return problems


def _card_problems(card_id: str, docs: Mapping[str, Json]) -> list[Problem]:
    card, form = docs[f"card:{card_id}"], docs.get(f"form:{card_id}") or {}
    open_card = opened(card["kind"], card.get("schema", 1), card["content"])
    title = card["title"] or Words("A card")
    if open_card is None:
        sentence = Words("“%(title)s”: this release cannot show such a card.", title=title)
        return [Problem(f"card:{card_id}/", sentence)]
    found = [
        Problem(f"card:{card_id}/{each.where}", _of_card(title, each.sentence))
        for each in open_card.type.problems(open_card.content, publishing=True)
    ]
    if not card["title"].strip():
        sentence = Words("A card has no title. Give it one.")
        found.append(Problem(f"card:{card_id}/card_title", sentence))
    if open_card.type.needs_form and not form.get("placement"):
        sentence = Words(
            "“%(title)s” is an entry form, but has no form yet. Place one.", title=title
        )
        found.append(Problem(f"form:{card_id}/placement", sentence))
    if form.get("placement"):
        found += _form_problems(card_id, title, form)
    return found


def _of_card(title: str | Words, sentence: Words) -> Words:
    return Words("“%(title)s”: %(problem)s", title=title, problem=sentence)


def _form_problems(card_id: str, title: str | Words, form: Json) -> list[Problem]:
    if not form["fields"]:
        sentence = Words(
            "The form of “%(title)s” asks nothing. Add a field, or take the form away.",
            title=title,
        )
        return [Problem(f"form:{card_id}/fields", sentence)]
    problems = []
    for number, field in enumerate(form["fields"], 1):
        kind = field_kind_of(field["kind"])
        if kind is None:
            continue
        where = f"form:{card_id}/fields.{field['id']}.label"
        if not field["label"] and kind.shown:
            sentence = Words(
                "Field %(number)s of the form of “%(title)s” has no label. Say what to type.",
                number=number,
                title=title,
            )
            problems.append(Problem(where, sentence))
        problems += [
            Problem(where, _of_field(field["label"], title, sentence))
            for sentence in kind.option_problems(field["options"])
        ]
    return problems


def _of_field(label: str, title: str | Words, sentence: Words) -> Words:
    return Words(
        "“%(field)s” in the form of “%(title)s”: %(problem)s",
        field=label,
        title=title,
        problem=sentence,
    )
