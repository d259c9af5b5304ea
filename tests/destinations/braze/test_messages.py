"""Links in messages, as Braze's Liquid would fill them in."""

from __future__ import annotations

import hashlib
import hmac

from hubapp.destinations.braze.messages import message_link
from tests.support.liquid import rendered

KEY = "0123abcd"


def test_it_is_one_line_that_fits_into_an_address():
    text = message_link("https://hub.example/h/summer/", "external_id", KEY)
    assert "\n" not in text
    assert '"' not in text
    assert KEY in text


def test_the_id_is_escaped_and_the_email_is_told_as_a_hash_alone():
    text = message_link("https://hub.example/h/summer/", "external_id", KEY)
    address = rendered(text, "ana+1&x", "Ana@Example.com", "1767225600")
    assert address.startswith("https://hub.example/h/summer/?external_id=ana%2B1%26x&hub_at=1767")
    assert "xample.com" not in address.removeprefix("https://hub.example")
    mail = hmac.new(KEY.encode(), b"ana@example.com", hashlib.sha256).hexdigest()
    assert f"&hub_mail={mail}&" in address
