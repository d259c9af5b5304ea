"""What becomes of an answer that a card type has accepted."""

from __future__ import annotations

import json
import random
from typing import Any

from hubapp.core.card_type import Accepted, CardType


def taken(kind: CardType, content: Any, step: int, raw: list[str]) -> Any:
    read = kind.check_answer(content, step, raw)
    assert isinstance(read, Accepted), f"{raw} is no answer to step {step}"
    return read.answer


def goes_on_with(kind: CardType, content: Any, step: int, answer: Any) -> None:
    """Whatever was accepted, the play comes to its end with it."""
    play = kind.example_plays(content)[0]
    answers = [taken(kind, content, at, raw) for at, raw in enumerate(play)]
    answers[step] = answer
    kind.feedback(content, step, answer)
    outcome = kind.outcome(content, answers, random.Random(1))  # noqa: S311
    json.dumps([dict(kind.output_values(content, answers, outcome)), dict(outcome.screen)])
    kind.tally_keys(content, answers)
