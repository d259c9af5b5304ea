"""Why a delivery was rejected: a key to filter by, and words to read."""

from __future__ import annotations

import pytest

from hubapp.core.words import Words
from hubapp.destinations import DESTINATIONS
from hubapp.services.delivery import reason_in_words, reasons


@pytest.mark.parametrize("kind", DESTINATIONS)
def test_every_reason_fits_its_column_and_is_known_by_its_english(kind):
    ours = (reasons.GAVE_UP, reasons.NO_IDENTITY, reasons.REFUSED, reasons.TOO_LARGE)
    for words in (*ours, *DESTINATIONS[kind].reasons):
        assert 0 < len(str(words)) <= 60
        assert not words.parameters
        assert reason_in_words(kind, str(words)) == words


@pytest.mark.parametrize("kind", [*DESTINATIONS, "one that is gone"])
def test_a_reason_of_another_release_is_shown_as_it_stands(kind):
    assert reason_in_words(kind, "50 % broken") == Words.verbatim("50 % broken")


def test_what_was_not_rejected_has_no_reason():
    assert not reason_in_words("braze", "")
