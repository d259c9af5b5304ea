"""Every endpoint and method, asked for by everybody: an owner, an admin, an editor, an analyst, the
owner of another workspace, and nobody. Posts are fired, with the token of their session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

from hubapp.extensions import db
from hubapp.models import Connection, Invitation, Login, Member, Run, Submission, User
from hubapp.models.columns import now
from tests.architecture.access import EXPECTED
from tests.architecture.visits import addresses, examples_in, written
from tests.support.application import make_hub, submit_entries
from tests.support.saving import save

RANKS = ("visitor", "analyst", "editor", "admin", "owner")
WHO = ("owner", "admin", "editor", "analyst", "stranger", "nobody")
OF_OURS = {"hub_id", "contact_id", "member_id", "erasure_id", "account_id"}
"""What stands in an address and is of one workspace: to another it is not there."""
WITHOUT_TOKEN = ("public.", "health.")
"""Visitors have no session: their stamps are asked for in other tests, and so is the doctor's."""
NOT_HERE = {
    # Nothing is as these would have it, and they say so by 404 or 400 to whoever may enter.
    *("public.play", "public.go_on", "public.picture", "web.asset", "results.draw"),
    *("deliveries.steer", "security.reset_password", "health.ready"),
    *("health.seen", "health.metrics"),
    *("editor.add_card", "editor.put_codes", "editor.drop_codes", "editor.given_codes"),
    *("public.code", "public.code_again", "hubs.take_back_preview"),
    *("public.mail_again", "public.mail_code", "editor.choose_face"),
    # A stamp is missing.
    *("public.begin", "public.act_on_yours", "public.not_you"),
}


class Asked(NamedTuple):
    endpoint: str
    method: str
    address: str
    arguments: frozenset[str]

    def __str__(self) -> str:
        return f"{self.method} {self.address} ({self.endpoint})"


def asked_for(app: Flask, examples: dict[str, list]) -> Iterator[Asked]:
    """Each endpoint and method, once."""
    few = {name: values[:1] for name, values in examples.items()}
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            for address in addresses(app, rule, few):
                yield Asked(rule.endpoint, method, address, frozenset(rule.arguments))


@pytest.fixture
def examples(app, workspace, owner, sandbox) -> dict[str, list]:
    """A hub with everything in it, and rows for each number in an address."""
    hub = make_hub(sandbox.url)
    hub.workspace_id = workspace.id
    save()
    submit_entries(hub, "ben@example.com")
    found = examples_in(hub)
    moment = now()
    login = Login(user_id=owner.id, token_hash="x", device="", ends_at=moment + timedelta(1))
    connection = db.session.scalars(select(Connection)).one()
    connection.account.workspace_id = workspace.id
    run = Run(connection_id=connection.id, kind="replay", state="running", until=0, total=0)
    db.session.add_all([login, run])
    save()
    invited = db.session.scalars(select(Invitation.id)).one()
    return {
        **found,
        "login_id": [login.id],
        "run_id": [run.id],
        "invitation_id": [invited],
        "member_id": [_member(owner.id)],
        "entry_id": list(db.session.scalars(select(Submission.id))),
        "token": ["unknown"],
        "pool": ["prizes"],
    }


def _member(user_id: int) -> int:
    return int(db.session.scalars(select(Member.id).where(Member.user_id == user_id)).one())


@contextmanager
def undone() -> Iterator[None]:
    """What is done in here is taken back, so that everybody finds the same."""
    db.session.remove()
    before = db.engines[None].begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        before.rollback()


