"""Guessing passwords and mailing people is slow, from one network and at one account."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from hubapp import create_app
from hubapp.extensions import limiter
from hubapp.web import guesses
from tests.blueprints.page import page_of
from tests.support.application import CHEAP, PASSWORD, settings_for
from tests.support.factories import UserFactory
from tests.support.saving import save
from tests.support.servers import valkey

FEW = "3 per hour"


@pytest.fixture
def email() -> str:
    """What was counted in another test is of somebody else."""
    return f"{uuid.uuid4().hex}@example.com"


@pytest.fixture
def limited(app, monkeypatch):
    def to(**more: str) -> None:
        settings = app.extensions["settings"].model_copy(update=more)
        monkeypatch.setitem(app.extensions, "settings", settings)

    return to


def somewhere() -> dict[str, str]:
    """An address of the network that nobody had before."""
    part = uuid.uuid4().int
    return {"REMOTE_ADDR": f"10.{part % 250}.{part // 250 % 250}.{part // 62500 % 250}"}


def post(client, address: str, where: dict[str, str] | None = None, **typed: str):
    return client.post(address, data=typed, environ_base=where or somewhere())


@pytest.mark.parametrize("address", ["/login", "/reset"])
def test_one_network_asks_a_few_times(limited, client, address):
    limited(rate_limit_login=FEW)
    here = somewhere()
    for code in (False, False, False, True):
        reply = post(client, address, here, email=f"{uuid.uuid4().hex}@example.com", password="x")
        assert (reply.status_code == 429) is code
    assert client.get(address, environ_base=here).status_code == 200
    assert post(client, address, email="ana@example.com", password="x").status_code != 429


@pytest.mark.parametrize("address", ["/login", "/reset"])
@pytest.mark.parametrize("known", [True, False])
def test_one_account_is_asked_about_a_few_times_from_wherever(
    limited, client, email, address, known
):
    if known:
        UserFactory(email=email)
    limited(rate_limit_account=FEW)
    typed = [email, email.upper(), f" {email}", email]
    codes = [post(client, address, email=each, password="x").status_code for each in typed]
    assert codes.index(429) == 3


def test_who_knows_the_password_is_not_counted(limited, app, email):
    UserFactory(email=email)
    limited(rate_limit_account=FEW)
    for _ in range(6):
        assert post(app.test_client(), "/login", email=email, password=PASSWORD).status_code == 302


def test_whoever_is_refused_is_told_how_long(limited, client, email):
    limited(rate_limit_account="1 per hour")
    post(client, "/login", email=email, password="x")
    reply = post(client, "/login", email=email, password="x")
    assert 3500 < int(reply.headers["Retry-After"]) <= 3601
    words = page_of(reply).words
    assert "Wait 60 minutes, then try again." in words or "Wait 61 minutes" in words


def test_a_browser_that_was_left_open_does_not_help_to_guess(limited, signed_in):
    client = signed_in("owner")
    limited(rate_limit_account=FEW)
    typed = {"was": "x", "password": "y" * 12, "password_confirm": "y" * 12}
    codes = [post(client, "/account/password", **typed).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]


def test_nobody_reads_an_address_from_where_it_is_counted(app, email):
    with app.test_request_context("/login", method="POST", data={"email": email}):
        assert email.split("@")[0] not in guesses.account()


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unknown", "unknown"),
    ],
)
def test_a_household_is_one_network(app, address, counted_as):
    with app.test_request_context("/login", environ_base={"REMOTE_ADDR": address}):
        assert guesses.network() == counted_as


@pytest.fixture
def with_valkey(tmp_path, on_disk):
    """An app that counts in a Valkey; how to end that."""
    with valkey() as url:
        database = on_disk.config["SQLALCHEMY_DATABASE_URI"]
        settings = settings_for(tmp_path, database, rate_limit_account=FEW)
        app = create_app(settings.model_copy(update={"redis_url": url}))
        app.config["WTF_CSRF_ENABLED"] = False
        app.extensions["security"].pwd_context.update(**CHEAP)
        yield app
    # All apps of a process share where they count.
    another = Flask("another")
    another.config["RATELIMIT_STORAGE_URI"] = "memory://"
    limiter.init_app(another)


def test_limits_hold_while_valkey_is_up_and_after_it_is_gone(with_valkey, email):
    save()
    client = with_valkey.test_client()
    codes = [post(client, "/login", email=email, password="x").status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    limiter.storage.storage.connection_pool.disconnect()
    limiter.storage.storage.shutdown(nosave=True)
    for address in ("/login", "/reset"):
        codes = [post(client, address, email=email, password="x").status_code for _ in range(5)]
        assert 500 not in codes
        # Then each process counts by itself.
        assert codes[-1] == 429


def test_a_new_secret_key_lets_nobody_guess_afresh(app, email):
    with app.test_request_context(method="POST", data={"email": email}):
        before = guesses.account()
        old = app.config["SECRET_KEY"]
        app.config.update(SECRET_KEY="another key", SECRET_KEY_FALLBACKS=[old])
        assert guesses.account() == before
        app.config.update(SECRET_KEY_FALLBACKS=[])
        assert guesses.account() != before
