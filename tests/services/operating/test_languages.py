"""The language that a member reads."""

from __future__ import annotations

import pytest

from hubapp.core.errors import Refused
from hubapp.services import operating


def test_a_member_reads_korean_or_what_the_browser_asks_for(owner):
    for language in ("ko", "en"):
        operating.read_in(owner, language)
        assert owner.language == language
    operating.read_in(owner, "")
    assert owner.language is None


def test_another_language_is_refused_and_changes_nothing(owner):
    operating.read_in(owner, "ko")
    with pytest.raises(Refused, match="Choose one of the languages"):
        operating.read_in(owner, "de")
    assert owner.language == "ko"