class Browser:
    """Of somebody, and its token."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        self._app, self._client = app, client
        self._cookie = client.get_cookie("session")
        signer = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token")
        with client.session_transaction() as session:
            session["csrf_token"] = "a" * 40
        self._cookie = client.get_cookie("session").value
        self._token = signer.dumps("a" * 40)

    def ask(self, asked: Asked, token: bool = True):
        # A log-out must not log out whoever asks next.
        self._client.set_cookie("session", self._cookie)
        data = {"csrf_token": self._token} if token else {}
        return self._client.open(asked.address, method=asked.method, data=data)


@pytest.fixture
def browser(request, app, signed_in) -> Browser:
    who = request.param
    made = Browser(app, app.test_client() if who == "nobody" else signed_in(who))
    app.config["WTF_CSRF_ENABLED"] = True
    return made


def test_every_endpoint_has_an_expectation(app):
    """A new one is written down in ``access.py``; one that is gone is taken out."""
    assert {*app.view_functions} == {*EXPECTED}


def test_the_guards_say_the_same(app):
    guards = {
        name: getattr(view, "required_role", "unguarded")
        for name, view in app.view_functions.items()
    }
    assert guards == EXPECTED


@pytest.mark.parametrize(
    ("browser", "who"), [(each, each) for each in WHO], indirect=["browser"], ids=WHO
)
def test_everybody_gets_in_where_they_may_and_nowhere_else(app, browser, who, examples):
    wrong, count = [], 0
    kept = _what_others_must_not_touch()
    for asked in asked_for(app, examples):
        with undone(), written() as statements:
            reply = browser.ask(asked)
            count += 1
            problem = _wrong(asked, who, reply, statements)
            if who in ("stranger", "nobody") and _what_others_must_not_touch() != kept:
                problem = problem or "it changed what is ours"
        if problem:
            wrong.append(f"{who}, {asked}: {reply.status_code} {reply.location or ''}, {problem}")
    assert not wrong, "\n".join(wrong)
    assert count > 100


def _what_others_must_not_touch() -> tuple[object, ...]:
    return tuple(
        db.session.execute(select(func.count(), func.max(table.id))).one()
        for table in (Connection, Submission)
    ) + tuple(
        db.session.execute(query).all()
        for query in (
            select(Member.id, Member.role).order_by(Member.id),
            select(Login.id).where(Login.token_hash == "x"),
            select(Invitation.id, Invitation.email).where(Invitation.email == "eve@example.com"),
            select(User.id, User.password).order_by(User.id),
        )
    )


def _wrong(asked: Asked, who: str, reply, statements: list[str]) -> str:
    least, code = EXPECTED[asked.endpoint], reply.status_code
    if code >= 500 and asked.endpoint not in NOT_HERE:
        return "it broke"
    if least == "visitor":
        return _refused(asked, code, reply)
    if who == "nobody":
        to_log_in = code == 302 and reply.location.startswith("/login")
        return _silent(statements) if to_log_in else "nobody must log in first"
    if who == "stranger":
        if asked.arguments & OF_OURS:
            return _silent(statements) if code == 404 else "it must not be there"
        return _refused(asked, code, reply)
    if RANKS.index(who) < RANKS.index(least):
        return _silent(statements) if code == 403 else "the role must not do"
    return _refused(asked, code, reply)


def _silent(statements: list[str]) -> str:
    return f"and it wrote: {statements[0]}" if statements else ""


def _refused(asked: Asked, code: int, reply) -> str:
    """Whoever may enter is not turned away."""
    if code in (401, 403, 405) or (code in (400, 404) and asked.endpoint not in NOT_HERE):
        return "they may enter"
    if code == 302 and reply.location.startswith("/login?next"):
        return "they are logged in"
    return ""


@pytest.mark.parametrize("browser", ["owner"], indirect=True)
def test_without_the_second_factor_that_is_asked_for_there_is_one_way(
    app, browser, examples, workspace
):
    workspace.asks_second_factor = True
    save()
    entered = set()
    for asked in asked_for(app, examples):
        if EXPECTED[asked.endpoint] == "visitor":
            continue
        with undone(), written() as statements:
            reply = browser.ask(asked)
        if reply.location != "/account/second-factor" or statements:
            entered.add(asked.endpoint)
    assert entered == {"account.set_up_second_factor", "account.turn_on_second_factor"}


@pytest.mark.parametrize("browser", ["owner"], indirect=True)
def test_no_post_is_taken_without_its_token(app, browser, examples):
    wrong = []
    for asked in asked_for(app, examples):
        if asked.method == "GET" or asked.endpoint.startswith(WITHOUT_TOKEN):
            continue
        with undone(), written() as statements:
            reply = browser.ask(asked, token=False)
        if reply.status_code != 400 or statements:
            wrong.append(f"{asked}: {reply.status_code} {statements[:1]}")
    assert not wrong, "\n".join(wrong)
