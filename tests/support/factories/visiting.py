"""Visitors, and what they did."""

from __future__ import annotations

import uuid

import factory

from hubapp.core.identifiers import new_id, public_id
from hubapp.extensions import db
from hubapp.models import (
    Activity,
    Contact,
    ContactValue,
    HubVersion,
    Play,
    Speaker,
    Submission,
    Visitor,
)
from hubapp.services.people.visitors import mark_of
from tests.support.factories.hubs import VersionFactory
from tests.support.factories.people import WorkspaceFactory
from tests.support.factories.row import Row


class ContactFactory(Row):
    class Meta:
        model = Contact

    workspace_id = factory.LazyFunction(lambda: WorkspaceFactory().id)


class ContactValueFactory(Row):
    """What an earlier release kept of a contact, unless it is said who told it to which hub."""

    class Meta:
        model = ContactValue

    contact_id = factory.LazyFunction(lambda: ContactFactory().id)
    key = "city"
    value = "Perth"


class VisitorFactory(Row):
    """A browser; ``token`` is in its cookie."""

    class Meta:
        model = Visitor

    class Params:
        token = factory.LazyFunction(lambda: new_id(32))

    workspace_id = factory.LazyFunction(lambda: WorkspaceFactory().id)
    mark = factory.LazyAttribute(lambda made: mark_of(made.workspace_id, made.token))


class SpeakerFactory(Row):
    """Who speaks on a browser now."""

    class Meta:
        model = Speaker

    class Params:
        visitor = factory.LazyFunction(VisitorFactory)

    visitor_id = factory.LazyAttribute(lambda made: made.visitor.id)
    claims = factory.Dict({})
    standing = "claimed"


class PlayFactory(Row):
    class Meta:
        model = Play

    token = factory.LazyFunction(lambda: new_id(32))
    version_id = factory.LazyFunction(lambda: VersionFactory().id)
    hub_id = factory.LazyAttribute(lambda made: db.session.get(HubVersion, made.version_id).hub_id)
    speaker_id = factory.LazyFunction(lambda: SpeakerFactory().id)
    contact_id = factory.LazyFunction(lambda: ContactFactory().id)
    card_id = "quiz"


class SubmissionFactory(Row):
    class Meta:
        model = Submission

    class Params:
        play = factory.LazyFunction(PlayFactory)

    public_id = factory.LazyFunction(lambda: str(uuid.uuid4()))
    play_id = factory.LazyAttribute(lambda made: made.play.id)
    hub_id = factory.LazyAttribute(lambda made: made.play.hub_id)
    version_id = factory.LazyAttribute(lambda made: made.play.version_id)
    contact_id = factory.LazyAttribute(lambda made: made.play.contact_id)
    card_id = factory.LazyAttribute(lambda made: made.play.card_id)
    placement = "end"
    values = factory.Dict({"email": "ana@example.com"})


class ActivityFactory(Row):
    class Meta:
        model = Activity

    class Params:
        play = factory.LazyFunction(PlayFactory)

    public_id = factory.LazyFunction(public_id)
    kind = "finished"
    play_id = factory.LazyAttribute(lambda made: made.play.id)
    hub_id = factory.LazyAttribute(lambda made: made.play.hub_id)
    version_id = factory.LazyAttribute(lambda made: made.play.version_id)
    card_id = factory.LazyAttribute(lambda made: made.play.card_id)
    speaker_id = factory.LazyAttribute(lambda made: made.play.speaker_id)
    contact_id = factory.LazyAttribute(lambda made: made.play.contact_id)
    facts = factory.Dict({})
