"""A theme as a stylesheet, and what tells it from others."""

from __future__ import annotations

from hubapp.blueprints.public import looks
from hubapp.core.face import BrandFace
from hubapp.core.snapshot import HubSnapshot, Theme


def test_colours_are_custom_properties():
    assert looks.theme_css({"--a": "#112233", "--b": "#445566"}) == (
        ":root{--a:#112233;--b:#445566;}"
    )
    assert looks.theme_css({}) == ":root{}"


def test_a_theme_has_one_look_and_another_theme_another(app):
    with app.test_request_context():
        assert looks.look_of(Theme()) == looks.look_of(Theme())
        assert looks.look_of(Theme()) != looks.look_of(Theme(accent="#0000ff"))


def test_the_address_of_colours_tells_the_version_and_the_look(app):
    hub = HubSnapshot("Summer")
    with app.test_request_context():
        address = looks.style_url("summer", 7, hub)
        assert address == f"/h/summer/theme-7.css?look={looks.look_of(hub.theme)}"


def test_a_face_of_the_brand_makes_another_look(app):
    wide, narrow = BrandFace("1", "Wide", 160), BrandFace("1", "Narrow", 50)
    with app.test_request_context():
        plain = looks.style_of(Theme("poster"))
        style = looks.style_of(Theme("poster"), wide)
        assert looks.look_of(Theme(), wide) != looks.look_of(Theme())
        assert "--display-scale:1.0" in looks.style_of(Theme("poster"), narrow)
    assert 'src:url("/faces/1.woff2")' in style
    assert "body[data-preset]{--display-scale:0.5}" in style
    assert "body[data-preset]" not in plain


def test_its_face_is_there_for_a_year(app, client):
    with app.test_request_context():
        address = looks.face_url(Theme())
        assert f'url("{address}")' in looks.style_of(Theme())
    face = client.get(address)
    assert (face.status_code, face.content_type) == (200, "font/woff2")
    assert "immutable" in face.headers["Cache-Control"]


def test_a_look_with_a_twin_has_both_colours(app):
    with app.test_request_context():
        both = looks.style_of(Theme("gallery", "#f6f3ec", "#1b1b1b"))
        one = looks.style_of(Theme())
    assert "@media (prefers-color-scheme:dark){:root{--surface:#" in both
    assert "prefers-color-scheme" not in one
