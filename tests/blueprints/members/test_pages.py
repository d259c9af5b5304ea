"""What the screens of members show."""

from __future__ import annotations

from hubapp.blueprints.members.pages import ACT_WORDS
from hubapp.services.audit import Act


def test_every_act_has_its_words():
    assert set(ACT_WORDS) == set(Act)
    assert len({str(each) for each in ACT_WORDS.values()}) == len(Act)
