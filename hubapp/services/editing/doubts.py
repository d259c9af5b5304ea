"""What to say yes to before publishing: promises that are still samples, and what other areas ask
about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from flask import Flask, current_app

from hubapp.core.errors import HubNotPublishable, Problem
from hubapp.core.snapshot import HubSnapshot
from hubapp.core.words import Words
from hubapp.models.columns import now
from hubapp.services.editing.openings import erased_at_of
from hubapp.services.editing.samples import PROMISE, Sample


class Doubt(NamedTuple):
    """key: names it where somebody says yes to it; where: see ``checks``, or
    ``mapping:<kind>/``."""

    key: str
    where: str
    sentence: Words


Asker = Callable[[int, HubSnapshot | None, HubSnapshot], list[Doubt]]
"""Asks about a hub, what is live, and what would be."""


def ask_before_publishing(app: Flask, *askers: Asker) -> None:
    """Areas that know what hangs on a hub ask about it; editing knows none of them."""
    app.extensions["asked_before_publishing"] = askers


def doubts_of(
    hub_id: int,
    live: HubSnapshot | None,
    new: HubSnapshot,
    samples: Iterable[Sample],
) -> list[Doubt]:
    """Everything that there is to say yes to. new: the draft, as it would be; samples: in it."""
    found = [
        Doubt(
            f"sample:{each.where}",
            each.where,
            Words(
                "“%(title)s” promises “%(text)s”, which is a sample.",
                title=each.about,
                text=each.text,
            ),
        )
        for each in samples
        if each.weight == PROMISE
    ]
    found += _erasing(live, new)
    for ask in current_app.extensions.get("asked_before_publishing", ()):
        found += ask(hub_id, live, new)
    return found


def _erasing(live: HubSnapshot | None, new: HubSnapshot) -> list[Doubt]:
    """It would happen at once, and not because the days went by."""
    at, before = erased_at_of(new), erased_at_of(live) if live else None
    if at is None or at > now() or at == before:
        return []
    sentence = Words(
        "The hub closed more than %(days)s days ago, so everything that people told it is erased "
        "within minutes of publishing.",
        days=new.erase_days,
    )
    return [Doubt("erasing", "hub/opening.closes_at", sentence)]


def refuse_doubted(
    doubts: list[Doubt], agreed: Collection[str], unanswered: Collection[Problem] = ()
) -> None:
    """Raises HubNotPublishable with what nobody has said yes to, or has answered."""
    open_ = [Problem(each.where, each.sentence) for each in doubts if each.key not in agreed]
    open_ += unanswered
    if open_:
        raise HubNotPublishable(*open_)
