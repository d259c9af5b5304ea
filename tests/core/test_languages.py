"""The languages that a hub may speak."""

from __future__ import annotations

import pytest

from hubapp.core.languages import LANGUAGES, spoken


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ko", "ar"])
def test_these_are_spoken(language):
    assert language in LANGUAGES
    assert spoken(language) == language


@pytest.mark.parametrize("language", ["", "tlh", "DE", "de-AT"])
def test_any_other_is_answered_in_english(language):
    assert spoken(language) == "en"
