"""Saving what was typed on the screen of a card."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from hubapp.cards import Opened, opened
from hubapp.core.calling import Called, called_in
from hubapp.core.content import Part, shape_problems
from hubapp.core.controls import changed, content_from, item_at, tree_of
from hubapp.core.errors import EditConflict, NotFoundHere, PartlySaved, Problem, Refused
from hubapp.core.identifiers import slug_of
from hubapp.core.merging import Controls, controls_of, merged, pairs_of, without
from hubapp.core.words import Words
from hubapp.doors.database import transaction
from hubapp.services.editing.addresses import taken_slug, typed_slug
from hubapp.services.editing.arrivals import Sent, take
from hubapp.services.editing.differences import CARD_WORDS
from hubapp.services.editing.drafts import REMOVED, Json, locked, make_step
from hubapp.services.editing.edit_log import Naming
from hubapp.services.editing.entries import entry_as_posted, read_entry
from hubapp.services.editing.limits import ADDRESS, PICTURE, TITLE, too_long
from hubapp.services.editing.openings import opening_as_posted, read_opening

CARD_LIMITS = {
    "card_title": TITLE,
    "card_slug": ADDRESS,
    "card_summary": 300,
    "card_cover": PICTURE,
}


def save_card(
    hub_id: int,
    user_id: int | None,
    card_id: str,
    posted: Mapping[str, Any],
    action: str = "",
    revision: int | None = None,
    bases: Sequence[Controls] = (),
    sent: Sent | None = None,
) -> None:
    """Save the card's editing form as one step.

    posted: nested (``core/controls.tree_of``); ``card_title``, ``card_slug``, ``card_summary``,
    ``card_cover``, ``card_opening``, ``card_entry`` are the card's own, the rest is its type's
    content; action: a list button, see ``core/controls.changed``; bases: only what differs from
    them is taken, see ``core/merging.merged``, and the revision does not matter; sent: see
    ``arrivals.take``. Raises EditConflict, also when the card was removed meanwhile; PartlySaved
    when the address is taken or something is too long or no number, and all else is saved; Refused
    when that cannot be.
    """
    with transaction():
        docs, key = locked(hub_id), f"card:{card_id}"
        take(hub_id, sent)
        card = still_there(docs, card_id)
        if bases:
            now, revision = _controls_of(card, bases[0]), None
            posted = tree_of(merged(pairs_of(posted), bases, now).items())
        (typed, saved), left = _as_far_as_possible(docs, card_id, card, posted, action)
        expected = {key: revision} if revision is not None else None
        if typed is not None:
            what = Words("changing “%(title)s”", title=card["title"])
            called, meant = _naming(typed), _written(card)
            make_step(hub_id, user_id, what, {key: typed}, expected, called=called, meant=meant)
            expected = None
        if saved is not None:
            was = typed or card
            what, meant = list_step(_opened(was).content, action, was["title"]), _written(was)
            make_step(hub_id, user_id, what, {key: saved}, expected, alone=True, meant=meant)
    if left:
        raise PartlySaved(*left)


def _written(card: Json) -> Json:
    """A card that a release before has stored, as this one does."""
    card_type, content = _opened(card)
    return {
        **card,
        "opening": opening_as_posted(None, card).model_dump(),
        "entry": entry_as_posted(None, card).model_dump(),
        "schema": card_type.schema,
        "content": card_type.tidy(content).model_dump(mode="json"),
    }


PASTE, DRAG = "paste", "order"
"""List buttons that nobody sees: several lines were pasted as items, an item was dragged."""
_WHOLES = {
    "cover": Called(Words("cover picture"), False),
    "entry": Called(Words("how often somebody may take part"), False),
    "opening": Called(Words("opening times"), True),
}


def _naming(card: Json) -> Naming:
    content = _opened(card).content

    def called(where: str) -> Called | None:
        if own := CARD_WORDS.get(where):
            return Called(own, True)
        return _WHOLES.get(where) or called_in(content, where)

    return called


_Stages = tuple[Json | None, Json | None]


def _as_far_as_possible(
    docs: Mapping[str, Json], card_id: str, card: Json, posted: Mapping[str, Any], action: str
) -> tuple[_Stages, list[Problem]]:
    """What is to be saved, and what is left as it was, since it cannot be. A list button needs all
    of the lists to be right. Raises Refused when leaving those controls out mends nothing."""
    try:
        return _saved(docs, card_id, card, posted, action), []
    except Refused as refusal:
        left = refusal.problems
        rest = without(posted, [each.where for each in left])
        if rest is None or (action and not all(each.where in CARD_LIMITS for each in left)):
            raise
        # Times and rules are one thing each: one part of them alone would mean something else.
        wholes = {each.where.partition(".")[0] for each in left} & {"card_opening", "card_entry"}
        kept = {name: value for name, value in rest.items() if name not in wholes}
        return _saved(docs, card_id, card, kept, action), [*left]


def _controls_of(card: Json, touched: Collection[str] = ()) -> dict[str, str]:
    """What its controls hold: of its times and its rule only where one of them was touched, since
    what nobody touched stays as it is stored, also as a release before did."""
    own = {name: str(card[name.removeprefix("card_")]) for name in CARD_LIMITS}
    for name, part in _limits_of(card).items():
        if any(each.startswith(f"{name}.") for each in touched):
            own |= controls_of(part, f"{name}.")
    return own | controls_of(_opened(card).content)


def _limits_of(card: Json) -> dict[str, Part]:
    """Times and rule of a card, by what the names of their controls begin with."""
    return {
        "card_opening": opening_as_posted(None, card),
        "card_entry": entry_as_posted(None, card),
    }


def list_step(part: Part, action: str, title: str | Words) -> Words:
    """What a list button does to ``part``, in words for Undo. title: of what it is in."""
    verb, item = action.partition(":")[0], item_at(part, action)
    if verb in ("add", PASTE):
        return Words("adding to “%(title)s”", title=title)
    if verb == "remove":
        texts = (getattr(item, name, "") for name in ("text", "label", "title"))
        name = next((each for each in texts if each), "")
        if name:
            return Words("removing “%(item)s” from “%(title)s”", item=name, title=title)
        return Words("removing from “%(title)s”", title=title)
    return Words("putting “%(title)s” in another order", title=title)


def _opened(card: Json) -> Opened:
    open_card = opened(card["kind"], card.get("schema", 1), card["content"])
    if open_card is None:
        raise NotFoundHere
    return open_card


def _saved(
    docs: Mapping[str, Json], card_id: str, card: Json, posted: Mapping[str, Any], action: str
) -> _Stages:
    """The card as it was typed, and after the list button: two steps, so that undoing the button
    leaves what was typed. What is only right after the button (the long text is removed) is one."""
    card_type, before = _opened(card)
    own, wrong = _own(posted, card)
    wrong += typed_slug("card_slug", own["slug"])
    if own["slug"] != card["slug"]:
        own["slug"] = slug_of(own["slug"] or own["title"], fallback="card")
    wrong += taken_slug(docs, card_id, own["slug"])
    own["title"] = own["title"] or card["title"]
    read = content_from(card_type.Content, posted, before)
    stages = [card_type.tidy(read.content)]
    if action:
        stages.append(card_type.tidy(changed(stages[0], action)))
    problems = [shape_problems(stage) for stage in stages]
    if wrong := [*wrong, *read.problems, *problems[-1]]:
        raise Refused(*wrong)
    rules = _rules(posted, card)
    typed, *after = [
        {
            **card,
            **own,
            **rules,
            "schema": card_type.schema,
            "content": stage.model_dump(mode="json"),
        }
        for stage in stages
    ]
    # What was pasted or dragged stands in the controls already: it is the button's step.
    at_once = problems[0] or action.partition(":")[0] in (PASTE, DRAG)
    return (None if at_once else typed), (after[0] if after else None)


def _rules(posted: Mapping[str, Any], card: Json) -> Json:
    """When the card is open and who may take part, where the screen asked for it."""
    kept: Json = {}
    if "card_opening" in posted:
        kept["opening"] = read_opening(posted["card_opening"], card, "card_opening")
    if "card_entry" in posted:
        kept["entry"] = read_entry(posted["card_entry"], card, "card_entry")
    return kept


def _own(posted: Mapping[str, Any], card: Json) -> tuple[dict[str, str], list[Problem]]:
    texts = {
        name: str(posted.get(name, card[name.removeprefix("card_")])).strip()
        for name in CARD_LIMITS
    }
    own = {name.removeprefix("card_"): text for name, text in texts.items()}
    return own, too_long(texts, CARD_LIMITS)


def still_there(docs: Mapping[str, Json], card_id: str) -> Json:
    """The card on which somebody has typed. Raises EditConflict when it was removed meanwhile."""
    card = docs.get(f"card:{card_id}")
    if card is None:
        raise EditConflict(Problem(f"card:{card_id}", REMOVED))
    return card
