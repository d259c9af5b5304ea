"""Results in figures, read from the sums: what happened when, on which card, and from where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from hubapp.cards import opened
from hubapp.core.card_type import Output
from hubapp.core.opening import zone_of
from hubapp.core.snapshot import CardSnapshot
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Hub, HubVersion
from hubapp.models.columns import now
from hubapp.services.editing import snapshot_of_version
from hubapp.services.results.entries import cards_of
from hubapp.services.results.measures import ANSWER, outputs_of
from hubapp.services.results.periods import Period, zone_of_hub
from hubapp.services.results.rollups import series, totals

METRICS = {
    "viewed": Words("Views"),
    "begun": Words("Begun"),
    "finished": Words("Finished"),
    "left": Words("Left"),
    "shown": Words("Forms shown"),
    "submitted": Words("Forms sent"),
    "new": Words("New people"),
    "known": Words("Known people"),
}
"""What is shown of every line, in this order."""
Counts = Mapping[str, int]
"""Metric -> count."""


class Bar(NamedTuple):
    """A day or an hour."""

    label: str
    counts: Counts


class Line(NamedTuple):
    """A card or a source. key: the card's id."""

    key: str
    label: Words
    counts: Counts


class Figures(NamedTuple):
    """Of a hub in a period. before: of as many days just before."""

    period: Period
    bars: Sequence[Bar]
    sums: Counts
    before: Counts
    cards: Sequence[Line]
    sources: Sequence[Line]


class Choice(NamedTuple):
    """share: of all answers to the question, in per cent."""

    label: Words
    times: int
    share: int


class Question(NamedTuple):
    """What was answered, or decided, and how often."""

    label: Words
    times: int
    choices: Sequence[Choice]


class OfCard(NamedTuple):
    """left: after how many answers -> plays; consents: label, asked, agreed."""

    period: Period
    title: str
    sums: Counts
    questions: Sequence[Question]
    left: Sequence[tuple[int, int]]
    consents: Sequence[tuple[str, int, int]]


def period_of(hub: Hub, given: Mapping[str, str]) -> Period:
    """What a link asks for, by the clocks of the hub as it was published last."""
    return Period.read(given, zone_of(zone_of_hub(hub)), now())


def figures(hub: Hub, period: Period) -> Figures:
    """Everything of the hub. In few queries, whose size is the period's and not the visitors'."""
    bounds = period.bounds()
    told = series(hub.id, bounds)
    bars = [Bar(period.label(at), counts) for at, counts in zip(bounds[:-1], told, strict=True)]
    found = totals(hub.id, *period.instants())
    by_card: dict[str, Counter[str]] = defaultdict(Counter)
    by_source: dict[str, Counter[str]] = defaultdict(Counter)
    for (card, metric, _, source), count in found.items():
        by_card[card][metric] += count
        by_source[source][metric] += count
    return Figures(
        period,
        bars,
        _by_metric(found),
        _by_metric(totals(hub.id, *period.before().instants())),
        _card_lines(hub, by_card),
        _source_lines(by_source),
    )


def _by_metric(found: Mapping[tuple[str, str, str, str], int]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for (_, metric, _, _), count in found.items():
        sums[metric] += count
    return sums


def _card_lines(hub: Hub, counts: Mapping[str, Counter[str]]) -> list[Line]:
    """Every card that is or was published, in its order, when something may happen on it or did."""
    return [
        Line(card.id, Words.verbatim(card.title), counts.get(card.id, Counter()))
        for card in cards_of(hub).values()
        if card.id in counts or _can_be_played(card)
    ]


def _can_be_played(card: CardSnapshot) -> bool:
    open_card = opened(card.kind, card.schema, card.content)
    return card.form is not None or (
        open_card is not None and open_card.type.steps(open_card.content) > 0
    )


def _source_lines(counts: Mapping[str, Counter[str]]) -> list[Line]:
    """Those that brought most first; what nobody knows last."""
    order = sorted(counts, key=lambda each: (not each, -counts[each]["viewed"], each))
    return [
        Line(each, Words.verbatim(each) if each else Words("Not known"), counts[each])
        for each in order
    ]


def of_card(hub: Hub, card_id: str, period: Period) -> OfCard | None:
    """One card, answer by answer. None: the hub never had it."""
    card = cards_of(hub).get(card_id)
    if card is None:
        return None
    keys: dict[str, Counter[str]] = defaultdict(Counter)
    found = totals(hub.id, *period.instants(), card_id=card_id)
    for (_, metric, key, _), count in found.items():
        keys[metric][key] += count
    asked, agreed = keys["asked"], keys["agreed"]
    labels = _consent_labels(card)
    return OfCard(
        period,
        card.title,
        _by_metric(found),
        _questions(hub, card_id, keys[ANSWER]),
        sorted((int(key or 0), count) for key, count in keys["left"].items()),
        [(labels.get(key, key), asked[key], agreed[key]) for key in sorted(asked)],
    )


def _consent_labels(card: CardSnapshot) -> dict[str, str]:
    fields = card.form.fields if card.form else ()
    return {field.key: field.label or field.key for field in fields}


def _questions(hub: Hub, card_id: str, counts: Mapping[str, int]) -> list[Question]:
    """With the words of the newest version that has them; what only an older one had is there
    when somebody answered it."""
    missing = set(counts)
    labels: dict[str, Words] = {}
    choices: dict[str, dict[str, Any]] = defaultdict(dict)
    for number, outputs in enumerate(_versions_of(hub, card_id)):
        if number and not missing:
            break
        for output in outputs:
            for key, label in output.choices:
                both = f"{output.key} {key}"
                if not number or both in missing:
                    labels.setdefault(output.key, output.label)
                    choices[output.key].setdefault(key, label)
                missing.discard(both)
    return [_question(labels[key], key, choices[key], counts) for key in labels]


def _versions_of(hub: Hub, card_id: str) -> Iterator[Sequence[Output]]:
    versions = select(HubVersion.id).where(HubVersion.hub_id == hub.id)
    for version_id in db.session.scalars(versions.order_by(HubVersion.id.desc())).all():
        if snapshot_of_version(version_id).card(card_id) is not None:
            yield outputs_of(version_id, card_id)


def _question(
    label: Words, key: str, choices: Mapping[str, Any], counts: Mapping[str, int]
) -> Question:
    told = {choice: counts.get(f"{key} {choice}", 0) for choice in choices}
    count = sum(told.values())
    return Question(
        label,
        count,
        [
            Choice(Words.verbatim(str(choices[each])), n, round(100 * n / count) if count else 0)
            for each, n in told.items()
        ],
    )


def table_of(found: Figures) -> Iterator[Sequence[Any]]:
    """The headings, and a row for each day or hour."""
    yield [Words("Hour") if found.period.hours else Words("Day"), *METRICS.values()]
    for bar in found.bars:
        yield [bar.label, *(bar.counts.get(metric, 0) for metric in METRICS)]


def table_of_card(found: OfCard) -> Iterator[Sequence[Any]]:
    """The headings, and a row for each choice."""
    yield [Words("Question"), Words("Answer"), Words("Count"), Words("Per cent")]
    for question in found.questions:
        for choice in question.choices:
            yield [question.label, choice.label, choice.times, choice.share]
