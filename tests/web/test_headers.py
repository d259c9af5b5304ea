"""What every answer carries."""

from __future__ import annotations

import re

import pytest

from hubapp.web.assets import PACKAGE
from hubapp.web.headers import NOBODY, csp_nonce, policy


def test_every_answer_is_safe_to_show(client):
    for address in ("/login", "/nothing-here", "/healthz", "/favicon.ico"):
        headers = client.get(address).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Content-Security-Policy"] == policy(None, NOBODY)


def test_what_a_member_saw_is_kept_by_nobody(signed_in):
    assert signed_in("owner").get("/hubs/").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "rule",
    [
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ],
)
def test_the_policy_lets_nothing_foreign_in(rule):
    assert rule in policy(None, NOBODY).split("; ")
    assert "unsafe" not in policy("abc", NOBODY)


def test_what_is_inline_may_be_a_style_and_never_a_script():
    rules = policy("abc", NOBODY).split("; ")
    assert "script-src 'self'" in rules
    assert "style-src 'self' 'nonce-abc'" in rules


def test_a_nonce_stands_where_only_the_browser_reads_it():
    uses = [
        (path.name, line.strip())
        for path in sorted(PACKAGE.rglob("*.html"))
        for line in path.read_text("utf-8").splitlines()
        if "csp_nonce" in line
    ]
    assert uses
    assert [each for each in uses if ' nonce="{{ csp_nonce() }}"' not in each[1]] == []


def test_no_page_may_use_what_it_does_not_need(client):
    assert "camera=(), geolocation=()" in client.get("/login").headers["Permissions-Policy"]


def test_a_page_with_inline_styles_has_its_own_nonce_each_time(signed_in):
    client = signed_in("owner")
    nonces = []
    for _ in range(2):
        page = client.get("/hubs/")
        told = re.search(r'name="csp-nonce" nonce="([^"]+)"', page.text)[1]
        assert page.headers["Content-Security-Policy"] == policy(told, NOBODY)
        nonces.append(told)
    assert nonces[0] != nonces[1]


def test_all_of_one_page_shares_its_nonce(app):
    with app.test_request_context():
        assert csp_nonce() == csp_nonce()


@pytest.mark.parametrize(
    ("base_url", "strict"),
    [("https://hubs.example.com", True), ("http://127.0.0.1:8000", False)],
)
def test_browsers_stay_on_https_once_we_have_it(app, client, monkeypatch, base_url, strict):
    settings = app.extensions["settings"].model_copy(update={"base_url": base_url})
    monkeypatch.setitem(app.extensions, "settings", settings)
    assert ("Strict-Transport-Security" in client.get("/login").headers) is strict


def test_a_page_is_compressed_after_all_else(client):
    page = client.get("/login", headers={"Accept-Encoding": "br"})
    assert page.headers["Content-Encoding"] == "br"
    assert "Set-Cookie" in page.headers
