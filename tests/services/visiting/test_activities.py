"""What happened is written down with what caused it, once, as it was then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Activity, Delivery, Play, Speaker, Submission
from hubapp.models.columns import now
from hubapp.services import operating
from hubapp.services.visiting import activities, left, plays
from hubapp.services.visiting.submissions import submit
from tests.services.visiting.visits import ANA, ENTRY, visit_to, vote
from tests.support.application import make_hub


@pytest.fixture
def hub(both, sandbox):
    return make_hub(sandbox.url)


@pytest.fixture
def on_sqlite(app, sandbox):
    return make_hub(sandbox.url)


def happened() -> list[Activity]:
    return list(db.session.scalars(select(Activity).order_by(Activity.id)))


def kinds() -> list[str]:
    return [each.kind for each in happened()]


def test_a_form_that_ends_its_card_is_finished_and_submitted(hub):
    submit(visit_to(hub, "draw"), ENTRY)
    finished, submitted = happened()
    assert (finished.kind, submitted.kind) == ("finished", "submitted")
    assert submitted.facts["field.email"] == ANA
    assert submitted.facts["field.marketing_consent"] is True
    # What was typed stands once.
    assert not [key for key in finished.facts if key.startswith("field.")]
    play = db.session.scalars(select(Play)).one()
    for each in (finished, submitted):
        assert (each.hub_id, each.card_id, each.version_id) == (hub.id, "draw", hub.live_version_id)
        assert (each.play_id, each.speaker_id) == (play.id, play.speaker_id)
        assert each.contact_id == play.contact_id is not None
        assert (each.origin, each.counted_at) == ("web", None)
    delivery = db.session.scalars(select(Delivery)).one()
    assert (delivery.activity_id, delivery.purpose, delivery.run) == (submitted.id, "told", 0)


def test_a_vote_keeps_its_answer_and_a_second_click_writes_nothing(hub):
    visit = visit_to(hub, "poll")
    for _ in range(2):
        plays.answer(visit, 0, ["p1"])
    (voted,) = happened()
    assert voted.kind == "finished"
    assert [value for key, value in voted.facts.items() if key.startswith("card.poll.")]
    assert voted.contact_id is None


def test_what_was_left_says_when_it_was_left(hub):
    plays.answer(visit_to(hub, "quiz"), 0, ["q1c1"])
    at = now() - timedelta(minutes=31)
    with transaction() as session:
        session.execute(update(Play).values(created_at=at))
        session.execute(update(Speaker).values(last_at=at))
    for _ in range(2):
        left.end_left()
    (it,) = happened()
    assert (it.kind, it.at) == ("left", at)


def test_a_play_goes_with_its_start_form_and_its_end(hub):
    went = submit(visit_to(hub, "wheel"), {"email": [ANA]})
    there = visit_to(hub, "wheel", play_token=went.play_token, visitor_token=went.visitor_token)
    plays.answer(there, 0, ["spin"])
    assert kinds() == ["submitted", "finished"]
    of = db.session.scalars(select(Delivery.activity_id).order_by(Delivery.id)).all()
    assert of == [each.id for each in happened()]
    finished = happened()[1]
    submission = db.session.scalars(select(Submission)).one()
    assert finished.facts["fact.submission_id"] == submission.public_id
    assert activities.known_to(finished, submission)["field.email"] == ANA


def test_whoever_says_who_they_are_claims_what_they_did(hub):
    cookie = vote(hub).visitor_token
    submit(visit_to(hub, "draw", visitor_token=cookie), ENTRY)
    owners = {each.contact_id for each in happened()}
    assert len(happened()) == 3
    assert len(owners) == 1
    assert None not in owners


def test_the_end_of_a_play_says_nothing_of_a_form_that_somebody_else_filled_in(on_sqlite):
    submit(visit_to(on_sqlite, "draw"), ENTRY)
    finished = happened()[0]
    with transaction():
        finished.speaker_id = None
    submission = db.session.scalars(select(Submission)).one()
    known = activities.known_to(finished, submission)
    assert not [key for key in known if key.startswith("field.")]


def test_what_happened_before_activities_is_read_from_its_play(on_sqlite):
    cookie = vote(on_sqlite).visitor_token
    submit(visit_to(on_sqlite, "draw", visitor_token=cookie), ENTRY)
    for each in happened():
        kept = dict(each.facts)
        with transaction():
            each.facts = None
        assert activities.facts_of(each) == kept | {
            "fact.submission_id": activities.facts_of(each)["fact.submission_id"]
        }


def test_of_a_play_that_is_gone_nothing_is_known(on_sqlite):
    vote(on_sqlite)
    (it,) = happened()
    with transaction():
        it.facts, it.play_id = None, None
    assert activities.facts_of(it) == {}
    assert activities.known_to(it) == {}


def test_a_consent_that_is_taken_back_was_never_given(hub):
    submit(visit_to(hub, "draw"), ENTRY)
    submission = db.session.scalars(select(Submission)).one()
    with transaction():
        id_ = activities.take_back(submission, "field.marketing_consent")
    withdrawn = db.session.get_one(Activity, id_)
    assert (withdrawn.kind, withdrawn.contact_id) == ("withdrawn", submission.contact_id)
    assert withdrawn.facts == {"field.marketing_consent": False}
    given = happened()[1]
    # What was said stays said, and is told to nobody any more.
    assert given.facts["field.marketing_consent"] is True
    assert activities.known_to(given)["field.marketing_consent"] is False
    assert activities.known_to(withdrawn, submission)["field.email"] == ANA


def test_what_another_hub_was_told_goes_along_only_where_hubs_share(hub, sandbox):
    other = make_hub(sandbox.url)
    with transaction():
        other.workspace_id = hub.workspace_id
    token = submit(visit_to(hub, "draw"), ENTRY).visitor_token
    plays.answer(visit_to(other, "poll", visitor_token=token), 0, ["p0"])
    voted = happened()[-1]
    assert (voted.hub_id, voted.kind) == (other.id, "finished")
    assert "field.email" not in activities.known_to(voted)
    operating.share_between_hubs(hub.workspace_id, True)
    known = activities.known_to(voted)
    assert known["field.email"] == ANA
    # A consent belongs to the form in which it was given.
    assert "field.marketing_consent" not in known
    operating.share_between_hubs(hub.workspace_id, False)
    assert "field.email" not in activities.known_to(voted)
