"""Choices that visitors read in other words than they are told in, see ``core/rewording.py``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hubapp.cards import Opened
from hubapp.core.rewording import as_told, by_words
from hubapp.core.snapshot import CardSnapshot, HubSnapshot

READ = "read."
"""Before the source of what was read in other words than it is told in: the results count those,
for several choices may be told alike."""


def told_of_card(
    snapshot: HubSnapshot, card: CardSnapshot, open_card: Opened
) -> dict[str, dict[str, str]]:
    """Output key -> words -> what is told of them, where a card has choices that read otherwise
    than they are told."""
    told = snapshot.told.get(f"card:{card.id}", {})
    # Reading all that a card can tell takes a while, and few have any.
    outputs = open_card.type.outputs(open_card.content) if told else ()
    return {
        each.key: by_words(each.worded(), told[each.key]) for each in outputs if each.key in told
    }


def reworded_in(
    snapshot: HubSnapshot, card: CardSnapshot, open_card: Opened, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Source key -> value of what is told in other words than it was read in, and behind ``READ``
    the words in which it was. values: output key -> value, as it was read."""
    found: dict[str, Any] = {}
    for key, told in told_of_card(snapshot, card, open_card).items():
        value = values.get(key)
        if (first := as_told(value, told)) != value:
            source = f"card.{card.id}.{key}"
            found |= {source: first, f"{READ}{source}": value}
    return found


def told_in_form(
    snapshot: HubSnapshot, card: CardSnapshot, values: Mapping[str, Any]
) -> dict[str, Any]:
    """What a form tells of whoever sent it, in the words in which it is told. values: field key ->
    clean value, in the words that were read."""
    told = snapshot.told.get(f"form:{card.id}", {})
    fields = card.form.fields if card.form and told else ()
    reworded = {each.key: told[each.id] for each in fields if each.id in told}
    return {key: as_told(value, reworded.get(key, {})) for key, value in values.items()}
