"""The order of a card's screens: start form -> play -> end form -> result."""

from __future__ import annotations

from enum import StrEnum

from hubapp.core.snapshot import FormSnapshot


class Step(StrEnum):
    """What the visitor sees next."""

    START_FORM = "start_form"
    PLAY = "play"
    END_FORM = "end_form"
    RESULT = "result"


def next_step(form: FormSnapshot | None, submitted: bool, steps: int, answered: int) -> Step:
    """Where a play stands.

    form: the card's form, None without one; submitted: it was accepted in this play;
    steps, answered: how many answers the card takes and has.
    """
    if form and form.placement == "start" and not submitted:
        return Step.START_FORM
    if answered < steps:
        return Step.PLAY
    if form and form.placement == "end" and not submitted:
        return Step.END_FORM
    return Step.RESULT
