"""The draft of a mapping: what was typed is kept at once, and sent by nothing until it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hubapp.core.calling import Called, called_in
from hubapp.core.content import shape_problems
from hubapp.core.controls import tree_of
from hubapp.core.destination import Destination
from hubapp.core.errors import NotFoundHere, PartlySaved, Problem, Refused
from hubapp.core.mapping import EVERYBODY, FieldMapping
from hubapp.core.merging import Controls, controls_of, merged, pairs_of, without
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.models import Connection, Hub
from hubapp.services.editing import Sent, document, locked, make_step, take
from hubapp.services.integrations.connections import connection_of, existing, form_of
from hubapp.services.integrations.controls import (
    MappingControls,
    controls_from,
    controls_in,
    is_ours,
)
from hubapp.services.integrations.mappings import (
    Form,
    destination_or_404,
    form_in,
    held_in,
    pressed,
    sources,
)
from hubapp.services.integrations.offered import with_offer
from hubapp.services.integrations.presets import with_preset
from hubapp.services.integrations.versions import mapping_numbered
from hubapp.services.integrations.whom import consents_among


def key_of_draft(kind: str) -> str:
    """The name of its document."""
    return f"mapping:{kind}"


def draft_form(hub: Hub, kind: str) -> tuple[Form, int]:
    """The screen as it was typed last, and the revision of the draft, 0 when there is none: then as
    saved, or what suggests itself for a new connection."""
    held, revision = _held(hub, kind)
    return _with_held(form_of(hub, kind), kind, held), revision


def with_draft(hub: Hub, kind: str, form: Form) -> Form:
    """A screen with the mapping as it was typed last; what it has of the account stays."""
    return _with_held(form, kind, _held(hub, kind)[0])


def _with_held(form: Form, kind: str, held: MappingControls) -> Form:
    fresh = form_in(held, destination_or_404(kind))
    return replace(
        form,
        mapping=fresh.mapping,
        held=held,
        only_changes=fresh.only_changes,
        resend_events=fresh.resend_events,
        keep_days=fresh.keep_days,
    )


def _held(hub: Hub, kind: str) -> tuple[MappingControls, int]:
    """What the controls hold, and the revision."""
    destination, connection = destination_or_404(kind), connection_of(hub.id, kind)
    try:
        body, revision = document(hub.id, key_of_draft(kind))
        held = MappingControls.model_validate(body)
    except NotFoundHere:
        held, revision = held_in(form_of(hub, kind), destination), 0
    return _as_shown(held, hub, connection), revision


def _as_shown(held: MappingControls, hub: Hub, connection: Connection | None) -> MappingControls:
    """With what the screen chooses by itself: whoever changes that would else be told that somebody
    else has."""
    asked = consents_among(sources(hub))
    values = {}
    if not held.whom and (connection is not None or not asked):
        values["whom"] = EVERYBODY
    if not held.consent_source and len(asked) == 1:
        values["consent_source"] = asked[0].key
    return held.model_copy(update=values)


def save_draft(
    hub: Hub,
    kind: str,
    user_id: int | None,
    posted: Mapping[str, Any],
    action: str = "",
    revision: int | None = None,
    bases: Sequence[Controls] = (),
    sent: Sent | None = None,
) -> None:
    """Keep what was typed, each control a step that can be undone. What belongs to the account (its
    place, its key) is not looked at.

    posted: nested (``core/controls.tree_of``); action: a button of the rows, an offer that is
    accepted, or a preset: a step of its own. bases: see
    ``core/merging.merged``; sent: see ``editing/arrivals``. Raises EditConflict, PartlySaved when
    all else is kept, Refused when it cannot be, and NotFoundHere.
    """
    destination, key = destination_or_404(kind), key_of_draft(kind)
    with transaction():
        locked(hub.id)
        take(hub.id, sent)
        before, _ = _held(hub, kind)
        if bases:
            ours = [{name: text for name, text in base.items() if is_ours(name)} for base in bases]
            now, revision = controls_of(before), None
            posted = tree_of(merged(pairs_of(posted), ours, now).items())
        typed, left = _as_far_as_possible(posted, before)
        after = _after(hub, kind, typed, destination, action)
        expected = {key: revision} if revision is not None else None
        was, said, done = (each.model_dump(mode="json") for each in (before, typed, after))
        if typed != before:
            called, to = _naming(typed), destination.label
            what = Words("changing the mapping to %(destination)s", destination=to)
            make_step(hub.id, user_id, what, {key: said}, expected, called=called, meant=was)
            expected = None
        if after != typed:
            make_step(hub.id, user_id, _said(action), {key: done}, expected, True, meant=said)
    if left:
        raise PartlySaved(*left)


def _as_far_as_possible(
    posted: Mapping[str, Any], before: MappingControls
) -> tuple[MappingControls, list[Problem]]:
    """What is kept, and what is left as it was. Raises Refused when that mends nothing."""
    read = controls_from(posted, before)
    problems = shape_problems(read)
    if not problems:
        return read, []
    rest = without(posted, [each.where for each in problems])
    kept = controls_from(rest, before) if rest is not None else read
    if shape_problems(kept):
        raise Refused(*problems)
    return kept, problems


def _after(
    hub: Hub, kind: str, held: MappingControls, destination: Destination, action: str
) -> MappingControls:
    """After the button."""
    form = form_in(held, destination)
    changed = with_preset(hub, kind, with_offer(hub, kind, form, action), action)
    if changed.mapping != form.mapping:
        return controls_in(changed.mapping, destination, held)
    return pressed(held, destination, action)


def _said(action: str) -> Words:
    verb = action.partition(":")[0]
    if verb == "remove":
        return Words("removing a row of the mapping")
    if verb in ("add", "accept"):
        return Words("adding a row to the mapping")
    return Words("making the rows of all cards anew")


def take_version(hub: Hub, kind: str, user_id: int | None, number: int) -> None:
    """Put the mapping of an older version into the draft: a step that can be undone. Raises
    NotFoundHere."""
    destination, connection = destination_or_404(kind), existing(hub, kind)
    mapping = FieldMapping.from_json(mapping_numbered(connection, number).mapping)
    with transaction():
        locked(hub.id)
        before, _ = _held(hub, kind)
        held = controls_in(mapping, destination, before)
        what = Words("taking version %(number)s of the mapping", number=number)
        body, meant = (each.model_dump(mode="json") for each in (held, before))
        make_step(hub.id, user_id, what, {key_of_draft(kind): body}, alone=True, meant=meant)


def _naming(held: MappingControls) -> Any:
    def called(where: str) -> Called | None:
        return called_in(held, where)

    return called


def is_saved(hub: Hub, kind: str) -> bool:
    """What stands in the draft is what is sent by; False before the first Save."""
    connection = connection_of(hub.id, kind)
    if connection is None or connection.state == "leaving":
        return False
    destination = destination_or_404(kind)
    saved = form_in(
        _as_shown(held_in(form_of(hub, kind), destination), hub, connection), destination
    )
    drafted = form_in(_held(hub, kind)[0], destination)
    return replace(saved, held=None) == replace(drafted, held=None)
