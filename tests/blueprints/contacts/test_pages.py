"""What a member may see of contacts hangs on their role."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import g

from hubapp.blueprints.contacts import pages
from tests.support.factories import ContactFactory


@pytest.fixture
def member(app):
    """Somebody asks, as whom the test says."""
    with app.test_request_context("/contacts/"):
        contact = ContactFactory(email="ana@example.com")
        g.workspace = SimpleNamespace(id=contact.workspace_id, name="Acme")

        def be(role: str):
            g.member = SimpleNamespace(role=role)
            return contact

        yield be


@pytest.mark.parametrize(
    ("role", "name", "deletes"),
    [
        ("analyst", "an…", False),
        ("editor", "ana@example.com", False),
        ("admin", "ana@example.com", True),
        ("owner", "ana@example.com", True),
    ],
)
def test_a_role_sees_and_may_so_much(member, role, name, deletes):
    assert str(pages.name_of(member(role))) == name
    assert pages.is_admin() is deletes


def test_what_was_typed_is_looked_for_only_when_it_is_something(member):
    member("editor")
    assert "Came last" in pages.list_page("  ")
    assert "1 contact" in pages.list_page("ana")
    assert "Nobody like that" in pages.list_page("ben")


def test_a_file_is_saved_and_not_shown(app):
    reply = pages.download("a", "text/csv", "a.csv")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="a.csv"'
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
