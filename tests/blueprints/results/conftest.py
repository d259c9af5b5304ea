"""The results of a hub, and who reads them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubapp.extensions import db
from hubapp.models import Hub, Submission
from tests.support.application import make_hub, submit_entries
from tests.support.factories import PASSWORD, MemberFactory


@pytest.fixture
def hub(app, sandbox) -> Hub:
    """The demo's hub, connected, with three entries."""
    hub = make_hub(sandbox.url)
    submit_entries(hub, "ana@example.com", "anton@example.com", "bea@example.com")
    return hub


@pytest.fixture
def at(hub) -> str:
    return f"/hubs/{hub.id}/results"


@pytest.fixture
def first(hub) -> int:
    """The id of ana's entry."""
    return db.session.scalars(select(Submission.id).order_by(Submission.id)).first()


@pytest.fixture
def logged_in(app, hub):
    """The browser of a member of the hub's workspace with this role."""

    def log_in(role: str):
        email = f"{role}@demo.example"
        MemberFactory(user__email=email, workspace=hub.workspace, role=role)
        client = app.test_client()
        client.post("/login", data={"email": email, "password": PASSWORD})
        return client

    return log_in


@pytest.fixture
def editor(logged_in):
    return logged_in("editor")


@pytest.fixture
def analyst(logged_in):
    return logged_in("analyst")
