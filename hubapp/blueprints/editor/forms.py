"""The hub's own screen in Build, whose controls are always the same. A card's and a form's are
lists, read by ``core/controls.py``."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import StringField

from hubapp.web.fields import ThemeFields


class HubWords(ThemeFields):
    """The hub's own words and looks."""

    name = StringField()
    tagline = StringField()
    dates = StringField()
    logo = StringField()
    hero = StringField()
    hero_alt = StringField()
    terms_url = StringField()
    privacy_url = StringField()

    def words(self, pictures: Mapping[str, str]) -> dict[str, str]:
        """Control -> what was typed, without the look. pictures: as stored, by control."""
        keys = ("name", "tagline", "dates", "logo", "hero", "hero_alt", "terms_url", "privacy_url")
        typed = {key: self[key].data for key in keys if self[key].data is not None}
        return {**typed, **{key: pictures[key] for key in typed if key in pictures}}
