"""The app and its database, lent to one test at a time; and the demo's hub.

A test asks for one app: ``app`` (SQLite) or ``both`` (it then runs twice). What it does is rolled
back. A test with threads, with other processes or about commits themselves asks for ``on_disk`` or
``on_both_disks`` instead, which cost more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask, has_app_context

from hubapp.core.identifiers import new_id
from hubapp.demo.hub import connect_to_sandbox, demo_documents
from hubapp.models import Connection, Hub
from hubapp.services.editing import drafts, hubs, versions
from hubapp.services.visiting import plays, submissions
from tests.support.databases import emptied, rolled_back, settings_for
from tests.support.factories import PASSWORD, ConnectionFactory, MemberFactory
from tests.support.servers import Sandbox

__all__ = ["PASSWORD", "connect", "make_hub", "settings_for", "stamp_in", "submit_entries"]
KINDS = ["sqlite", "postgresql"]
CHEAP = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}


@pytest.fixture
def _lent(
    request: pytest.FixtureRequest, tmp_path: Path, sandbox: Sandbox
) -> Callable[..., AbstractContextManager[Flask]]:
    """Lend the worker's app to a test, with settings that the test may change: its own data
    directory, and the sandbox as an allowed endpoint."""

    @contextmanager
    def lend(kind: str, within: Callable[[Flask], AbstractContextManager[None]]) -> Iterator[Flask]:
        assert not has_app_context(), "a test asks for one app only: see tests/support/application"
        app: Flask = request.getfixturevalue(f"{kind}_app")
        config, settings = dict(app.config), app.extensions["settings"]
        own = {"data_dir": tmp_path, "braze_extra_endpoints": sandbox.url}
        app.extensions["settings"] = settings.model_copy(update=own)
        # Argon2 is slow on purpose; what is checked here is who may log in.
        app.extensions["security"].pwd_context.update(**CHEAP)
        try:
            with within(app):
                yield app
        finally:
            app.extensions["settings"] = settings
            app.config.clear()
            app.config.update(config)

    return lend


@pytest.fixture
def app(_lent) -> Iterator[Flask]:
    """The app on SQLite, beside a sandbox."""
    with _lent("sqlite", rolled_back) as lent:
        yield lent


@pytest.fixture(params=KINDS)
def both(request: pytest.FixtureRequest, _lent) -> Iterator[Flask]:
    """The app on SQLite and on PostgreSQL, beside a sandbox."""
    with _lent(request.param, rolled_back) as lent:
        yield lent


@pytest.fixture
def on_disk(_lent) -> Iterator[Flask]:
    """``app`` with real commits, for threads, other processes and what commits themselves do."""
    with _lent("sqlite", emptied) as lent:
        yield lent


@pytest.fixture(params=KINDS)
def on_both_disks(request: pytest.FixtureRequest, _lent) -> Iterator[Flask]:
    """``both`` with real commits."""
    with _lent(request.param, emptied) as lent:
        yield lent


@pytest.fixture
def this_app(request: pytest.FixtureRequest) -> Flask:
    """The app that the test asks for, by whichever name; ``app`` when it asks for none."""
    names = ("both", "on_disk", "on_both_disks", "app")
    return request.getfixturevalue(next((n for n in names if n in request.fixturenames), "app"))


def make_hub(sandbox_url: str, connect: bool = True, limits: bool = False) -> Hub:
    """The demo's hub, published, in a workspace of its own; connected to the sandbox. limits: its
    cards keep their entry rules; without, one visitor or address may come as often as a test likes.
    """
    member = MemberFactory(workspace__name="Demo")
    hub = hubs.create_hub(member.workspace_id, member.user_id, "Summer kick-off")
    made = demo_documents(drafts.documents(hub.id))
    for document in () if limits else made.values():
        document.pop("entry", None)
    drafts.change(hub.id, member.user_id, "demo", made)
    versions.publish(hub.id, member.user_id)
    if connect:
        connect_to_sandbox(hub.id, sandbox_url)
    return hub


def connect(hub: Hub, sandbox_url: str, **more: object) -> Connection:
    return ConnectionFactory(hub=hub, endpoint=sandbox_url, **more)


def stamp_in(page: str) -> str:
    return re.search(r'name="stamp" value="([^"]+)"', page)[1]


def submit_entries(hub: Hub, *emails: str, name: str = "Ana", **more: list[str]) -> None:
    """Fill in the form of the demo hub's entry card, once for each email. more: what else was
    filled in."""
    snapshot = versions.snapshot_of_version(hub.live_version_id)
    card = next(each for each in snapshot.cards() if each.id == "draw")
    for email in emails:
        visit = plays.Visit(
            hub.id, hub.workspace_id, hub.live_version_id, snapshot, card, nonce=new_id(16)
        )
        values = {
            "email": [email],
            "first_name": [name],
            "date_of_birth": ["1", "2", "1990"],
        } | more
        submissions.submit(visit, values)
