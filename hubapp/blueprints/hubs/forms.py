"""The screens of a hub's settings whose controls are always the same."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField

from hubapp.core.languages import DEFAULT
from hubapp.core.time_zones import UTC_NAME
from hubapp.web.fields import ThemeFields


class NewHub(ThemeFields):
    """New hub. An address is made from the name when none is typed."""

    name = StringField()
    slug = StringField()
    time_zone = StringField(default=UTC_NAME)
    language = StringField(default=DEFAULT)
    goal = StringField()


class Address(FlaskForm):  # type: ignore[misc]
    """Where visitors find the hub."""

    slug = StringField()


class Language(FlaskForm):  # type: ignore[misc]
    """What the hub speaks to visitors."""

    language = StringField()


class Visitors(FlaskForm):  # type: ignore[misc]
    """How long somebody stays named, and is known."""

    stays = StringField()
    waits = StringField()
    erase_days = StringField()
