"""What a browser sends is read whole, within bounds, before anything else is done with it."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import event
from werkzeug.test import EnvironBuilder, TestResponse

from hubapp.extensions import db
from hubapp.web import bodies

FORM = "application/x-www-form-urlencoded"


class Dripping(io.RawIOBase):
    """A body that arrives in small pieces, and may break off."""

    def __init__(self, body: bytes, on_read=lambda: None) -> None:
        self.rest, self.on_read = body, on_read

    def read(self, size: int = -1) -> bytes:
        self.on_read()
        piece, self.rest = self.rest[: min(7, size)], self.rest[min(7, size) :]
        return piece


def post(client, body, **environ):
    """As granian hands it over."""
    told = {"wsgi.input_terminated": True, "CONTENT_TYPE": FORM, "wsgi.input": body, **environ}
    built = EnvironBuilder(path="/login", method="POST").get_environ()
    return TestResponse(*client.run_wsgi_app({**built, **told}), request=None)


LOGIN = b"email=nobody%40example.com&password=wrong-password"


def test_a_body_that_drips_in_is_read_whole(client):
    reply = post(client, Dripping(LOGIN), CONTENT_LENGTH=str(len(LOGIN)))
    assert "nobody@example.com" in reply.text


def test_a_body_that_breaks_off_is_refused(client):
    reply = post(client, Dripping(LOGIN[:-3]), CONTENT_LENGTH=str(len(LOGIN)))
    assert (reply.status_code, "did not arrive whole" in reply.text) == (400, True)


def test_a_body_of_unknown_length_is_read(client):
    reply = post(client, Dripping(LOGIN), HTTP_TRANSFER_ENCODING="chunked")
    assert "nobody@example.com" in reply.text


@pytest.mark.parametrize(
    "told",
    [
        {"CONTENT_LENGTH": str(bodies.LONGEST_OF_STRANGERS + 1)},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
    ],
    ids=["said", "found"],
)
def test_what_is_too_long_for_a_stranger_is_refused(client, told):
    endless = Dripping(b"x" * (bodies.LONGEST_OF_STRANGERS + 100))
    reply = post(client, endless, **told)
    assert (reply.status_code, "too large" in reply.text) == (413, True)


def test_a_stranger_is_refused_in_their_language(client):
    told = {"CONTENT_LENGTH": str(10**9), "HTTP_ACCEPT_LANGUAGE": "de-AT"}
    assert "Das ist zu groß" in post(client, io.BytesIO(), **told).text


def test_a_member_may_send_more_than_a_stranger(signed_in):
    client = signed_in("owner")
    data = {"name": "x" * (bodies.LONGEST_OF_STRANGERS + 100)}
    assert client.post("/hubs/new", data=data).status_code != 413


def test_nothing_asks_the_database_before_the_body_is_here(app, client):
    heard = []

    def note(*_of_the_statement):
        heard.append("statement")

    body = Dripping(LOGIN, lambda: heard.append("body"))
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        post(client, body, CONTENT_LENGTH=str(len(LOGIN)))
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert heard.index("statement") > len(heard) - 1 - heard[::-1].index("body")


@pytest.mark.parametrize(("length", "status"), [(8000, 404), (8200, 414)])
def test_links_of_8_kb_are_followed_and_longer_ones_are_not(client, length, status):
    reply = client.get(f"/h/nothing/?utm={'x' * (length - 15)}")
    assert reply.status_code == status
    assert status == 404 or "This address is too long" in reply.text
