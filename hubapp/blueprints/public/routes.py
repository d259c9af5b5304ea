"""Routes of the published hub, and of the draft as a preview. Nothing here asks who you are before
you play."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, request, url_for

from hubapp.blueprints.public import (
    confirm_pages,
    embedding,
    forms,
    limits,
    links,
    looks,
    moved,
    openings,
    pages,
    testing,
)
from hubapp.blueprints.public.replies import fresh, style
from hubapp.core.card_type import NotAccepted
from hubapp.core.errors import NotFoundHere
from hubapp.core.flow import Step
from hubapp.core.shut import NotOpen, changes_at
from hubapp.core.snapshot import HubSnapshot
from hubapp.core.words import Words
from hubapp.models import Hub
from hubapp.models.columns import now
from hubapp.services import editing, visiting
from hubapp.services.visiting import Visit
from hubapp.web import viewing
from hubapp.web.access import for_visitors
from hubapp.web.assets import YEAR
from hubapp.web.errors import error_page
from hubapp.web.words import browsers_language, said, speak, speaking

bp = Blueprint("public", __name__)
_ARRIVALS = ("public.hub", "public.card", "public.play", "public.yours")
_REFUSED = Words("We could not take this")
_SEND_AGAIN = Words("Go back, reload the page and send it again.")
_GONE = Words("This is no longer here")
_LOOK_AROUND = Words("It may have moved or ended. There is more to see on the hub.")
_CLOSED = Words("This hub is not open just now")
_ASK_SENDER = Words("It may open later, or be over. Whoever gave you the link can tell you more.")


@bp.before_request
def _listen() -> None:
    """Until a page of a hub speaks the hub's language, a visitor is spoken to in the browser's:
    nobody looks a hub up to say that something came too often."""
    if "slug" in (request.view_args or {}):
        speak(browsers_language())


@bp.before_request
def _arrive() -> Any:
    """What a link carries leaves the address at once."""
    testing.leave_out()
    shows_a_page = request.method in ("GET", "HEAD") and request.endpoint in _ARRIVALS
    if not shows_a_page or not request.query_string:
        return None
    test = testing.arrival()
    if isinstance(test, tuple):
        slug = (request.view_args or {})["slug"]
        return fresh(pages.refused(slug, live(slug)[1:], *test), 403)
    return test or links.arrival()


@bp.after_request
def _tell_caches(response: Response) -> Response:
    if response.status_code >= 400:
        response.vary.add("Accept-Language")
    return embedding.allow(response)


@bp.errorhandler(NotFoundHere)
def gone(_error: NotFoundHere) -> Any:
    """A card or play that is not there, of a hub that is; or a hub that is off the air."""
    slug = (request.view_args or {}).get("slug", "")
    if there := moved.on_to():
        return there
    if found := editing.live_snapshot(slug):
        embedding.note(found[0])
        return pages.refused(slug, found[1:], _GONE, _LOOK_AROUND), 404
    if language := editing.language_at(slug):
        with speaking(language):
            return error_page(404, _ASK_SENDER, _CLOSED)
    return error_page(404)


@bp.errorhandler(NotOpen)
def not_open(refusal: NotOpen) -> Any:
    """A card before its opening or after its closing, or a play whose grace is over."""
    given = request.view_args or {}
    visit = forms.visit_of(given["slug"], given["card_slug"])
    late = "play_token" in given
    page = pages.shut_page(given["slug"], visit, refusal.shut, late=late, at=now())
    # The visitor's script shows what comes with 422 in place of the form.
    return fresh(page, 200 if request.method == "GET" else 422)


@bp.errorhandler(visiting.NoTurn)
def no_turn(refusal: visiting.NoTurn) -> Any:
    """Somebody has had their turn, by the rule of the card."""
    given = request.view_args or {}
    visit = forms.visit_of(given["slug"], given["card_slug"])
    back = request.path
    if not refusal.by_address:
        last = visiting.last_play(
            visit.workspace_id, visit.hub_id, visit.card.id, visit.visitor_token
        )
        back = url_for("public.play", play_token=last, **given) if last else ""
    page = pages.turn_page(given["slug"], visit, refusal, back, at=now())
    return fresh(page, 200 if request.method == "GET" else 422)


def refuse(slug: str) -> Any:
    """It does not come from our own page, or not as our pages send it."""
    found = editing.live_snapshot(slug)
    if found is None:
        return error_page(400, _SEND_AGAIN, _REFUSED)
    return pages.refused(slug, found[1:], _REFUSED, _SEND_AGAIN), 400


@bp.get("/h/<slug>/")
@for_visitors
def hub(slug: str) -> Response:
    """The hub: the same bytes for everybody until the next version, opening or closing."""
    shown, version_id, snapshot = live(slug)
    viewing.viewed(shown.id)
    at = now()
    page = pages.hub_page(slug, version_id, snapshot, at)
    if links.riding() or testing.visitor():
        return fresh(page)
    response = make_response(page)
    response.headers["Cache-Control"] = "public, no-cache"
    g.same_for_everybody, g.same_until = True, changes_at(snapshot, at)
    # Of what it says, for another release writes the same version otherwise. Weak: packed or not,
    # it is the same page.
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response


@bp.get("/h/<slug>/theme-<int:version_id>.css")
@for_visitors
def theme(slug: str, version_id: int) -> Response:
    """The looks of a version."""
    _, live_version, snapshot = live(slug)
    worn = snapshot.theme, snapshot.face
    response = style(looks.style_of(*worn))
    lasting = version_id == live_version and request.args.get("look") == looks.look_of(*worn)
    response.headers["Cache-Control"] = f"public, max-age={YEAR if lasting else 0}"
    return response


@bp.get("/pictures/<public_id>")
@for_visitors
def picture(public_id: str) -> Response:
    """size: the width that a screen needs, or ``still``; see ``editing.picture_in_size``."""
    if size := request.args.get("size", ""):
        response = Response(editing.picture_in_size(public_id, size), content_type="image/webp")
    else:
        asset = editing.picture(public_id)
        response = Response(asset.body, content_type=asset.mime)
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


@bp.get("/h/<slug>/<card_slug>/")
@for_visitors
def card(slug: str, card_slug: str) -> Response:
    visit = forms.visit_of(slug, card_slug)
    openings.must_be_open(visit)
    if not visit.test:
        visiting.must_have_turn(visit.hub_id, visit.snapshot, visit.card, visit.visitor_token)
    viewing.viewed(visit.hub_id, visit.card.id)
    stamp = visiting.stamp(forms.place(visit), forms.source(visit.hub_id))
    return fresh(pages.card_page(slug, visit, None, stamp=stamp))


@bp.post("/h/<slug>/<card_slug>/")
@limits.for_posts
@for_visitors
def begin(slug: str, card_slug: str) -> Any:
    """The first answer or the start form begins the play."""
    found = forms.visit_of(slug, card_slug)
    openings.must_be_open(found)
    visit = forms.beginning(found)
    if visit is None or not forms.comes_from_here():
        return refuse(slug)
    return _go_on(slug, visit, None)


def live(slug: str) -> tuple[Hub, int, HubSnapshot]:
    """The live hub, its version id and snapshot. Raises NotFoundHere."""
    found = editing.live_snapshot(slug)
    if found is None:
        raise NotFoundHere
    embedding.note(found[0])
    return found


@bp.get("/h/<slug>/<card_slug>/<play_token>/")
@for_visitors
def play(slug: str, card_slug: str, play_token: str) -> Any:
    visit, run = forms.visit_of_play(slug, card_slug, play_token)
    if visit is None:
        return redirect(url_for("public.card", slug=slug, card_slug=card_slug))
    if not visiting.is_own(visit, run):
        return fresh(pages.others_play(slug, visit, run))
    if asked := visiting.waiting(visit, run):
        return fresh(confirm_pages.code_page(slug, visit, asked))
    return fresh(pages.card_page(slug, visit, run))


@bp.post("/h/<slug>/<card_slug>/<play_token>/")
@limits.for_posts
@for_visitors
def go_on(slug: str, card_slug: str, play_token: str) -> Any:
    """An answer, or the form at the end."""
    visit, run = forms.visit_of_play(slug, card_slug, play_token)
    if visit is None:
        return redirect(url_for("public.card", slug=slug, card_slug=card_slug))
    if not forms.comes_from_here():
        return refuse(slug)
    if not visiting.is_own(visit, run) or visiting.waiting(visit, run):
        return redirect(request.path + links.riding(), 303)
    return _go_on(slug, visit, run)


@bp.post("/h/<slug>/<card_slug>/not-you")
@limits.for_posts
@for_visitors
def not_you(slug: str, card_slug: str) -> Any:
    """Somebody else sits at the device; they begin anew."""
    visit = forms.beginning(forms.visit_of(slug, card_slug))
    if visit is None or not forms.comes_from_here():
        return refuse(slug)
    visiting.not_you(visit)
    response = make_response(
        redirect(url_for("public.card", slug=slug, card_slug=card_slug) + links.riding(), 303)
    )
    # Whoever came by a link and is gone before they did anything would be taken for them else.
    links.forget(response, slug)
    return response


def _go_on(slug: str, visit: Visit, run: Any) -> Any:
    at = visiting.standing(visit.card, run)
    if at.step is Step.PLAY:
        return _take_answer(slug, visit, run)
    if at.step is Step.RESULT:
        if run is None:
            # Nothing to play: a card that is only read, or that this release cannot show.
            return redirect(url_for("public.card", slug=slug, card_slug=visit.card.slug), 303)
        went = visiting.Went(visit.play_token, visit.visitor_token or "")
        return _onwards(slug, visit, went)
    return _take_form(slug, visit, run)


def _take_form(slug: str, visit: Visit, run: Any) -> Any:
    raw = forms.fields_posted()
    went = visiting.submit(visit, raw)
    if isinstance(went, visiting.Returned):
        stamp = request.form.get("stamp", "")
        page = pages.card_page(slug, visit, run, stamp=stamp, raw=raw, returned=went)
        return fresh(page, 422)
    _ask_for_code(visit, went)
    return _onwards(slug, visit, went)


def _ask_for_code(visit: Visit, went: visiting.Went) -> None:
    """Mail the first code, if the form wants its address confirmed."""
    if visit.card.form is not None and visit.card.form.confirm:
        with speaking(visit.snapshot.language):
            visiting.ask_for_code(replace(visit, play_token=went.play_token), said)


def _take_answer(slug: str, visit: Visit, run: Any) -> Any:
    step, given = forms.answers_posted()
    went = visiting.answer(visit, step, given)
    if isinstance(went, NotAccepted):
        stamp, said = request.form.get("stamp", ""), went.sentence
        page = pages.card_page(slug, visit, run, stamp=stamp, problem=said, given=given)
        return fresh(page, 422)
    return _onwards(slug, visit, went)


def _onwards(slug: str, visit: Visit, went: visiting.Went) -> Any:
    there = url_for("public.play", slug=slug, card_slug=visit.card.slug, play_token=went.play_token)
    if went.visitor_token and not visit.test:
        embedding.keep(went.visitor_token)
    response = make_response(redirect(there + links.riding(), 303))
    if went.visitor_token and not visit.test:
        forms.keep_visitor(response, went.visitor_token)
    return response
