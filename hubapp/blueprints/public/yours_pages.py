"""The page of what a browser told."""

from __future__ import annotations

from typing import Any

from hubapp.blueprints.public.pages import look, rendered
from hubapp.core.snapshot import HubSnapshot
from hubapp.services import rights


def yours_page(
    slug: str,
    live: tuple[int, HubSnapshot],
    yours: rights.Yours,
    stamp: str,
    done: str = "",
    **asked: Any,
) -> str:
    """What a browser told. done: what was just done about it: ``withdraw``, ``delete`` or empty.
    asked: of a code that is waited for: its token, ``wrong``, and ``typed``, the address that comes
    back."""
    version_id, snapshot = live
    # It is of the browser, whether or not it tries something out.
    around = look(slug, version_id, snapshot) | {"test_over": ""}
    told = {"yours": yours, "stamp": stamp, "done": done, **asked}
    return rendered("public/yours.html", {**around, **told})
