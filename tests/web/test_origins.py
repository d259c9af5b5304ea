"""Which site we are, whatever a browser or a proxy says."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from hubapp.web import origins

REFUSED = "This site is not known under this address"


@pytest.fixture
def at(app, monkeypatch):
    """Makes this the address under which visitors reach us."""

    def made(base_url: str) -> None:
        settings = app.extensions["settings"].model_copy(update={"base_url": base_url})
        monkeypatch.setitem(app.extensions, "settings", settings)

    return made


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("hubs.example.com", True),
        ("HUBS.example.com:8443", True),
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("localhost", True),
        ("evil.example", False),
        ("hubs.example.com.evil.example", False),
        ("hubs.example.com@evil.example", False),
        ("10.0.0.7:8000", False),
    ],
)
def test_only_our_own_names_are_answered(client, at, host, known):
    at("https://hubs.example.com/")
    reply = client.get("/login", headers={"Host": host})
    assert (reply.status_code, REFUSED in reply.text) == ((200, False) if known else (400, True))


def test_a_stranger_is_told_so_in_their_language(client, at):
    at("https://hubs.example.com")
    told = {"Host": "evil.example", "Accept-Language": "de"}
    assert "unter dieser Adresse nicht bekannt" in client.get("/login", headers=told).text


def test_whether_a_process_lives_may_be_asked_by_number(client, at):
    at("https://hubs.example.com")
    assert client.get("/healthz", headers={"Host": "10.0.0.7:8000"}).status_code == 200


def test_on_this_machine_every_name_will_do(client):
    assert client.get("/login", headers={"Host": "laptop.local:8000"}).status_code == 200


@pytest.mark.parametrize(
    ("base", "origin", "ours"),
    [
        ("https://hubs.example.com", "https://hubs.example.com", True),
        ("https://hubs.example.com:443/", "https://hubs.example.com", True),
        ("https://hubs.example.com:8443", "https://hubs.example.com:8443", True),
        ("https://hubs.example.com:8443", "https://hubs.example.com", False),
        ("https://hubs.example.com", "https://evil.example", False),
        ("https://hubs.example.com", "https://hubs.example.com.evil.example", False),
    ],
)
def test_the_base_urls_origin_is_ours_however_a_proxy_passes_it_on(app, at, base, origin, ours):
    at(base)
    # The proxy dropped the port, and did not say https.
    with app.test_request_context(base_url="http://hubs.example.com"), capture_logs() as logs:
        assert origins.is_ours(origin) is ours
        assert origins.led_here(f"{origin}/h/summer/") is ours
    said = {"origin": origin, "host": "http://hubs.example.com/"}
    assert logs == ([] if ours else [{**said, "event": "origin refused", "log_level": "warning"}])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://hubs.example.com"}, 200),
        ({"Origin": "null"}, 200),
        ({}, 200),
        ({"Origin": "https://evil.example"}, 400),
    ],
)
def test_what_members_post_comes_from_here(client, at, headers, status):
    at("https://hubs.example.com")
    told = {"Host": "hubs.example.com", **headers}
    reply = client.post("/login", data={"email": "a@example.com"}, headers=told)
    assert reply.status_code == status
    assert status == 200 or "did not come from a page of this site" in reply.text
