"""What every card type promises of choices in other words, beside ``card_rules.py``."""

from __future__ import annotations

import html
import random
from dataclasses import replace
from typing import Any

from hubapp.core.card_type import CardType
from hubapp.core.words import Words
from hubapp.models.columns import now
from hubapp.services import editing
from hubapp.services.visiting.sources import known_of
from hubapp.services.visiting.wording import READ
from tests.contracts.answers import taken
from tests.contracts.card_rules import RULES, rule
from tests.contracts.marks import reworded
from tests.contracts.table import Laid, Table

__all__ = ["RULES"]


@rule
def in_other_words_it_tells_the_same(kind: CardType, table: Table) -> None:
    """Whatever it tells of a play comes of choices that it names, by keys that stay."""
    laid = table.lay(kind)
    first = laid.content
    before = _told_by_plays(laid)
    words = {each for told in before for each in _words_in(told)}
    then = reworded(first, words)
    card, _ = editing.document(laid.hub_id, f"card:{laid.card_id}")
    changed = {**card, "content": then.model_dump(mode="json")}
    editing.change(laid.hub_id, None, Words("rewording"), {f"card:{laid.card_id}": changed})
    if then != first:
        editing.publish(laid.hub_id, None)
    after = _told_by_plays(replace(laid, content=then))
    assert [_as_told(each) for each in after] == [_as_told(each) for each in before]
    stand = _all_words(then.model_dump(mode="json"))
    changed_words = {word for word in words if f"{word} anew" in stand}
    read = {word for told in after for word in _words_in(told)}
    assert {f"{word} anew" for word in changed_words} <= read, "nobody knows what was read"
    page = html.unescape(table.open(laid.editor))
    for output in kind.outputs(first):
        for told in changed_words & {*output.worded().values()}:
            assert f"Told as “{told}”" in page, f"the editor does not say that {told} is told"


def _told_by_plays(laid: Laid) -> list[dict[str, Any]]:
    """What is known of each example play of the card that is live."""
    live = editing.live_snapshot(laid.hub.split("/")[2])
    assert live is not None
    snapshot = live[2]
    card = next(each for each in snapshot.cards() if each.id == laid.card_id)
    found = []
    for play in laid.kind.example_plays(laid.content):
        answers = [taken(laid.kind, laid.content, step, raw) for step, raw in enumerate(play)]
        for seed in range(20):
            outcome = laid.kind.outcome(laid.content, answers, random.Random(seed))  # noqa: S311
            known = known_of(snapshot, card, {}, answers, outcome, "", now())
            found.append({key: each for key, each in known.items() if laid.card_id in key})
    return found


def _as_told(known: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in known.items() if not key.startswith(READ)}


def _words_in(known: dict[str, Any]) -> set[str]:
    values = [each if isinstance(each, list) else [each] for each in known.values()]
    return {each for held in values for each in held if isinstance(each, str) and each}


def _all_words(value: Any) -> set[str]:
    """Every text in a content."""
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return {each for part in parts for each in _all_words(part)}
    return {value} if isinstance(value, str) else set()
