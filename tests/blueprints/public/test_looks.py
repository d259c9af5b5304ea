"""A theme as a stylesheet, and what tells it from others."""

from __future__ import annotations

from hubapp.blueprints.public import looks
from hubapp.core.snapshot import Theme


def test_colours_are_custom_properties():
    assert looks.theme_css({"--a": "#112233", "--b": "#445566"}) == (
        ":root{--a:#112233;--b:#445566;}"
    )
    assert looks.theme_css({}) == ":root{}"


def test_a_theme_has_one_look_and_another_theme_another():
    assert looks.look_of(Theme()) == looks.look_of(Theme())
    assert looks.look_of(Theme()) != looks.look_of(Theme(accent="#0000ff"))


def test_the_address_of_colours_tells_the_version_and_the_look(app):
    theme = Theme()
    with app.test_request_context():
        address = looks.style_url("summer", 7, theme)
    assert address == f"/h/summer/theme-7.css?look={looks.look_of(theme)}"
