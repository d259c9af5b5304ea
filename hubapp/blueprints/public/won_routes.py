"""The code that was won, by mail."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from hubapp.blueprints.public import forms, limits, links, pages
from hubapp.blueprints.public.replies import fresh
from hubapp.blueprints.public.routes import bp, refuse
from hubapp.blueprints.public.won_pages import Mailed
from hubapp.core.words import Words
from hubapp.services import visiting
from hubapp.web.access import for_visitors
from hubapp.web.words import said, speaking


@bp.get("/h/<slug>/<card_slug>/<play_token>/mail")
@for_visitors
def mail_again(slug: str, card_slug: str, play_token: str) -> Any:
    """The page was loaded anew after that: the play shows where it stands."""
    there = url_for("public.play", slug=slug, card_slug=card_slug, play_token=play_token)
    return redirect(there + links.riding(), 302)


@bp.post("/h/<slug>/<card_slug>/<play_token>/mail")
@limits.for_posts
@for_visitors
def mail_code(slug: str, card_slug: str, play_token: str) -> Any:
    """Mail it to whoever won it. The same page comes back, and says where it went."""
    visit, run = forms.visit_of_play(slug, card_slug, play_token)
    there = url_for("public.play", slug=slug, card_slug=card_slug, play_token=play_token)
    own = visit is not None and visiting.is_own(visit, run)
    if visit is None or not own or visiting.waiting(visit, run):
        return redirect(there + links.riding(), 303)
    if not forms.comes_from_here():
        return refuse(slug)
    typed = request.form.get("email", "")
    with speaking(visit.snapshot.language):
        went = visiting.mail_won_code(visit, typed, said)
    note, typed = went.wrong, typed if went.wrong else ""
    if went.to:
        note = Words("Your code is on its way to %(email)s.", email=went.to)
    page = pages.card_page(slug, visit, run, mailed=Mailed(note, bool(went.wrong), typed))
    return fresh(page, 422 if went.wrong else 200)
