"""The order of a card's screens."""

from __future__ import annotations

import pytest

from hubapp.core.flow import Step, next_step
from hubapp.core.snapshot import FormSnapshot

START, END, NOWHERE = FormSnapshot("start"), FormSnapshot("end"), FormSnapshot("")


@pytest.mark.parametrize(
    ("form", "submitted", "steps", "answered", "step"),
    [
        (None, False, 2, 0, Step.PLAY),
        (None, False, 2, 1, Step.PLAY),
        (None, False, 2, 2, Step.RESULT),
        (None, False, 0, 0, Step.RESULT),
        (START, False, 2, 0, Step.START_FORM),
        (START, True, 2, 0, Step.PLAY),
        (START, False, 2, 2, Step.START_FORM),
        (START, True, 2, 2, Step.RESULT),
        (END, False, 2, 0, Step.PLAY),
        (END, True, 2, 1, Step.PLAY),
        (END, False, 2, 2, Step.END_FORM),
        (END, False, 0, 0, Step.END_FORM),
        (END, True, 2, 2, Step.RESULT),
        (END, False, 2, 3, Step.END_FORM),
        (NOWHERE, False, 1, 1, Step.RESULT),
    ],
)
def test_what_a_visitor_sees_next(form, submitted, steps, answered, step):
    assert next_step(form, submitted, steps, answered) is step
