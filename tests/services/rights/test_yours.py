"""A browser sees, takes back and deletes what it said itself, and nothing of anybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hubapp.core.errors import NotFoundHere
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import (
    Connection,
    Consent,
    Contact,
    ContactValue,
    Delivery,
    Erasure,
    Hub,
    Play,
    Submission,
    Told,
    Withdrawal,
)
from hubapp.models.columns import now
from hubapp.services import operating, people
from hubapp.services.integrations import replay
from hubapp.services.rights import afterwards, yours
from tests.services.rights.planted import connection_of, hub_with_everything, rows_with, take_part
from tests.support.deliveries import drain_all
from tests.support.factories import ContactValueFactory, HubFactory, PlayFactory

EMAIL = "zqmark@example.com"


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return hub_with_everything(sandbox)


@pytest.fixture
def connection(hub) -> Connection:
    return connection_of(hub)


def seen(hub: Hub, token: str | None) -> yours.Yours:
    return yours.told_here(yours.Browser(hub.workspace_id, hub.id, token))


def consent_of(hub: Hub, token: str) -> int:
    query = select(Consent.id).join(Submission).join(Play, Play.id == Submission.play_id)
    speaker = people.recognised(hub.workspace_id, token)
    return db.session.scalars(query.where(Play.speaker_id == speaker.id)).one()


def test_a_browser_sees_what_it_said(hub):
    token = take_part(hub, EMAIL, "Ana")
    told = seen(hub, token)
    assert {"Ana", EMAIL} <= {str(each.value) for each in told.said}
    assert ([each.given for each in told.agreed], told.plays) == ([True], 1)
    assert told.anything


@pytest.mark.parametrize("token", [None, "", "somebody's"])
def test_without_its_cookie_it_sees_nothing(hub, token):
    take_part(hub, EMAIL, "Ana")
    assert not seen(hub, token).anything
    yours.delete_told(yours.Browser(hub.workspace_id, hub.id, token))
    assert db.session.scalars(select(Erasure)).all() == []


def test_who_types_a_known_address_sees_only_what_they_typed(hub):
    take_part(hub, EMAIL, "Ana")
    stranger = take_part(hub, EMAIL, "Stranger", nonce="n2")
    values = {str(each.value) for each in seen(hub, stranger).said}
    assert "Stranger" in values
    assert "Ana" not in values


def test_after_not_you_nothing_of_the_one_before_is_shown_or_deleted(hub):
    token = take_part(hub, EMAIL, "Ana")
    with transaction():
        people.other_person(people.recognised(hub.workspace_id, token))
    assert not seen(hub, token).anything
    yours.delete_told(yours.Browser(hub.workspace_id, hub.id, token))
    assert db.session.scalars(select(Submission.values)).one()["first_name"] == "Ana"


def test_what_it_said_before_it_was_long_away_is_still_its_own(hub):
    token = take_part(hub, EMAIL, "Ana")
    with transaction():
        people.recognised(hub.workspace_id, token).last_at = now() - timedelta(days=40)
    take_part(hub, "ben@example.com", "Ben", token=token, nonce="n2")
    assert seen(hub, token).plays == 2


def test_another_hub_of_the_workspace_shows_nothing_of_this_one(hub):
    token = take_part(hub, EMAIL, "Ana")
    assert not yours.told_here(yours.Browser(hub.workspace_id, hub.id + 1, token)).anything
    assert not yours.told_here(yours.Browser(hub.workspace_id + 1, hub.id, token)).anything


def test_a_withdrawn_consent_unsubscribes_where_it_went(hub, connection, sandbox):
    token = take_part(hub, EMAIL, "Ana")
    drain_all(connection)
    assert sandbox.profile(f"email:{EMAIL}")["email_subscribe"] == "opted_in"
    yours.withdraw(yours.Browser(hub.workspace_id, hub.id, token), consent_of(hub, token))
    drain_all(connection)
    profile = sandbox.profile(f"email:{EMAIL}")
    assert (profile["email_subscribe"], profile["first_name"]) == ("unsubscribed", "Ana")
    (agreed,) = seen(hub, token).agreed
    assert agreed.given
    assert agreed.withdrawn is not None
    requests = sandbox.state()["counts"]["requests"]
    yours.withdraw(yours.Browser(hub.workspace_id, hub.id, token), consent_of(hub, token))
    drain_all(connection)
    assert sandbox.state()["counts"]["requests"] == requests


def test_one_that_had_not_left_never_does(hub, connection, sandbox):
    token = take_part(hub, EMAIL, "Ana")
    yours.withdraw(yours.Browser(hub.workspace_id, hub.id, token), consent_of(hub, token))
    drain_all(connection)
    profile = sandbox.profile(f"email:{EMAIL}")
    assert profile["first_name"] == "Ana"
    assert not profile.get("email_subscribe")
    record = replay.record_today(connection, db.session.scalars(select(Delivery)).one())
    assert record.values.get("attribute.email_subscribe") is not True


def test_nobody_withdraws_for_somebody_else(hub):
    token = take_part(hub, EMAIL, "Ana")
    other = take_part(hub, "ben@example.com", "Ben", nonce="n2")
    refused = take_part(hub, "cy@example.com", "Cy", nonce="n3", consent="")
    for who, which in (
        (other, consent_of(hub, token)),
        (None, consent_of(hub, token)),
        (token, 99999),
        (refused, consent_of(hub, refused)),
    ):
        with pytest.raises(NotFoundHere):
            yours.withdraw(yours.Browser(hub.workspace_id, hub.id, who), which)
    assert db.session.scalars(select(Withdrawal)).all() == []


def test_what_it_told_is_deleted_here_and_at_the_destination(hub, connection, sandbox):
    token = take_part(hub, EMAIL, "zqmark Ana")
    drain_all(connection)
    yours.delete_told(yours.Browser(hub.workspace_id, hub.id, token))
    drain_all(connection)
    afterwards.advance()
    assert rows_with() == []
    assert db.session.scalars(select(Erasure.state)).all() == ["done"]
    assert sandbox.profile(f"email:{EMAIL}")["first_name"] is None
    assert not seen(hub, token).anything
    assert len(db.session.scalars(select(Submission.id)).all()) == 1


def test_who_types_a_known_address_deletes_nothing_of_theirs(hub, connection, sandbox):
    """A typed address proves nothing."""
    ana = take_part(hub, EMAIL, "Ana")
    drain_all(connection)
    stranger = take_part(hub, EMAIL, "Stranger", nonce="n2")
    yours.delete_told(yours.Browser(hub.workspace_id, hub.id, stranger))
    values = {str(each.value) for each in seen(hub, ana).said}
    assert {"Ana", EMAIL} <= values
    drain_all(connection)
    assert sandbox.profile(f"email:{EMAIL}")["first_name"] == "Ana"


def test_what_it_told_elsewhere_stays_and_the_browser_is_somebody_new(hub):
    token = take_part(hub, EMAIL, "Ana")
    speaker = people.recognised(hub.workspace_id, token)
    contact = db.session.get_one(Contact, speaker.contact_id)
    other = HubFactory(workspace_id=hub.workspace_id).id
    play = PlayFactory(
        hub_id=other,
        version_id=hub.live_version_id,
        speaker_id=speaker.id,
        contact_id=contact.id,
    )
    with transaction() as session:
        session.add(Told(speaker_id=speaker.id, hub_id=other, values={"mail": EMAIL}))
    for key, value in (("first_name", "Ana"), ("city", "Perth")):
        ContactValueFactory(contact_id=contact.id, key=key, value=value)
    yours.delete_told(yours.Browser(hub.workspace_id, hub.id, token))
    db.session.expire_all()
    known = db.session.scalars(select(ContactValue).where(ContactValue.contact_id == contact.id))
    assert ([row.key for row in known], play.contact_id) == (["city"], contact.id)
    assert people.recognised(hub.workspace_id, token) is None
    assert people.told(speaker.id, hub.id) == {}
    assert yours.told_here(yours.Browser(hub.workspace_id, other, token)).plays == 1


def test_whoever_asks_is_told_that_hubs_share(hub):
    who = yours.Browser(hub.workspace_id, hub.id, None)
    assert not yours.told_here(who).shared
    operating.share_between_hubs(hub.workspace_id, True)
    assert yours.told_here(who).shared
