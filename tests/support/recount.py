"""The figures once more, from what happened itself: no sums, and not the code that makes them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import func, select

from hubapp.extensions import db
from hubapp.models import Activity, Play, Rollup
from hubapp.models.rollup import DAY, OF_HUB, QUARTER
from hubapp.services.editing import snapshot_of_version


def recounted(hub_id: int) -> Counter[Any]:
    """Card and metric -> count, of everything but views. Answers of polls are by their choice."""
    db.session.expire_all()
    found: Counter[Any] = Counter()
    plays = db.session.scalars(select(Play).where(Play.hub_id == hub_id)).all()
    found.update((play.card_id, "begun", "") for play in plays)
    answered = {play.id: play.answers for play in plays}
    for each in db.session.scalars(select(Activity).where(Activity.hub_id == hub_id)):
        key = str(len(answered[each.play_id])) if each.kind == "left" else ""
        found[each.card_id, each.kind, key] += 1
        if each.kind == "submitted":
            consent = each.facts.get("field.marketing_consent")
            found[each.card_id, "asked", "marketing_consent"] += consent is not None
            found[each.card_id, "agreed", "marketing_consent"] += consent is True
            known = {True: "new", False: "known"}.get(each.is_new)
            found[each.card_id, known, ""] += known is not None
        card = snapshot_of_version(each.version_id).card(each.card_id)
        if each.kind == "finished" and card.kind == "poll":
            found[each.card_id, "answer", f"answer {answered[each.play_id][0]}"] += 1
    return +found


def summed(hub_id: int, span: int, *but: str) -> Counter[Any]:
    """The same from the sums of one span. but: metrics that are left out."""
    columns = (Rollup.card_id, Rollup.metric, Rollup.key)
    query = select(*columns, func.sum(Rollup.count)).where(
        Rollup.hub_id == hub_id, Rollup.span == span, Rollup.metric.not_in(("viewed", *but))
    )
    rows = db.session.execute(query.group_by(*columns))
    return Counter({(card, metric, key): int(n) for card, metric, key, n in rows})


def of_hub(counts: Counter[Any]) -> Counter[Any]:
    """Without cards, and without keys but those of whoever left."""
    found: Counter[Any] = Counter()
    for (_, metric, key), n in counts.items():
        if not key or metric == "left":
            found["", metric, ""] += n
    return found


def assert_sums_are_right(hub_id: int) -> None:
    """Every span says what happened. Only polls' answers are recounted here."""
    truth = recounted(hub_id)
    for span in (QUARTER, DAY):
        got = summed(hub_id, span)
        polls = {card for card, metric, _ in truth if metric == "answer"}
        got = Counter({k: n for k, n in got.items() if k[1] != "answer" or k[0] in polls})
        assert got == truth
    assert summed(hub_id, OF_HUB) == of_hub(truth)
