"""A browser is anonymous by itself, and speaks for whoever said last who they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hubapp.core.staying import Staying
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Speaker, Visitor
from hubapp.models.columns import now
from hubapp.services.people import visitors
from tests.support.factories import (
    ContactFactory,
    SpeakerFactory,
    VisitorFactory,
    WorkspaceFactory,
)


def come(workspace_id: int, token: str | None = None) -> visitors.Here:
    with transaction():
        return visitors.speaker_for(workspace_id, token)


@pytest.fixture
def workspace_id(both) -> int:
    return WorkspaceFactory().id


def silent(speaker: Speaker, **since: float) -> None:
    with transaction():
        speaker.last_at = now() - timedelta(**since)


def test_the_first_visit_makes_a_visitor_that_comes_again(workspace_id):
    first = come(workspace_id)
    again = come(workspace_id, first.token)
    assert (again.speaker, again.token) == (first.speaker, first.token)
    assert (first.began, again.began) == (True, False)
    assert db.session.query(Visitor).count() == db.session.query(Speaker).count() == 1


def test_one_cookie_serves_all_workspaces_and_links_none(workspace_id):
    here, elsewhere = come(workspace_id, "token"), come(WorkspaceFactory().id, "token")
    assert here.token == elsewhere.token == "token"
    assert here.speaker.id != elsewhere.speaker.id
    marks = db.session.scalars(select(Visitor.mark)).all()
    assert len(set(marks)) == 2
    assert not any("token" in mark for mark in marks)


@pytest.mark.parametrize(("minutes", "noted"), [(29, True), (31, False)])
def test_a_named_sitting_goes_on_as_long_as_nobody_is_silent_for_half_an_hour(
    workspace_id, minutes, noted
):
    here = come(workspace_id)
    with transaction():
        here.speaker.claims = {"email": "ana@example.com"}
    silent(here.speaker, minutes=minutes)
    before = here.speaker.last_at
    assert come(workspace_id, here.token).speaker is here.speaker
    # Whoever comes later may be somebody else: what they name will tell.
    assert (here.speaker.last_at > before) is noted


@pytest.mark.parametrize(
    ("named", "since", "over"),
    [
        (False, {"minutes": 29}, False),
        (False, {"minutes": 31}, True),
        (True, {"days": 29}, False),
        (True, {"days": 31}, True),
    ],
)
def test_nobody_speaks_for_ever(workspace_id, named, since, over):
    here = come(workspace_id)
    if named:
        with transaction():
            here.speaker.contact_id = ContactFactory.build(workspace_id=workspace_id).id
            here.speaker.claims = {"phone": "+61412345678"}
    silent(here.speaker, **since)
    seen = visitors.recognised(workspace_id, here.token)
    assert (seen is None) is over
    again = come(workspace_id, here.token)
    assert (again.speaker is not here.speaker) is over
    assert again.token == here.token
    assert (here.speaker.ended_at is not None) is over


def test_nobody_is_recognised_without_a_cookie_or_with_a_strangers(workspace_id):
    come(workspace_id, "one")
    assert visitors.recognised(workspace_id, None) is None
    assert visitors.recognised(workspace_id, "two") is None


def test_another_person_at_the_same_browser_is_not_the_one_before(workspace_id):
    here = come(workspace_id)
    mine = here.speaker.id
    assert visitors.is_of(mine, workspace_id, here.token)
    with transaction():
        other = visitors.other_person(here.speaker)
    assert (other.visitor_id, other.claims, other.contact_id) == (here.speaker.visitor_id, {}, None)
    assert come(workspace_id, here.token).speaker is other
    assert not visitors.is_of(mine, workspace_id, here.token)
    assert not visitors.is_of(other.id, workspace_id, "somebody's")


def test_after_a_sitting_the_same_browser_still_finds_what_was_its_own(workspace_id):
    here = come(workspace_id)
    silent(here.speaker, hours=5)
    later = come(workspace_id, here.token).speaker
    assert later is not here.speaker
    assert visitors.is_of(here.speaker.id, workspace_id, here.token)


def test_a_browser_without_cookies_is_known_by_what_it_goes_on_with(both):
    ended = SpeakerFactory(visitor=VisitorFactory(), ended_at=now())
    with transaction():
        first = visitors.speaker_of_same(ended.id)
        second = visitors.speaker_of_same(ended.id)
    assert first.speaker is second.speaker
    assert (first.speaker.visitor_id, first.token) == (ended.visitor_id, "")
    silent(first.speaker, hours=1)
    with transaction():
        assert visitors.speaker_of_same(ended.id).speaker is not first.speaker


@pytest.mark.parametrize(
    ("stays", "claims", "minutes", "over"),
    [
        ("month", {"email": "a"}, 31, False),
        ("month", {}, 31, True),
        ("sitting", {"email": "a"}, 29, False),
        ("sitting", {"email": "a"}, 31, True),
        ("never", {"email": "a"}, 0, True),
        # Who came by a link stays for the visit.
        ("never", {"link": "id=7"}, 1, False),
        ("never", {"link": "id=7"}, 31, True),
    ],
)
def test_how_long_somebody_stays_named_is_the_hubs_to_say(stays, claims, minutes, over):
    speaker = Speaker(claims=claims, last_at=now() - timedelta(minutes=minutes))
    assert visitors.is_over(speaker, Staying(named=stays)) is over


@pytest.mark.parametrize(
    ("waits", "claims", "days", "over"),
    [
        ("sitting", {}, 1, True),
        ("week", {}, 6, False),
        ("week", {}, 7, True),
        # What waits for a name is nobody's: whoever has one waits for nothing.
        ("week", {"email": "a"}, 31, True),
        ("never", {}, 1, True),
    ],
)
def test_how_long_answers_wait_for_a_name_is_the_hubs_to_say(waits, claims, days, over):
    speaker = Speaker(claims=claims, last_at=now() - timedelta(days=days))
    assert visitors.is_over(speaker, Staying(answers=waits)) is over


def test_each_play_lets_answers_wait_another_week(workspace_id):
    here = come(workspace_id)
    silent(here.speaker, days=6)
    with transaction():
        again = visitors.speaker_for(workspace_id, here.token, Staying(answers="week"))
    assert again.speaker is here.speaker
    assert visitors.sits_still(again.speaker)
