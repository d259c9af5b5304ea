"""Fields that several forms of members have."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField

from hubapp.core.theming import theme_of


class ThemeFields(FlaskForm):  # type: ignore[misc]
    """A look: one of those that are ready, and its two colours."""

    preset = StringField()
    background = StringField()
    accent = StringField()

    def theme(self) -> dict[str, str]:
        """As a draft keeps it; what is no colour becomes the look's own."""
        return theme_of(self.preset.data, self.background.data, self.accent.data)
