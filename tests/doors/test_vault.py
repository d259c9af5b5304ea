"""Secrets at rest, while keys come and go."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from flask import Flask

from hubapp.core.errors import Refused
from hubapp.doors.vault import check_secrets, open_sealed, seal
from hubapp.settings import Settings

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))


@pytest.fixture
def with_keys():
    """An app that has these keys, newest first."""

    def made(*keys: str):
        app = Flask("vault")
        app.extensions["settings"] = Settings(encryption_keys=",".join(keys))
        return app.app_context()

    return made


def sealed_with(context, secret: str = "api-key-ü") -> bytes:
    with context:
        return seal(secret)


def test_a_secret_comes_back_and_cannot_be_read_meanwhile(with_keys):
    sealed = sealed_with(with_keys(NEW))
    assert b"api-key" not in sealed
    with with_keys(NEW):
        assert open_sealed(sealed) == "api-key-ü"


def test_the_same_secret_never_looks_the_same_twice(with_keys):
    assert sealed_with(with_keys(NEW)) != sealed_with(with_keys(NEW))


@pytest.mark.parametrize(
    ("keys", "secret"),
    [
        ((OLD,), "api-key-ü"),
        ((NEW, OLD), "api-key-ü"),
        ((OLD, NEW), "api-key-ü"),
        ((NEW,), None),
        ((NEW, OTHER), None),
        ((), None),
    ],
    ids=["its own", "rotated", "rotated back", "key gone", "others", "no key at all"],
)
def test_a_secret_opens_as_long_as_its_key_is_kept(with_keys, keys, secret):
    sealed = sealed_with(with_keys(OLD))
    with with_keys(*keys):
        assert open_sealed(sealed) == secret


def test_the_first_key_seals(with_keys):
    sealed = sealed_with(with_keys(NEW, OLD))
    with with_keys(NEW):
        assert open_sealed(sealed) == "api-key-ü"
    with with_keys(OLD):
        assert open_sealed(sealed) is None


@pytest.mark.parametrize("stored", [b"", b"plain", b"gAAAAA" + b"x" * 80])
def test_what_was_tampered_with_does_not_open(with_keys, stored):
    with with_keys(NEW):
        assert open_sealed(stored) is None


def test_without_a_key_nothing_is_kept_and_the_sentence_says_what_to_set(with_keys):
    with with_keys(), pytest.raises(Refused) as refused:
        seal("api-key")
    problem = refused.value.problems[0]
    assert problem.where == "secret"
    assert "HUBAPP_ENCRYPTION_KEYS" in str(problem.sentence)


LONG = "x" * 32


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"secret_key": ""}, "HUBAPP_SECRET_KEY is not set."),
        ({"secret_key": "hunter2"}, "HUBAPP_SECRET_KEY has 7 characters and needs 32"),
        ({"secret_key": LONG[1:]}, "has 31 characters"),
        ({"encryption_keys": "hunter2"}, "key 1 of 1 is no Fernet key"),
        ({"encryption_keys": f"{NEW},hunter2,{OLD}"}, "key 2 of 3 is no Fernet key"),
        ({"encryption_keys": NEW[:-3]}, "key 1 of 1 is no Fernet key"),
        ({"encryption_keys": "hünter2"}, "key 1 of 1 is no Fernet key"),
    ],
)
def test_secrets_that_are_none_are_refused_with_a_sentence_that_does_not_say_them(given, sentence):
    with pytest.raises(RuntimeError, match=sentence) as refused:
        check_secrets(Settings(**{"secret_key": LONG, **given}))
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("keys", ["", NEW, f"{NEW},{OLD}"], ids=["none", "one", "a new and an old"])
def test_with_good_ones_hubapp_starts(keys):
    check_secrets(Settings(secret_key=LONG, encryption_keys=keys))
