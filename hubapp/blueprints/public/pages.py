"""The pages of the visitor's side, from snapshots alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import render_template, url_for

from hubapp.blueprints.public import embedding, kiosk, links, testing
from hubapp.blueprints.public.looks import face_url, style_url
from hubapp.blueprints.public.openings import (
    fine_print_of,
    notice_of,
    openings_of,
    state_of,
    turn_notice,
)
from hubapp.blueprints.public.won_pages import NOT_MAILED, Mailed, by_mail
from hubapp.cards import Opened
from hubapp.core.flow import Step
from hubapp.core.shut import Shut
from hubapp.core.snapshot import HubSnapshot
from hubapp.core.words import NOTHING, Words
from hubapp.models.columns import now
from hubapp.services import visiting
from hubapp.services.visiting import NoTurn, Visit
from hubapp.web import viewing
from hubapp.web.covers import covers_of, hero_of, picture_of
from hubapp.web.words import speaking

_Said = tuple[Words, Words]
_Way = tuple[str, Words]
_FORMS = (Step.START_FORM, Step.END_FORM)
_NOT_RETURNED = visiting.Returned({})
_MORE = Words("Find out more")
_BACK_TO_FORM = Words("Back to the form")
_LAST_TURN = Words("Back to my last turn")


def hub_page(slug: str, version_id: int, snapshot: HubSnapshot, at: datetime | None = None) -> str:
    """The hub at this moment; now, when none is given."""
    return _hub_page(slug, version_id, snapshot, at or now())


def _hub_page(
    slug: str, version_id: int, snapshot: HubSnapshot, at: datetime, **preview: Any
) -> str:
    # The start itself is the same for everybody.
    own = {"kiosk": "", "hero_art": hero_of(snapshot), **preview, **openings_of(snapshot, at)}
    return rendered("public/hub.html", {**look(slug, version_id, snapshot), **own})


def rendered(template: str, context: Mapping[str, Any]) -> str:
    """In the hub's language, whoever looks at it."""
    with speaking(context["hub"].language):
        return render_template(template, **context)


def look(slug: str, version_id: int, snapshot: HubSnapshot) -> dict[str, Any]:
    """What every page of a hub has. kept: what its own links carry on;
    frame_sites: whom a page in a frame talks to, None for one in no frame; kiosk: where
    the device goes by itself, if it is one that many use; test_over: where a test ends, if this is
    one."""
    theme_url = style_url(slug, version_id, snapshot)
    return {
        "slug": slug,
        "hub": snapshot,
        "theme_url": theme_url,
        "face_url": face_url(snapshot.theme, snapshot.face),
        "cover_of": covers_of(snapshot),
        "picture": picture_of(snapshot),
        "kept": links.riding(),
        "frame_sites": embedding.sites(),
        "kiosk": kiosk.back(slug),
        "test_over": testing.way_out(slug),
    }


def around_preview(hub_id: int, carried: str) -> dict[str, Any]:
    """What a preview has other than the real page: its links stay within the preview. carried: by
    the link of somebody without an account."""
    to = {"carried": carried} if carried else {"hub_id": hub_id}
    name = "shared_preview" if carried else "preview"
    base, theme_url = url_for(f"public.{name}", **to), url_for(f"public.{name}_theme", **to)
    around = {"base": base, "home": base, "kiosk": "", "theme_url": theme_url}
    return {"preview": True, "shared": bool(carried), **around}


def preview_hub(
    hub_id: int, slug: str, snapshot: HubSnapshot, carried: str = "", framed: bool = False
) -> str:
    """The draft's hub page. framed: what it is, is said beside it."""
    around = {**around_preview(hub_id, carried), "framed_preview": framed}
    return _hub_page(slug, 0, snapshot, now(), **around)


def preview_start(snapshot: HubSnapshot, theme_url: str) -> str:
    """The page of a hub that is not made yet; its links lead nowhere."""
    around = {"preview": True, "shared": False, "base": "#", "home": "#", "theme_url": theme_url}
    return _hub_page("new", 0, snapshot, now(), **around)


def card_page(
    slug: str,
    visit: Visit,
    run: Any,
    *,
    stamp: str = "",
    raw: Mapping[str, Sequence[str]] | None = None,
    returned: visiting.Returned = _NOT_RETURNED,
    problem: Words = NOTHING,
    given: Sequence[str] = (),
    around: Mapping[str, Any] | None = None,
    mailed: Mailed = NOT_MAILED,
    standing: visiting.Standing | None = None,
) -> str:
    """The card as the play stands. standing: of nobody's, for a preview; else what came back."""
    card, open_card = visit.card, _dealt(visit, run, stamp)
    if open_card is None:
        return _placeholder(slug, visit, around or {})
    at = standing or visiting.standing(card, run)
    _note_form(visit, at, first=around is None and raw is None)
    # Nothing of the play may be in the page before its start form was accepted.
    begun = at.step is not Step.START_FORM
    context: dict[str, Any] = {
        **look(slug, visit.version_id, visit.snapshot),
        "card": card,
        "card_type": open_card.type,
        "at": at.step,
        **_how_far(visit, at),
        "stamp": stamp,
        **_came_back(returned, raw or {}, problem, given),
        "public": open_card.type.public_content(open_card.content) if begun else None,
        "feedback": _feedback(open_card, at) if begun and not standing else None,
        "begun": run is not None,
        **_at_the_form(visit, at),
        **(around or {}),
    }
    if around is None and raw is None and at.step in _FORMS:
        context |= _filled_in(visit, context)
    end = {**_result(visit, at), **by_mail(visit, run, mailed)}
    return rendered("public/card.html", {**context, **end})


