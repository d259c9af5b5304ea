"""What tests rely on: each begins with empty tables, on both databases, and meets nobody else."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hubapp.doors.database import transaction
from hubapp.extensions import db
from hubapp.models import Workspace
from tests.support.databases import emptied, rolled_back
from tests.support.factories import Row, UserFactory, WorkspaceFactory


def names() -> list[str]:
    return list(db.session.scalars(select(Workspace.name).order_by(Workspace.name)))


@pytest.mark.parametrize("within", [rolled_back, emptied])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_is_left_of_a_test(request, kind, within):
    app = request.getfixturevalue(f"{kind}_app")
    with within(app):
        WorkspaceFactory()
    with within(app):
        assert names() == []


def test_what_the_app_rolls_back_is_only_its_own(both):
    WorkspaceFactory(name="kept")
    with suppress(LookupError), transaction() as session:
        session.add(Workspace(name="lost"))
        session.flush()
        raise LookupError
    assert names() == ["kept"]


def test_after_an_error_of_the_database_the_test_goes_on(both):
    UserFactory(email="ana@example.com")
    with pytest.raises(IntegrityError):
        UserFactory(email="ana@example.com")
    WorkspaceFactory(name="after")
    assert names() == ["after"]


def test_requests_share_the_database_and_nothing_else(both, signed_in):
    member, somebody = signed_in("owner"), both.test_client()
    assert member.get("/hubs/").status_code == 200
    assert somebody.get("/hubs/").status_code == 302
    member.post("/hubs/new", data={"name": "Spring"})
    assert "Spring" in member.get("/hubs/").text


def test_a_thread_without_real_commits_is_refused(app):
    found = []

    def look() -> None:
        with app.app_context():
            try:
                names()
            except AssertionError as error:
                found.append(str(error))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert "on_disk" in found[0]


def test_threads_see_what_was_committed(on_both_disks):
    WorkspaceFactory(name="there")
    found = []

    def look() -> None:
        with on_both_disks.app_context():
            found.extend(names())

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == ["there"]


@pytest.mark.parametrize("made", Row.__subclasses__(), ids=lambda each: each.__name__)
def test_every_factory_makes_what_both_databases_take(both, made):
    row = made()
    db.session.expire_all()
    assert db.session.scalars(select(made._meta.model)).all() == [row]
