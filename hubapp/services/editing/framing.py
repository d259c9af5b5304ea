"""Where else a hub may be seen: on which sites in a frame, and whether search engines list it.
Both hold at once, without a new version."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from hubapp.core.errors import Problem, Refused
from hubapp.core.words import Words
from hubapp.doors.database import after_commit, transaction
from hubapp.services.editing.shelf import held
from hubapp.services.editing.signals import hub_changed

MOST_SITES = 30
_LONGEST = 200
# What stands in a policy: nothing there could end it and begin another.
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?")
_TOO_MANY = Words("These are more than %(most)s sites. Take some out.", most=MOST_SITES)


def save_frame_sites(hub_id: int, typed: str) -> Sequence[str]:
    """Let these sites, one a line, show the hub in a frame; returns them as they are kept. Raises
    Refused for what is no site."""
    problems, sites = [], []
    for line in filter(None, (each.strip() for each in re.split(r"[\s,]+", typed))):
        site = _origin(line)
        if site is None:
            problems.append(_no_site(line[:80]))
        elif site not in sites:
            sites.append(site)
    if len(sites) > MOST_SITES:
        problems.append(Problem("sites", _TOO_MANY))
    if problems:
        raise Refused(problems[0])
    with transaction():
        held(hub_id).frame_sites = "\n".join(sites)
        after_commit(hub_changed.send)
    return sites


def save_unlisted(hub_id: int, unlisted: bool) -> None:
    """Ask search engines to leave the hub out, or no longer."""
    with transaction():
        held(hub_id).unlisted = unlisted
        after_commit(hub_changed.send)


def _no_site(typed: str) -> Problem:
    sentence = Words(
        "“%(typed)s” is not the address of a site, such as https://www.example.com.", typed=typed
    )
    return Problem("sites", sentence)


def _origin(typed: str) -> str | None:
    whole = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(whole.lower())
        host = parts.netloc.encode("idna").decode()
    except (ValueError, UnicodeError):
        return None
    good = parts.scheme in ("http", "https") and _HOST.fullmatch(host) and len(whole) <= _LONGEST
    return f"{parts.scheme}://{host}" if good else None