def _dealt(visit: Visit, run: Any, stamp: str) -> Opened | None:
    """The card as this play shows it from its first page on, which carries the stamp. In a preview
    it stands as it was typed."""
    found, nonce = visiting.opened_card(visit.card), visiting.nonce_in(stamp)
    seed = run.token if run is not None else visiting.first_play(nonce) if nonce else ""
    if found is None or not seed:
        return found
    return Opened(found.type, found.type.dealt(found.content, seed))


def _came_back(
    returned: visiting.Returned,
    raw: Mapping[str, Sequence[str]],
    problem: Words,
    given: Sequence[str],
) -> dict[str, Any]:
    return {
        "raw": raw,
        "problems": returned.problems,
        "questions": returned.questions,
        "problem": problem,
        "given": given,
    }


def _how_far(visit: Visit, at: visiting.Standing) -> dict[str, Any]:
    return {
        "step": len(at.answers),
        "steps": visiting.steps_of(visit.card),
        "rule": visiting.sentence_of(visit.card),
        "presence": visiting.presence(visit),
    }


def _at_the_form(visit: Visit, at: visiting.Standing) -> dict[str, Any]:
    """What only the screens with a form have. On a device of many, nobody is known by the last."""
    if at.step not in _FORMS:
        return {}
    known = {} if kiosk.on() else visiting.hints_of(visit)
    return {"known": known, "fine_print": fine_print_of(visit.snapshot, visit.card, now())}


def _filled_in(visit: Visit, context: Mapping[str, Any]) -> dict[str, Any]:
    """What is lent to whoever has shown who they are. That can be said to be wrong, so it needs a
    browser that keeps cookies; and a device of many has none."""
    brought = None if links.enclosed() else links.carried(visit.hub_id)
    shown = brought.link.external_id if brought else ""
    lent = {} if kiosk.on() else visiting.lent_to(visit, shown)
    if not lent:
        return {}
    known = {key: hint for key, hint in context["known"].items() if key not in lent}
    return {"raw": lent, "known": known, "lent": True, "presence": visiting.Presence(named=True)}


def _note_form(visit: Visit, at: visiting.Standing, first: bool) -> None:
    """first: it is no preview, and does not come back with what was typed."""
    if first and at.step in _FORMS:
        viewing.shown(visit.hub_id, visit.card.id)


def others_play(slug: str, visit: Visit, run: Any) -> str:
    """What may be shown of a play to somebody whose it is not."""
    shown = visiting.shown_to_others(visit.card, run)
    around = look(slug, visit.version_id, visit.snapshot)
    return rendered("public/others.html", {**around, "card": visit.card, "shown": shown})


def refused(slug: str, live: tuple[int, HubSnapshot], title: Words, advice: Words) -> str:
    """In place of a page, in the look of the hub. live: the id of its version, and its snapshot."""
    version_id, snapshot = live
    around = look(slug, version_id, snapshot)
    return rendered("public/refused.html", {**around, "title": title, "advice": advice})


def shut_page(
    slug: str, visit: Visit, shut: Shut, *, late: bool, at: datetime, **around: Any
) -> str:
    """In place of a card that is not open. late: in place of a play that was under way."""
    title, words = notice_of(shut, visit.snapshot, late, at)
    return _instead(slug, visit, "shut", (title, words), (shut.link, _MORE), around)


def turn_page(
    slug: str, visit: Visit, refusal: NoTurn, back: str, *, at: datetime, **around: Any
) -> str:
    """In place of a card at which somebody has had their turn. back: where their last play, or the
    form with the address that has had its turn, is; empty: nowhere."""
    title, words = turn_notice(refusal, visit.snapshot, at)
    way = _BACK_TO_FORM if refusal.by_address else _LAST_TURN
    return _instead(slug, visit, "turn", (title, words), (back, way), around)


def _instead(
    slug: str, visit: Visit, state: str, said: _Said, way: _Way, around: Mapping[str, Any]
) -> str:
    context: dict[str, Any] = {
        **look(slug, visit.version_id, visit.snapshot),
        "card": visit.card,
        "state": state,
        "title": said[0],
        "words": said[1],
        "way": way[0],
        "way_words": way[1],
        **around,
    }
    return rendered("public/instead.html", context)


def _result(visit: Visit, at: visiting.Standing) -> dict[str, Any]:
    """What only the result's screen has."""
    if at.step is not Step.RESULT:
        return {}
    at_once = now()
    others = [
        each
        for each in visit.snapshot.cards()
        if each.id != visit.card.id and not state_of(visit.snapshot, each, at_once)
    ]
    return {
        "result": at.outcome.screen if at.outcome else None,
        "tally": visiting.tally_of(visit.hub_id, visit.card.id),
        "others": others[:3],
    }


def _placeholder(slug: str, visit: Visit, around: Mapping[str, Any]) -> str:
    """A card of a kind that this release does not know, or whose content it cannot read."""
    context = {**look(slug, visit.version_id, visit.snapshot), "card": visit.card, **around}
    return rendered("public/placeholder.html", context)


def _feedback(open_card: Opened, at: visiting.Standing) -> Mapping[str, Any] | None:
    if not at.answers or at.step is Step.RESULT:
        return None
    last = len(at.answers) - 1
    return open_card.type.feedback(open_card.content, last, at.answers[last])
