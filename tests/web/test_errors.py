"""What somebody sees when something is refused or breaks."""

from __future__ import annotations

import pytest
from flask import abort
from sqlalchemy import text
from sqlalchemy.exc import (
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoConnection
from structlog.testing import capture_logs
from werkzeug.exceptions import Conflict

from hubapp.blueprints.health.routes import bp
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.web.errors import error_page


@pytest.fixture
def fails(app, client, monkeypatch):
    """A page of the app that fails in this way; what its visitor gets."""

    def with_failure(raised):
        def view():
            if isinstance(raised, int):
                abort(raised)
            raise raised

        monkeypatch.setitem(app.view_functions, f"{bp.name}.alive", view)
        monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
        return client.get("/healthz")

    return with_failure


@pytest.mark.parametrize(
    ("code", "title", "advice"),
    [
        (400, "That did not arrive whole", "reload the page"),
        (403, "Your role does not include this", "Ask an owner"),
        (404, "There is nothing here", "typing slip"),
        (405, "This page cannot do that", "use the buttons"),
        (413, "That is too large", "smaller file"),
        (418, "That did not arrive whole", "reload the page"),
        (429, "That was a lot in a short time", "Wait a minute"),
        (500, "Something broke on our side", "Nothing that you sent before was lost"),
        (502, "Something broke on our side", "Try again in a minute"),
        (503, "We could not save that just now", "try again in a minute"),
    ],
)
def test_each_refusal_says_what_to_do(fails, code, title, advice):
    reply = fails(code)
    assert reply.status_code == code
    assert title in reply.text
    assert advice in reply.text


def test_a_refusal_may_have_a_sentence_of_its_own(app):
    with app.test_request_context():
        page, code = error_page(400, Words("Choose %(what)s.", what="<one>"))
    assert code == 400
    assert "Choose &lt;one&gt;." in page
    assert "reload the page" not in page


def test_a_bug_says_nothing_of_itself(fails):
    reply = fails(RuntimeError("the secret sauce"))
    assert reply.status_code == 500
    assert "Something broke on our side" in reply.text
    assert "sauce" not in reply.text


@pytest.mark.parametrize("away", [OperationalError, InterfaceError, InternalError])
def test_a_database_that_is_away_asks_to_come_back_and_logs_no_values(fails, away, caplog):
    reply = fails(away("insert into x", {"email": "ana@example.com"}, OSError("disk is full")))
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "10")
    assert "We could not save that just now" in reply.text
    assert "ana@example.com" not in reply.text + caplog.text


def test_after_a_database_failure_the_next_request_begins_anew(app, fails, monkeypatch):
    rolled_back = []
    monkeypatch.setattr(db.session, "rollback", lambda: rolled_back.append(True))
    fails(OperationalError("", {}, OSError()))
    assert rolled_back == [True]


def test_a_broken_rule_of_the_database_is_a_bug_and_no_outage(fails):
    assert fails(IntegrityError("", {}, ValueError())).status_code == 500


def test_an_answer_that_somebody_made_themselves_goes_out_as_it_is(app, fails):
    reply = fails(Conflict(response=app.response_class("made by hand", status=409)))
    assert (reply.status_code, reply.text) == (409, "made by hand")


def test_a_method_that_a_page_does_not_have(client):
    reply = client.post("/readyz")
    assert reply.status_code == 405
    assert "This page cannot do that" in reply.text


@pytest.mark.parametrize(
    "request_",
    [
        {"path": "/nothing%00here"},
        {"path": "/login?next=a%00b"},
        {"path": "/login?a%00b=1"},
        {"path": "/login", "method": "POST", "data": {"email": "a\0b"}},
        {"path": "/login", "method": "POST", "data": {"a\0b": "x"}},
        {"path": "/login", "method": "POST", "data": {"email": ["a", "b\0"]}},
    ],
    ids=["path", "value in link", "name in link", "value", "name", "second value"],
)
def test_a_nul_is_refused_wherever_it_stands(client, request_):
    reply = client.open(**request_)
    assert reply.status_code == 400
    assert "That did not arrive whole" in reply.text


def test_a_bug_is_logged_by_its_way_and_not_by_what_it_says(fails):
    with capture_logs() as logs:
        assert fails(ValueError("ana@example.com")).status_code == 500
    (line,) = logs
    assert (line["event"], line["error"]) == ("request broke", "ValueError")
    assert line["endpoint"] == "health.alive"
    assert line["way"][-1].endswith(" view")
    assert "ana@" not in repr(logs)


def test_what_a_statement_was_given_is_in_no_error(app):
    with pytest.raises(SQLAlchemyError) as caught:
        db.session.execute(text("select * from nothing where email = :email"), {"email": "ana@x"})
    assert "ana@x" not in str(caught.value)


def test_whoever_waits_too_long_for_the_database_is_asked_to_come_again(fails):
    reply = fails(NoConnection("QueuePool limit reached"))
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "10")


def test_a_form_that_was_open_too_long_is_to_be_reloaded(app, signed_in, monkeypatch):
    client = signed_in("owner")
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    reply = client.post("/hubs/new", data={"name": "Summer"})
    assert reply.status_code == 400
    assert "This page was open for too long" in reply.text


def test_too_large_a_post_is_refused_before_it_is_read(app, signed_in, monkeypatch):
    client = signed_in("owner")
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
    reply = client.post("/hubs/new", data={"name": "x" * 2000})
    assert reply.status_code == 413
    assert "That is too large" in reply.text
