"""Rows for tests: ``HubFactory(name="Ours")`` is in the database, and so is whatever it needs."""

from tests.support.factories.hubs import HubFactory, VersionFactory
from tests.support.factories.people import PASSWORD, MemberFactory, UserFactory, WorkspaceFactory
from tests.support.factories.row import Row
from tests.support.factories.sending import KEY, AccountFactory, ConnectionFactory, DeliveryFactory
from tests.support.factories.visiting import (
    ActivityFactory,
    ContactFactory,
    ContactValueFactory,
    PlayFactory,
    SpeakerFactory,
    SubmissionFactory,
    VisitorFactory,
)

__all__ = [
    "KEY",
    "PASSWORD",
    "AccountFactory",
    "ActivityFactory",
    "ConnectionFactory",
    "ContactFactory",
    "ContactValueFactory",
    "DeliveryFactory",
    "HubFactory",
    "MemberFactory",
    "PlayFactory",
    "Row",
    "SpeakerFactory",
    "SubmissionFactory",
    "UserFactory",
    "VersionFactory",
    "VisitorFactory",
    "WorkspaceFactory",
]
