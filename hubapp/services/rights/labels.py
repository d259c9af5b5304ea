"""What forms called their fields."""

from __future__ import annotations

from collections.abc import Mapping

from hubapp.core.words import Words
from hubapp.services.editing import snapshot_of_version


def labels_of(version_id: int) -> Mapping[str, Words]:
    """Field key -> what the forms of this version call it."""
    found: dict[str, Words] = {}
    for card in snapshot_of_version(version_id).cards():
        for field in card.form.fields if card.form else ():
            found.setdefault(field.key, Words.verbatim(field.label or field.key))
    return found
