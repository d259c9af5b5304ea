"""Hub settings > Share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flask import render_template, request, url_for
from markupsafe import Markup

from hubapp.core.snapshot import HubSnapshot
from hubapp.models import Hub
from hubapp.services import editing, visiting
from hubapp.web.covers import picture_of
from hubapp.web.posted import Told
from hubapp.web.qr import qr_inline

_LOWEST = 480
"""Pixels of a frame until its page has said how tall it is, and where no script runs."""


class Snippet(NamedTuple):
    """html: to be pasted into somebody's page. title: of the card; empty: of the whole hub."""

    key: str
    title: str
    html: str


def share_page(hub: Hub, problems: Told | None = None) -> str:
    """The link, the code to print, what to paste elsewhere, and links to the preview."""
    address = url_for("public.hub", slug=hub.slug, _external=True)
    tried = url_for(
        "public.hub",
        slug=hub.slug,
        _external=True,
        **{visiting.TEST: visiting.key_of_test(hub.id)},
    )
    found = editing.live_snapshot(hub.slug)
    previews = [
        (link, url_for("public.shared_preview", carried=carried, _external=True))
        for link, carried in editing.preview_links_of(hub.id)
    ]
    return render_template(
        "hubs/share.html",
        hub=hub,
        tab="settings",
        section="share",
        address=address,
        kiosk=url_for("public.kiosk", slug=hub.slug, _external=True),
        qr=qr_inline(address),
        test_link=tried,
        test_qr=qr_inline(tried),
        test_days=visiting.LINK_DAYS,
        previews=previews,
        live=found[2] if found else None,
        picture=picture_of(found[2]) if found else "",
        snippets=list(_snippets(hub, found[2])) if found else [],
        sites=request.form.get("sites", "") if problems else hub.frame_sites,
        problems=problems or {},
    )


def _snippets(hub: Hub, live: HubSnapshot) -> Iterator[Snippet]:
    whole = url_for("public.hub", slug=hub.slug, embed=1, _external=True)
    yield Snippet("hub", "", _snippet(whole, live.name))
    for card in live.cards():
        address = url_for(
            "public.card", slug=hub.slug, card_slug=card.slug, embed=1, _external=True
        )
        yield Snippet(card.id, card.title, _snippet(address, card.title))


def _snippet(address: str, title: str) -> str:
    # Not the address of these bytes alone: pages of others keep it for years.
    script = url_for("web.asset", digest="embed", path="js/embed.js", _external=True)
    frame = Markup(
        '<iframe src="{}" title="{}" loading="lazy" allow="clipboard-write" '
        'style="width:100%;height:{}px;border:0"></iframe>'
    ).format(address, title, _LOWEST)
    return str(frame + Markup('\n<script async src="{}"></script>').format(script))
