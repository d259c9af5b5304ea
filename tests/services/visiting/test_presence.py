"""Who is thought to sit at the device."""

from __future__ import annotations

import pytest

from hubapp.services.visiting import plays
from hubapp.services.visiting.presence import Presence, not_you, presence
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import visit_to
from tests.support.application import make_hub

COOKIE = {"visitor_token": "anas"}


@pytest.fixture
def hub(both, sandbox):
    return make_hub(sandbox.url)


def test_nobody_is_known_before_they_come(hub):
    assert presence(visit_to(hub, "poll")) == Presence()
    assert presence(visit_to(hub, "poll", **COOKIE)) == Presence()
    not_you(visit_to(hub, "poll", **COOKIE))


def test_what_was_played_waits_for_a_name(hub):
    went = plays.answer(visit_to(hub, "poll", **COOKIE), 0, ["p0"])
    assert presence(visit_to(hub, "draw", **COOKIE)) == Presence(unclaimed=True)
    # Not beside the very play in which it is said.
    here = visit_to(hub, "poll", play_token=went.play_token, **COOKIE)
    assert presence(here) == Presence()


def test_whoever_said_who_they_are_may_say_that_they_are_not(hub):
    plays.answer(visit_to(hub, "poll", **COOKIE), 0, ["p0"])
    submit(visit_to(hub, "draw", **COOKIE), {"email": ["ana@example.com"]})
    submit(visit_to(hub, "wheel", **COOKIE), {"email": ["ana@example.com"]})
    assert presence(visit_to(hub, "poll", **COOKIE)) == Presence(named=True)
    not_you(visit_to(hub, "poll", **COOKIE))
    assert presence(visit_to(hub, "poll", **COOKIE)) == Presence()
