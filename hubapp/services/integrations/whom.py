"""Who a connection sends, and what becomes of people who lack what identifies them."""

from __future__ import annotations

from collections.abc import Sequence

from hubapp.core.destination import Destination
from hubapp.core.errors import Problem
from hubapp.core.mapping import CONSENTING, EVERYBODY, FALL, FieldMapping, Source
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.services.editing import draft_snapshot

_LONGEST_LABEL = 255


def consents_among(sources: Sequence[Source]) -> list[Source]:
    """The boxes that say whether one may write to somebody."""
    return [each for each in sources if each.means == "consent"]


def asks_for_code(hub: Hub) -> bool:
    """Some form of the draft has its address confirmed by a mailed code."""
    cards = draft_snapshot(hub.id).cards()
    return any(card.form is not None and card.form.confirm for card in cards)


def whom_problems(
    mapping: FieldMapping, destination: Destination, sources: Sequence[Source]
) -> list[Problem]:
    """What is wrong with that part of a mapping, at its controls."""
    found = [*_fallback(mapping, destination, sources), *_label(mapping)]
    asked = consents_among(sources)
    if mapping.whom not in (EVERYBODY, CONSENTING) and asked:
        sentence = Words(
            "Your form asks for a consent. Choose whether only those who gave it are sent."
        )
        found.append(Problem("whom", sentence))
    consents = {each.key for each in asked}
    if mapping.whom == CONSENTING and mapping.consent_source not in consents:
        sentence = Words("Choose the consent, or add one to a form, or send everybody.")
        found.append(Problem("consent_source", sentence))
    return found


def _fallback(
    mapping: FieldMapping, destination: Destination, sources: Sequence[Source]
) -> list[Problem]:
    if mapping.lacking != FALL:
        return []
    rules = {each.key: each for each in destination.identity_rules}
    rule = rules.get(mapping.fallback_by)
    if rule is None or rule.key == mapping.identify_by:
        return [Problem("fallback_by", Words("Choose another way than the first."))]
    held = next((each for each in sources if each.key == mapping.fallback_source), None)
    if held is None or held.identifies not in rule.identifies:
        sentence = Words("Choose the field that holds the %(rule)s.", rule=rule.label)
        return [Problem("fallback_source", sentence)]
    return []


def _label(mapping: FieldMapping) -> list[Problem]:
    label = mapping.label
    if len(label) <= _LONGEST_LABEL and label.isprintable() and not set(label) & set('$."'):
        return []
    sentence = Words("A label has at most 255 characters, without $, full stops and quotes.")
    return [Problem("label", sentence)]
