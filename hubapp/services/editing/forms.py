"""The data-capture form of a card."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hubapp.core.calling import called_in
from hubapp.core.card_form import PLACEMENTS, CardForm, FormField
from hubapp.core.content import shape_problems
from hubapp.core.controls import changed, content_from, tree_of
from hubapp.core.errors import Problem, Refused
from hubapp.core.field_kind import FieldKind
from hubapp.core.identifiers import key_of, new_id
from hubapp.core.merging import Controls, controls_of, merged, pairs_of
from hubapp.core.snapshot import FieldSnapshot
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.fields import field_kind_of
from hubapp.services.editing.arrivals import Sent, take
from hubapp.services.editing.differences import OPTION_WORDS
from hubapp.services.editing.drafts import Json, locked, make_step
from hubapp.services.editing.edit_log import Naming
from hubapp.services.editing.saves import DRAG, list_step, still_there
from hubapp.services.editing.versions import newest_version

Said = Callable[[str], str]
"""Puts what becomes the marketer's own text into the hub's language."""


def form_of_card(docs: Mapping[str, Json], card_id: str, said: Said = str) -> CardForm:
    """The form of a card; a blank one when it has none."""
    return CardForm.model_validate(docs.get(f"form:{card_id}", {"button": said("Continue")}))


def form_as_posted(
    before: CardForm, posted: Mapping[str, Any], action: str = "", said: Said = str
) -> CardForm:
    """The form of what was posted: ``placement`` (``start``, ``end`` or empty for none),
    ``headline``, ``button``, ``fields.<id>.kind|key|label|help|required|options.<key>``. Fields of
    unknown kinds are kept. action: ``add:<kind>``, ``remove:fields.<id>``, ``up:``, ``down:``."""
    form = _tidy(content_from(CardForm, posted, before).content, said)
    verb, _, target = action.partition(":")
    if verb == "add" and (kind := field_kind_of(target)) is not None:
        fields = (*form.fields, _new_field(kind, form.fields, said))
        return form.model_copy(update={"fields": fields})
    return changed(form, action) if verb in ("remove", "up", "down") else form


def _tidy(form: CardForm, said: Said) -> CardForm:
    fields = tuple(_with_key(field) for field in form.fields)
    placement = form.placement if form.placement in PLACEMENTS else ""
    button = form.button or said("Continue")
    return form.model_copy(update={"fields": fields, "placement": placement, "button": button})


def save_form(
    hub_id: int,
    user_id: int | None,
    card_id: str,
    posted: Mapping[str, Any],
    action: str = "",
    revision: int | None = None,
    bases: Sequence[Controls] = (),
    said: Said = str,
    sent: Sent | None = None,
) -> None:
    """Save the form of a card as one step; posted, action: see ``form_as_posted``;
    bases, sent: see ``saves.save_card``. said: for the labels and options of a field that is added.

    Raises Refused for a key used twice and for what is too long, and EditConflict.
    """
    with transaction():
        docs, key = locked(hub_id), f"form:{card_id}"
        take(hub_id, sent)
        card, before = still_there(docs, card_id), form_of_card(docs, card_id)
        if bases:
            revision = None
            posted = tree_of(merged(pairs_of(posted), bases, controls_of(before)).items())
        typed, form = (form_as_posted(before, posted, each, said) for each in ("", action))
        if problems := _problems(form, published_keys(hub_id, card_id)):
            raise Refused(*problems)
        expected = {key: revision} if revision is not None else None
        what = Words("changing the form of “%(title)s”", title=card["title"])
        whole = not (shape_problems(typed) or _keys_used_twice(typed.fields))
        was = _tidy(before, said)
        # What was dragged stands in the controls already: it is the button's step.
        if whole and (typed != before or not action) and not action.startswith(f"{DRAG}:"):
            called, (body, meant) = _naming(typed), _bodies(typed, was)
            make_step(hub_id, user_id, what, {key: body}, expected, called=called, meant=meant)
            expected, was = None, typed
        if action:
            # A step of its own: undoing it leaves what was typed before.
            what = list_step(typed, action, Words("the form of “%(title)s”", title=card["title"]))
            body, meant = _bodies(form, was)
            make_step(hub_id, user_id, what, {key: body}, expected, alone=True, meant=meant)


def _bodies(*forms: CardForm) -> Iterator[Json]:
    return (each.model_dump(mode="json") for each in forms)


def _problems(form: CardForm, published: Mapping[str, str]) -> list[Problem]:
    found = shape_problems(form) + _keys_used_twice(form.fields)
    return found + _moved_keys(form.fields, published)


def _naming(form: CardForm) -> Naming:
    return lambda where: called_in(form, where, OPTION_WORDS)


def published_keys(hub_id: int, card_id: str) -> dict[str, str]:
    """Field id -> key, of the card's form in the version published last. Mappings, and what is
    known of people, hang on these: they stay."""
    return {field.id: field.key for field in _published_fields(hub_id, card_id)}


def freed_consents(hub_id: int, card_id: str) -> set[str]:
    """Ids of the fields that the version published last requires, and that nobody will have to fill
    in from the next one on: an earlier release could require a consent."""
    return {
        field.id
        for field in _published_fields(hub_id, card_id)
        if field.required
        and (kind := field_kind_of(field.kind)) is not None
        and kind.receipt
        and not kind.condition
    }


def _published_fields(hub_id: int, card_id: str) -> tuple[FieldSnapshot, ...]:
    newest = newest_version(hub_id)
    card = newest.card(card_id) if newest else None
    return card.form.fields if card and card.form else ()


def _moved_keys(fields: tuple[FormField, ...], published: Mapping[str, str]) -> list[Problem]:
    problems = []
    for field in fields:
        key = published.get(field.id, field.key)
        if key != field.key:
            sentence = Words(
                "The key stays “%(key)s”: it is published, and mappings use it. Put it back.",
                key=key,
            )
            problems.append(Problem(f"fields.{field.id}.key", sentence))
    return problems


def _with_key(field: FormField) -> FormField:
    """A key of what was typed, else of the label. What is typed is never cut."""
    kind = field_kind_of(field.kind)
    if kind is None:
        return field
    typed = field.key
    key = key_of(typed, longest=len(typed)) if typed else key_of(field.label or kind.default_key)
    defaults = {option.key: option.default for option in kind.options}
    options = {name: field.options.get(name, default) for name, default in defaults.items()}
    required = field.required if kind.may_be_required else kind.condition
    return field.model_copy(update={"key": key, "options": options, "required": required})


def _new_field(kind: FieldKind, fields: tuple[FormField, ...], said: Said) -> FormField:
    taken = {field.key for field in fields}
    key, number = kind.default_key, 2
    while key in taken:
        key, number = f"{kind.default_key}_{number}", number + 1
    return FormField(
        id=new_id(),
        kind=kind.kind,
        key=key,
        label=said(kind.default_label),
        required=kind.condition,
        options={
            option.key: said(option.default) if isinstance(option.default, str) else option.default
            for option in kind.options
        },
    )


def _keys_used_twice(fields: tuple[FormField, ...]) -> list[Problem]:
    problems, seen = [], set()
    for field in fields:
        if field.key in seen:
            sentence = Words(
                "The key “%(key)s” is used twice in this form. Give each its own.", key=field.key
            )
            problems.append(Problem(f"fields.{field.id}.key", sentence))
        seen.add(field.key)
    return problems
