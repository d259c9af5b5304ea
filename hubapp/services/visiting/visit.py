"""Who is where, as one request tells it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from hubapp.core.snapshot import CardSnapshot, HubSnapshot
from hubapp.services import people


@dataclass(frozen=True)
class Visit:
    """Who is where: the card as the version in play shows it. nonce: of the page that begins a
    play; a second click carries the same one, so it finds the same play. captured: what the link
    carried, and link: who came by it. same_browser: it keeps no cookie, but says that it comes from
    our own page. source: see ``core/source``. suspect: it filled in what people do not see. test:
    somebody tries the hub out, see ``testing.py``."""

    hub_id: int
    workspace_id: int
    version_id: int
    snapshot: HubSnapshot
    card: CardSnapshot
    visitor_token: str | None = None
    nonce: str = ""
    play_token: str = ""
    captured: Mapping[str, str] | None = None
    link: people.Link | None = None
    same_browser: bool = False
    source: str = ""
    suspect: bool = False
    test: bool = False

    def token(self) -> str:
        """The token of the play that this visit is about."""
        return self.play_token or first_play(self.nonce)

    def cookie(self) -> str:
        """The token of the visitor's cookie: the one it has, or the one it gets, the same for a
        second click; empty when there is neither."""
        return self.visitor_token or (first_cookie(self.nonce) if self.nonce else "")


def first_play(nonce: str) -> str:
    """The token of the play that begins on the page with this nonce."""
    return _of_nonce("play", nonce)


def first_cookie(nonce: str) -> str:
    """The token of the cookie that a browser gets on the page with this nonce."""
    return _of_nonce("visitor", nonce)


def _of_nonce(what: str, nonce: str) -> str:
    return hashlib.sha256(f"{what}:{nonce}".encode()).hexdigest()[:32]
