"""Who works here."""

from __future__ import annotations

from functools import cache

import factory
from flask_security import hash_password

from hubapp.models import Member, User, Workspace
from hubapp.services.marks import new_key
from tests.support.factories.row import Row

PASSWORD = "correct horse battery"


@cache
def hashed(password: str) -> str:
    """Its hash, made once: that is slow on purpose."""
    return str(hash_password(password))


class WorkspaceFactory(Row):
    class Meta:
        model = Workspace

    name = "Acme"
    marks_key = factory.LazyFunction(new_key)


class UserFactory(Row):
    """Somebody who logs in with ``PASSWORD``."""

    class Meta:
        model = User

    email = factory.Sequence("user{}@example.com".format)
    password = factory.LazyFunction(lambda: hashed(PASSWORD))


class MemberFactory(Row):
    class Meta:
        model = Member

    workspace = factory.SubFactory(WorkspaceFactory)
    user = factory.SubFactory(UserFactory)
    role = "owner"
