"""A card of the draft as it is seen at some moment: what is being edited, and each state that
visitors may find it in."""

from __future__ import annotations

from hubapp.blueprints.public import pages
from hubapp.core.shut import Shut
from hubapp.models.columns import now
from hubapp.services import visiting
from hubapp.services.visiting import NoTurn, Visit

CLOSED, PLAYED = "closed", "played"


def preview_card(
    slug: str,
    visit: Visit,
    *,
    carried: str = "",
    moment: str = "",
    item: str = "",
    framed: bool = False,
) -> str:
    """moment: ``closed``, ``played`` or one of ``visiting.example_standing``; item: the id of the
    question, prize or field that is being edited; its first screen when there is no such thing.
    framed: what it is, is said beside it."""
    around = {**pages.around_preview(visit.hub_id, carried), "framed_preview": framed}
    if moment == CLOSED:
        shut = Shut(None, now(), visit.card.opening.closed_text, visit.card.opening.closed_url)
        return pages.shut_page(slug, visit, shut, late=False, at=now(), **around)
    if moment == PLAYED:
        refusal = NoTurn(visiting.sentence_of(visit.card), None, by_address=False)
        return pages.turn_page(slug, visit, refusal, "", at=now(), **around)
    standing = visiting.example_standing(visit.card, moment, item)
    return pages.card_page(slug, visit, None, around=around, standing=standing)
