"""The code that confirms the address of a form."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from hubapp.blueprints.public import confirm_pages, forms, limits, links
from hubapp.blueprints.public.confirm_pages import WRONG, Note
from hubapp.blueprints.public.replies import fresh
from hubapp.blueprints.public.routes import bp, refuse
from hubapp.core.words import NOTHING, Words
from hubapp.services import visiting
from hubapp.services.visiting import Visit
from hubapp.web.access import for_visitors
from hubapp.web.words import said, speaking

_SENT = Words("A new code is on its way.")


@bp.get("/h/<slug>/<card_slug>/<play_token>/code")
@for_visitors
def code_again(slug: str, card_slug: str, play_token: str) -> Any:
    """The page was loaded anew after a code was not taken: the play shows where it stands."""
    there = url_for("public.play", slug=slug, card_slug=card_slug, play_token=play_token)
    return redirect(there + links.riding(), 302)


@bp.post("/h/<slug>/<card_slug>/<play_token>/code")
@limits.for_posts
@for_visitors
def code(slug: str, card_slug: str, play_token: str) -> Any:
    """Type it, ask for another, correct the address, or go on without."""
    visit, run = forms.visit_of_play(slug, card_slug, play_token)
    there = url_for("public.play", slug=slug, card_slug=card_slug, play_token=play_token)
    if visit is None or not visiting.is_own(visit, run):
        return redirect(there + links.riding(), 303)
    if not forms.comes_from_here():
        return refuse(slug)
    act = request.form.get("act", "")
    note = _done(visit, act)
    asked = visiting.waiting(visit, run)
    if asked is None or not note.said:
        return redirect(there + links.riding(), 303)
    typed = request.form.get("email", "")
    page = confirm_pages.code_page(slug, visit, asked, note, act, typed)
    return fresh(page, 422 if note.wrong else 200)


def _done(visit: Visit, act: str) -> Note:
    """What there is to say of it; nothing: the visitor goes on."""
    if act == "without":
        visiting.go_on_without(visit)
        return Note()
    if act not in ("again", "change"):
        wrong = WRONG.get(visiting.confirm(visit, request.form.get("code", "")), NOTHING)
        return Note(wrong, bool(wrong))
    with speaking(visit.snapshot.language):
        if act == "again":
            wrong = visiting.ask_for_code(visit, said, again=True)
        else:
            wrong = visiting.correct(visit, request.form.getlist("email"), said)
    return Note(wrong or _SENT, bool(wrong))
