"""What Braze would look for instead of what the mapping identifies by."""

from __future__ import annotations

import json

from hubapp.destinations.braze.payload import WRONG_IDENTITY, Limit, body_of
from tests.destinations.braze.examples import record


def test_a_phone_beside_an_email_is_sent_to_nobody():
    """Braze would write to whoever has the email."""
    by_phone = record("+61412345678", "phone", attribute__email="ben@example.com")
    body = body_of([by_phone], Limit())
    assert (body.objects, body.unsendable[0][0]) == (0, str(WRONG_IDENTITY))
    assert "whoever has the email" in str(body.unsendable[0][1])
    by_alias = record("+61412345678", "alias_phone", attribute__email="ben@example.com")
    assert (
        json.loads(body_of([by_alias], Limit()).encoded())["attributes"][0]["email"]
        == "ben@example.com"
    )
