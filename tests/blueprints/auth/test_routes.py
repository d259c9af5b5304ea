"""Logging in."""

from __future__ import annotations

from hubapp import create_app
from hubapp.extensions import limiter
from tests.support.application import settings_for


def test_guessing_a_password_is_slowed_down(tmp_path, on_disk, monkeypatch):
    # All apps of a process share their limits: this one's must not outlive the test.
    monkeypatch.setattr(limiter.limit_manager, "_decorated_limits", {})
    database = on_disk.config["SQLALCHEMY_DATABASE_URI"]
    slow = settings_for(tmp_path, database, rate_limit_login="3 per minute")
    guarded = create_app(slow)
    guarded.config["WTF_CSRF_ENABLED"] = False
    client = guarded.test_client()
    guess = {"email": "owner@example.com", "password": "wrong wrong wrong"}
    codes = [client.post("/login", data=guess).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]


def test_a_wrong_password_says_no_more_than_needed(client, owner):
    page = client.post("/login", data={"email": "owner@example.com", "password": "nope nope"})
    assert "Log in" in page.text
    assert client.get("/hubs/").status_code == 302
