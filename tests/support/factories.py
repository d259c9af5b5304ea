"""Rows for tests: ``HubFactory(name="Ours")`` is in the database, and so is whatever it needs."""

from __future__ import annotations

import uuid
from functools import cache

import factory
from factory.alchemy import SQLAlchemyModelFactory
from flask_security import hash_password

from hubapp.core.identifiers import new_id
from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.core.retrying import State
from hubapp.core.snapshot import HubSnapshot
from hubapp.doors.vault import seal
from hubapp.extensions import db
from hubapp.models import (
    Connection,
    Contact,
    Delivery,
    Hub,
    HubVersion,
    Member,
    Play,
    Submission,
    User,
    Workspace,
)

PASSWORD = "correct horse battery"
KEY = "sandbox-key"


@cache
def hashed(password: str) -> str:
    """Its hash, made once: that is slow on purpose."""
    return str(hash_password(password))


class _Row(SQLAlchemyModelFactory):
    class Meta:
        abstract = True
        sqlalchemy_session_factory = lambda: db.session  # noqa: E731 - read when a row is made
        sqlalchemy_session_persistence = "commit"


class WorkspaceFactory(_Row):
    class Meta:
        model = Workspace

    name = "Acme"


class UserFactory(_Row):
    """Somebody who logs in with ``PASSWORD``."""

    class Meta:
        model = User

    email = factory.Sequence("user{}@example.com".format)
    password = factory.LazyFunction(lambda: hashed(PASSWORD))


class MemberFactory(_Row):
    class Meta:
        model = Member

    workspace = factory.SubFactory(WorkspaceFactory)
    user = factory.SubFactory(UserFactory)
    role = "owner"


class HubFactory(_Row):
    """A bare hub: no draft, nothing published. ``make_hub`` makes one that visitors can use."""

    class Meta:
        model = Hub

    workspace = factory.SubFactory(WorkspaceFactory)
    name = "Summer"
    slug = factory.Sequence("summer-{}".format)


class VersionFactory(_Row):
    class Meta:
        model = HubVersion

    hub_id = factory.LazyFunction(lambda: HubFactory().id)
    number = factory.Sequence(lambda at: at + 1)
    snapshot = factory.LazyFunction(lambda: HubSnapshot("Summer").to_json())


class ConnectionFactory(_Row):
    """To Braze, with the first name mapped and people known by their address."""

    class Meta:
        model = Connection

    class Params:
        endpoint = "https://rest.iad-03.braze.com"
        rule = "email"
        rows = (MappingRow("field.first_name", "attribute.first_name"),)

    hub = factory.SubFactory(HubFactory)
    kind = "braze"
    state = "on"
    settings = factory.LazyAttribute(lambda made: {"endpoint": made.endpoint})
    mapping = factory.LazyAttribute(
        lambda made: FieldMapping(made.rule, "field.email", "", made.rows).to_json()
    )
    secret = factory.LazyFunction(lambda: seal(KEY))
    secret_hint = KEY[-4:]
    lanes = 4


class ContactFactory(_Row):
    class Meta:
        model = Contact

    workspace_id = factory.LazyFunction(lambda: WorkspaceFactory().id)
    token = factory.LazyFunction(lambda: new_id(32))
    claims = factory.Dict({})
    properties = factory.Dict({})


class PlayFactory(_Row):
    class Meta:
        model = Play

    token = factory.LazyFunction(lambda: new_id(32))
    version_id = factory.LazyFunction(lambda: VersionFactory().id)
    hub_id = factory.LazyAttribute(lambda made: db.session.get(HubVersion, made.version_id).hub_id)
    contact_id = factory.LazyFunction(lambda: ContactFactory().id)
    card_id = "quiz"


class SubmissionFactory(_Row):
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


class DeliveryFactory(_Row):
    """One that ended. ``deliveries.add`` makes one that waits in the outbox."""

    class Meta:
        model = Delivery

    connection = factory.SubFactory(ConnectionFactory)
    person = "email:ana@example.com"
    state = State.DELIVERED
