"""Signatures by Standard Webhooks."""

from __future__ import annotations

import pytest

from hubapp.destinations.webhook.signing import kept, key_problem, signature

KEY, OTHER = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_" + "b" * 32
SENT = ("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("key", [KEY, KEY.removeprefix("whsec_")])
def test_the_public_vector_is_signed_as_the_reference_libraries_sign_it(key):
    assert signature(key, *SENT) == SIGNED


def test_two_keys_sign_side_by_side():
    first, second = signature(f"{OTHER} {KEY}", *SENT).split(" ")
    assert second == SIGNED
    assert first.startswith("v1,")
    assert first != SIGNED


@pytest.mark.parametrize(
    ("saved", "typed", "both", "found"),
    [
        ("", "new", False, "new"),
        ("", "new", True, "new"),
        ("old", "", False, "old"),
        ("old", "", True, "old"),
        ("old", "new", False, "new"),
        ("old", "new", True, "old new"),
        ("old new", "", True, "old new"),
        ("old new", "", False, "new"),
        ("old new", "newer", True, "new newer"),
        ("old", "old", True, "old"),
        ("", "", True, ""),
    ],
)
def test_the_key_of_before_stays_while_it_is_wanted(saved, typed, both, found):
    assert kept(saved, typed, both) == found


@pytest.mark.parametrize("wrong", ["", " ", "whsec_", "whsec_x", KEY + "!", "schlüssel", "a" * 200])
def test_what_is_no_key_is_refused(wrong):
    assert key_problem(wrong)
    assert not key_problem(KEY)
    assert not key_problem(f"{KEY} {OTHER}")
