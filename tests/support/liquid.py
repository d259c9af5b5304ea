"""Braze's Liquid, as far as the links that hubapp gives use it."""

from __future__ import annotations

import hashlib
import hmac
import re
from urllib.parse import quote


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
