"""Links in messages, as Braze's Liquid would fill them in."""

from __future__ import annotations

import hashlib
import hmac
import re
from urllib.parse import quote

from hubapp.destinations.braze.messages import message_link

KEY = "0123abcd"


def rendered(text: str, user_id: str, email: str, at: str) -> str:
    """What Braze makes of it, as far as this link uses Liquid."""
    known = {"${user_id}": user_id, "${email_address}": email, "'now'": "now"}

    def value(expression: str) -> str:
        first, *filters = (each.strip() for each in expression.split("|"))
        found = known[first]
        for each in filters:
            name, _, given = each.partition(":")
            found = {
                "date": lambda _text, _given: at,
                "downcase": lambda text, _given: text.lower(),
                "url_param_escape": lambda text, _given: quote(text, safe=""),
                "hmac_sha256_hex": lambda text, given: hmac.new(
                    given.encode(), text.encode(), hashlib.sha256
                ).hexdigest(),
            }[name](found, given.strip(" '"))
        return found

    def fill(part: str) -> str:
        return re.sub(r"\{\{(.+?\}?)\}\}", lambda each: value(each[1].strip()), part)

    for name, inner in re.findall(r"\{% capture (\w+) %\}(.*?)\{% endcapture %\}", text):
        known[name] = fill(inner)
    return fill(re.sub(r"\{% capture .*?endcapture %\}", "", text))


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
