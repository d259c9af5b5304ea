"""The data-capture form of a card as its document: shape and limits said once."""

from __future__ import annotations

from hubapp.core.content import Item, Part, items, line, lines_by_key, switch

PLACEMENTS = ("", "start", "end")
"""Nowhere, before anything of the card is shown, before the result."""


class FormField(Item):
    """A field. kind: of ``fields/``; key: for mappings; options: what its kind offers."""

    kind: str = line(40)
    key: str = line(40)
    label: str = line(200)
    help: str = line(300)
    required: bool = switch()
    options: dict[str, str | int | float | bool] = lines_by_key(20_000)


class CardForm(Part):
    """A form and where it stands. confirm: the email in it is confirmed by a mailed code."""

    placement: str = line(10)
    headline: str = line(200)
    button: str = line(40, "Continue")
    confirm: bool = switch()
    fields: tuple[FormField, ...] = items()
