"""What is counted of an activity or a play. A measure is a metric and a key of it, such as the
choice of an answer; free text is never a key, and nothing of this says who."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hubapp.cards import opened
from hubapp.core.card_type import Output
from hubapp.models import Activity, Play
from hubapp.models.activity import FINISHED, LEFT, SUBMITTED, WITHDRAWN
from hubapp.services.editing import snapshot_of_version
from hubapp.services.visiting import READ, facts_of, receipts_of

VIEWED, SHOWN, BEGUN = "viewed", "shown", "begun"
"""Metrics beside the kinds of activities: a page was opened, a form stood on it, a play began."""
NEW, KNOWN, ASKED, AGREED, ANSWER = "new", "known", "asked", "agreed", "answer"
TEST = "test"
"""Origin of what is in no figure."""
Measure = tuple[str, str]
Outputs = Callable[[int, str], Sequence[Output]]


def of_activity(activity: Activity, play: Play | None, outputs: Outputs) -> list[Measure]:
    """Metric and key of everything that it adds one to. play: whose end it was, unless erased.
    outputs: ``outputs_of``, which whoever counts many remembers."""
    if activity.origin == TEST:
        return []
    found: list[Measure] = []
    if activity.kind == LEFT:
        # After how many answers.
        found.append((LEFT, str(len(play.answers)) if play else ""))
    elif activity.kind == WITHDRAWN:
        found += [(WITHDRAWN, _name(source)) for source in facts_of(activity)]
    else:
        found.append((activity.kind, ""))
    if activity.kind == FINISHED:
        found += _answers(activity, outputs)
    if activity.kind == SUBMITTED:
        found += _people(activity) + _consents(activity)
    return found


def _answers(activity: Activity, outputs: Outputs) -> list[Measure]:
    """By the words that were read, for several choices may be told alike."""
    facts, before = facts_of(activity), f"card.{activity.card_id}."
    found = []
    for output in outputs(activity.version_id, activity.card_id):
        source = f"{before}{output.key}"
        read = facts.get(f"{READ}{source}", facts.get(source))
        found += [(ANSWER, f"{output.key} {choice}") for choice in output.chosen(read)]
    return found


def outputs_of(version_id: int, card_id: str) -> Sequence[Output]:
    """What of a card is counted, as a version had it."""
    card = snapshot_of_version(version_id).card(card_id)
    open_card = opened(card.kind, card.schema, card.content) if card else None
    outputs = open_card.type.outputs(open_card.content) if open_card else ()
    return [each for each in outputs if each.choices and each.counted]


def _people(activity: Activity) -> list[Measure]:
    if activity.is_new is None:
        return []
    return [(NEW if activity.is_new else KNOWN, "")]


def _consents(activity: Activity) -> list[Measure]:
    """Of the consents that the form asked for, and those that were given."""
    facts = facts_of(activity)
    asked = [
        source
        for source in sorted(receipts_of(snapshot_of_version(activity.version_id)))
        if source in facts
    ]
    given = [(AGREED, _name(source)) for source in asked if facts[source]]
    return [(ASKED, _name(source)) for source in asked] + given


def _name(source: str) -> str:
    return source.removeprefix("field.")
