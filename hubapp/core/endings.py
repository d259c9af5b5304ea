"""Endings to which answers give points: the ending with the most points is shown. Of two with the
same number the one higher in the marketer's list is, so that the same answers end alike for
everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hubapp.core.content import Item, line, lines, number, picture, reference, switch
from hubapp.core.errors import Problem
from hubapp.core.words import Words

MOST_ENDINGS = 12


class Ending(Item):
    """What a play may end in, and what is shown then."""

    title: str = line(120)
    text: str = lines(1000)
    image: str = picture()
    alt: str = line(200)
    decorative: bool = switch()


class Points(Item):
    """What an answer gives to one ending. outcome: the id of that ending."""

    outcome: str = reference()
    points: int | float = number(0, 100, 1)


def points_of(endings: Sequence[Ending], given: Iterable[Points]) -> dict[str, int | float]:
    """Id of each ending -> its points. What was given to an ending that was removed is lost."""
    found: dict[str, int | float] = {each.id: 0 for each in endings}
    for each in given:
        if each.outcome in found:
            found[each.outcome] += each.points
    return found


def leading(endings: Sequence[Ending], given: Iterable[Points]) -> Ending:
    """The ending with the most points, the first in the list of those; blank when there is none."""
    points = points_of(endings, given)
    return max(endings, key=lambda each: points[each.id], default=Ending())


def shares_of(points: Mapping[str, int | float]) -> dict[str, int]:
    """Each one's whole per cent of all points; they add up to 100, or are all 0."""
    total = sum(points.values())
    if not total:
        return dict.fromkeys(points, 0)
    exact = {id_: 100 * number_ / total for id_, number_ in points.items()}
    found = {id_: int(share) for id_, share in exact.items()}
    # Rounded down, each lost less than one: whoever lost most gets it back.
    lost = sorted(exact, key=lambda id_: found[id_] - exact[id_])
    for id_ in lost[: 100 - sum(found.values())]:
        found[id_] += 1
    return found


def mix_of(
    endings: Sequence[Ending], points: Mapping[str, int | float]
) -> list[dict[str, str | int]]:
    """How near each ending was, for its screen; empty when no answer gave a point."""
    shares = shares_of(points) if any(points.values()) else {}
    return [
        {"id": each.id, "title": each.title, "share": shares[each.id]}
        for each in endings
        if each.id in shares
    ]


def best_for(ending: Ending, answers: Sequence[Sequence[Points]]) -> int:
    """Where in ``answers`` the one stands that brings this ending furthest ahead of the others."""
    leads = [lead(ending, given) for given in answers]
    return leads.index(max(leads))


def lead(ending: Ending, given: Sequence[Points]) -> int | float:
    """How far ahead of the others these points bring it."""
    own = sum(each.points for each in given if each.outcome == ending.id)
    return own - max((each.points for each in given if each.outcome != ending.id), default=0)


def ending_problems(endings: Sequence[Ending], given: Iterable[Points]) -> list[Problem]:
    """What keeps endings from being published. given: all points that any answer may give."""
    if len(endings) < 2:
        sentence = Words("There need to be at least two outcomes. Add one.")
        return [Problem("outcomes", sentence)]
    problems, points = [], points_of(endings, given)
    for number_, each in enumerate(endings, 1):
        where = f"outcomes.{each.id}"
        if not each.title:
            sentence = Words(
                "Outcome %(number)s has no title. Say what the visitor is.", number=number_
            )
            problems.append(Problem(f"{where}.title", sentence))
        if each.image and not (each.alt or each.decorative):
            sentence = Words(
                "The picture of outcome %(number)s has no description. Say what it shows.",
                number=number_,
            )
            problems.append(Problem(f"{where}.alt", sentence))
        if not points[each.id]:
            sentence = Words(
                "No answer gives points to outcome %(number)s, so nobody gets it. "
                "Give it some, or remove it.",
                number=number_,
            )
            problems.append(Problem(where, sentence))
    return problems
