"""Drafts and versions that a release stored before the content of cards was described as models are
read today, and say what they said there, on SQLite and PostgreSQL."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import text

from hubapp import create_app
from hubapp.cards import CARD_TYPES
from hubapp.core.snapshot import HubSnapshot
from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.fields import FIELD_KINDS
from hubapp.models import Workspace
from hubapp.services import editing
from hubapp.services.visiting import stamps
from tests.blueprints.page import page_of
from tests.migrations import old_hub
from tests.support.application import settings_for
from tests.support.databases import Client
from tests.support.factories import PASSWORD, MemberFactory

AT = "'2026-01-01 00:00:00'"
HUB = f"""
insert into workspace (name, created_at) values ('Acme', {AT});
insert into hub (workspace_id, name, slug, created_at) values (1, 'Old', 'old', {AT});
insert into hub_version (hub_id, number, snapshot, created_at) values (1, 1, :version, {AT});
update hub set live_version_id = 1
"""  # noqa: S608 - a time of our own
DOCUMENT = "insert into draft_document (hub_id, key, body, revision) values (1, :key, :body, 1)"


def _store() -> None:
    """The rows of that release, as they were."""
    with transaction() as session:
        for statement in HUB.split(";\n"):
            given = {"version": json.dumps(old_hub.stored("version"))}
            session.execute(text(statement), given if ":version" in statement else {})
        for key, body in old_hub.stored("draft").items():
            session.execute(text(DOCUMENT), {"key": key, "body": json.dumps(body)})


@pytest.fixture(params=["sqlite", "postgresql"])
def upgraded(request, tmp_path, monkeypatch):
    """Today's app on the database of that release, brought up to date."""
    monkeypatch.setattr(stamps, "FASTEST", 0)
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").database("documents")
    app = create_app(settings_for(tmp_path, url))
    app.test_client_class = Client
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["DATABASE_INLINE"] = True
    with app.app_context():
        upgrade(revision=old_hub.REVISION)
        _store()
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def member(upgraded) -> FlaskClient:
    """A browser of somebody who works on the hub."""
    MemberFactory(workspace=db.session.get_one(Workspace, 1), user__email="owner@example.com")
    client = upgraded.test_client()
    client.post("/login", data={"email": "owner@example.com", "password": PASSWORD})
    return client


def _told(draft: bool) -> dict[str, str]:
    return {
        place: words
        for place, words in old_hub.told().items()
        if place.startswith("draft") is draft
    }


def test_every_card_type_and_field_kind_of_before_is_known_today():
    cards = HubSnapshot.from_json(old_hub.stored("version")).cards()
    types = {card.kind for card in cards}
    kinds = {field.kind for card in cards if card.form for field in card.form.fields}
    assert (len(types), len(kinds)) == (5, 10), "all that there were"
    assert types <= set(CARD_TYPES)
    assert kinds <= set(FIELD_KINDS)


def test_a_version_of_before_says_what_it_said_at_each_step_of_each_play(upgraded):
    assert dict(old_hub.walk(upgraded.test_client())) == _told(draft=False)


def test_a_draft_of_before_is_previewed_as_it_was(member):
    assert dict(old_hub.walk_draft(member, 1)) == _told(draft=True)


def test_a_draft_of_before_is_the_same_when_it_was_opened_and_saved(member):
    for card in editing.draft_snapshot(1).cards():
        for place in (f"cards/{card.id}", f"cards/{card.id}/form"):
            page = member.get(f"/hubs/1/edit/{place}")
            saved = member.post(f"/hubs/1/edit/{place}", data=page_of(page).values)
            assert (page.status_code, saved.status_code) == (200, 302), card.title
    assert dict(old_hub.walk_draft(member, 1)) == _told(draft=True)
