"""Who asks: a visitor, and members with their roles."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hubapp.models import User, Workspace
from tests.support.factories import PASSWORD, MemberFactory, WorkspaceFactory


@pytest.fixture
def client(this_app: Flask) -> FlaskClient:
    return this_app.test_client()


@pytest.fixture
def workspace(this_app: Flask) -> Workspace:
    return WorkspaceFactory()


@pytest.fixture
def owner(workspace: Workspace) -> User:
    return MemberFactory(workspace=workspace, user__email="owner@example.com").user


@pytest.fixture
def signed_in(this_app: Flask, workspace: Workspace) -> Callable[[str], FlaskClient]:
    """A client that is logged in with a role; ``stranger`` owns another workspace."""

    def sign_in(role: str) -> FlaskClient:
        email = f"{role}-1@example.com"
        given = {"role": role, "workspace": workspace}
        if role == "stranger":
            given = {"role": "owner", "workspace__name": "Elsewhere"}
        MemberFactory(user__email=email, **given)
        client = this_app.test_client()
        client.post("/login", data={"email": email, "password": PASSWORD})
        return client

    return sign_in
