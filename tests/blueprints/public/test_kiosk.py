"""What makes a browser a kiosk's."""

from __future__ import annotations

from flask import Response

from hubapp.blueprints.public import kiosk


def test_it_goes_back_only_where_it_is_one(app):
    with app.test_request_context():
        assert (kiosk.on(), kiosk.back("summer")) == (False, "")
    with app.test_request_context(headers={"Cookie": f"{kiosk.COOKIE}=1"}):
        assert (kiosk.on(), kiosk.back("summer")) == (True, "/h/summer/kiosk")


def test_it_is_one_at_its_hub_until_the_browser_is_closed(app):
    response = Response()
    with app.test_request_context():
        kiosk.begin(response, "summer")
    said = response.headers["Set-Cookie"]
    assert "Path=/h/summer/" in said
    assert "Expires" not in said
