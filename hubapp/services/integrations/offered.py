"""What could be mapped beside what is: each source one press away, with where it would go."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from hubapp.core.labels import label_of
from hubapp.core.mapping import CONSTANT, MappingRow, Source
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services.integrations.mappings import Form, destination_or_404, sources

ACCEPT = "accept:"
"""Before the key of the source, of the action that maps it."""


class Offer(NamedTuple):
    """A source that is not mapped. target: where the row would send it, in words."""

    source: Source
    row: MappingRow
    target: Words


def offers(hub: Hub, kind: str, form: Form) -> list[Offer]:
    """Every source that no row uses yet and that has a place."""
    destination = destination_or_404(kind)
    used = {row.source for row in form.mapping.rows} | {CONSTANT}
    found = []
    for source in sources(hub):
        row = None if source.key in used else destination.row_for(source, form.mapping)
        if row is not None:
            found.append(Offer(source, row, label_of(destination, row.target)))
    return found


def with_offer(hub: Hub, kind: str, form: Form, action: str) -> Form:
    """The form with the source that the action accepts; as it is for any other action."""
    wanted = action.removeprefix(ACCEPT) if action.startswith(ACCEPT) else ""
    for offer in offers(hub, kind, form) if wanted else ():
        if offer.source.key == wanted:
            return replace(form, mapping=form.mapping.with_row(offer.row), held=None)
    return form
