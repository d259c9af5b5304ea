"""The app, its database and its three accounts: owner, editor and a stranger."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from flask_security import hash_password

from hubapp import create_app
from hubapp.core.identifiers import new_id
from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.demo.hub import connect_to_sandbox, demo_documents
from hubapp.doors.vault import seal
from hubapp.extensions import db
from hubapp.models import Connection, Hub, Member, User, Workspace
from hubapp.services.editing import drafts, hubs, versions
from hubapp.services.visiting import plays, submissions
from hubapp.settings import Settings
from hubapp.web.page_cache import forget

PASSWORD = "correct horse battery"


def settings_for(tmp_path: Path, database: str = "", **more: object) -> Settings:
    return Settings(
        data_dir=tmp_path,
        database_url=database,
        secret_key="tests",
        encryption_keys=Fernet.generate_key().decode(),
        redis_url="redis://127.0.0.1:1/0",
        rate_limit_submissions="10000 per minute",
        **{"rate_limit_login": "10000 per minute", **more},
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def both(request: pytest.FixtureRequest, tmp_path: Path, sandbox) -> Iterator[Flask]:
    """The app on SQLite and on PostgreSQL, migrated, beside a sandbox."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    app = create_app(settings_for(tmp_path, url, braze_extra_endpoints=sandbox.url))
    yield from _running(app)


@pytest.fixture
def app(tmp_path: Path, sandbox) -> Iterator[Flask]:
    """The app on SQLite, migrated, beside a sandbox."""
    yield from _running(create_app(settings_for(tmp_path, braze_extra_endpoints=sandbox.url)))


def _running(app: Flask) -> Iterator[Flask]:
    app.config["WTF_CSRF_ENABLED"] = False
    # Ids begin at 1 again in each test's database.
    versions.snapshot_of_version.cache_clear()
    forget()
    with app.app_context():
        upgrade()
        yield app
        db.session.rollback()
        with db.engine.begin() as connection:
            for table in reversed(db.metadata.sorted_tables):
                connection.execute(table.delete())
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def account(email: str, workspace: Workspace, role: str) -> User:
    user = User(email=email, password=hash_password(PASSWORD))
    db.session.add(user)
    db.session.flush()
    db.session.add(Member(workspace_id=workspace.id, user_id=user.id, role=role))
    db.session.commit()
    return user


@pytest.fixture
def workspace(app: Flask) -> Workspace:
    found = Workspace(name="Acme")
    db.session.add(found)
    db.session.commit()
    return found


@pytest.fixture
def owner(workspace: Workspace) -> User:
    return account("owner@example.com", workspace, "owner")


@pytest.fixture
def signed_in(app: Flask, workspace: Workspace) -> Callable[[str], FlaskClient]:
    """A client that is logged in with a role; ``stranger`` owns another workspace."""

    def sign_in(role: str) -> FlaskClient:
        home = workspace
        if role == "stranger":
            home = Workspace(name="Elsewhere")
            db.session.add(home)
            db.session.commit()
        account(f"{role}-1@example.com", home, "owner" if role == "stranger" else role)
        client = app.test_client()
        client.post("/login", data={"email": f"{role}-1@example.com", "password": PASSWORD})
        return client

    return sign_in


def make_hub(sandbox_url: str, connect: bool = True) -> Hub:
    """The demo's hub, published, in a workspace of its own; connected to the sandbox."""
    home = Workspace(name="Demo")
    db.session.add(home)
    db.session.commit()
    user = account(f"demo{home.id}@example.com", home, "owner")
    hub = hubs.create_hub(home.id, user.id, "Summer kick-off")
    drafts.change(hub.id, user.id, "demo", demo_documents(drafts.documents(hub.id)))
    versions.publish(hub.id, user.id)
    if connect:
        connect_to_sandbox(hub.id, sandbox_url)
    return hub


def connect(hub: Hub, sandbox_url: str, rule: str = "email", **more: object) -> Connection:
    mapping = FieldMapping(
        rule, "field.email", "", (MappingRow("field.first_name", "attribute.first_name"),)
    )
    connection = Connection(
        hub_id=hub.id,
        kind="braze",
        state="on",
        settings={"endpoint": sandbox_url},
        mapping=mapping.to_json(),
        secret=seal("sandbox-key"),
        secret_hint="-key",
        lanes=4,
    )
    db.session.add(connection)
    db.session.commit()
    return connection


def stamp_in(page: str) -> str:
    return re.search(r'name="stamp" value="([^"]+)"', page)[1]


def submit_entries(hub: Hub, *emails: str, name: str = "Ana") -> None:
    """Fill in the form of the demo hub's entry card, once for each email."""
    snapshot = versions.snapshot_of_version(hub.live_version_id)
    card = next(each for each in snapshot.cards() if each.id == "draw")
    for email in emails:
        visit = plays.Visit(
            hub.id, hub.workspace_id, hub.live_version_id, snapshot, card, nonce=new_id(16)
        )
        values = {"email": [email], "first_name": [name], "date_of_birth": ["1", "2", "1990"]}
        submissions.submit(visit, values)
