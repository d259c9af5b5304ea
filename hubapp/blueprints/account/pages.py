"""What the screens of somebody's own account show."""

from __future__ import annotations

from typing import Any

import segno
from babel import Locale
from flask import g, render_template, session
from flask_login import current_user
from markupsafe import Markup

from hubapp.core.languages import OF_MEMBERS
from hubapp.core.words import Words
from hubapp.doors.vault import open_sealed, seal_own
from hubapp.services import operating
from hubapp.web.posted import Told, who

KEY = "second_factor"
"""In the session: what is being set up, sealed, for a session can be read by whoever has it."""
_NEVER_KEPT = {"Cache-Control": "private, no-store"}


def account_page(problems: Told) -> str:
    """The password, the second factor, the browsers."""
    return render_template(
        "account/account.html",
        problems=problems,
        languages=[("", Words("As each browser asks for")), *_names()],
        logins=operating.logins_of(who()),
        codes_left=operating.codes_left(who()),
    )


def _names() -> list[tuple[str, str]]:
    # Each in its own words: whoever looks for a language can read that one.
    return [(each, Locale.parse(each).get_display_name(each) or each) for each in OF_MEMBERS]


def secret_of_session() -> str:
    """What is being set up in this browser; begun when nothing is. It stays the same in a second
    tab, and after a code that does not fit."""
    secret = open_sealed(session.get(KEY, "").encode())
    if secret is None:
        secret = operating.new_secret()
        session[KEY] = seal_own(secret).decode()
    return secret


def set_up_page(problems: Told) -> Any:
    """The picture for the phone, and where its first code is typed."""
    secret = secret_of_session()
    picture = segno.make(operating.uri_of(secret, current_user.email), error="m", micro=False)
    # Squares alone, from our own text.
    drawn = Markup(picture.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None))  # noqa: S704
    page = render_template(
        "account/second_factor.html",
        drawn=drawn,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        asked=g.workspace.asks_second_factor,
        problems=problems,
    )
    return page, _NEVER_KEPT


def codes_page(codes: list[str]) -> Any:
    """Shown once."""
    return render_template("account/codes.html", codes=codes), _NEVER_KEPT
