"""Lists of codes that a card of the draft gives from or asks for, and what is left of its prizes.
They are no part of the draft: what is put in is there at once, and no version holds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from hubapp.cards import Opened, opened
from hubapp.core.card_type import Pool
from hubapp.core.codes import read_codes
from hubapp.core.errors import NotFoundHere, Problem
from hubapp.core.words import Words
from hubapp.services import stock
from hubapp.services.editing.drafts import Json, document


class Limited(NamedTuple):
    """A prize of which there is a number. there_are: of the draft; given: so far."""

    label: str
    there_are: int
    given: int


class Put(NamedTuple):
    """What became of a list that was put in. again: codes that stood there before, in the list or
    above in what was pasted; heading: its first line was one."""

    added: int
    again: int
    heading: bool

    def in_words(self) -> list[Words]:
        """For whoever put it in: nothing of it was left out without a word."""
        said = [Words("%(count)s code is in.", "%(count)s codes are in.", count=self.added)]
        if self.again:
            again = Words(
                "%(count)s code was there already: it counts once.",
                "%(count)s codes were there already: they count once.",
                count=self.again,
            )
            said.append(again)
        if self.heading:
            said.append(Words("The first line was taken for a heading."))
        return said


def pools_of(hub_id: int, card_id: str) -> list[tuple[Pool, stock.Standing]]:
    """The lists that the card of the draft needs, and how they stand. Raises NotFoundHere."""
    card_type, content = _opened(hub_id, card_id)
    standing = stock.standing_of(hub_id, card_id)
    return [(pool, standing.get(pool.name, stock.Standing())) for pool in card_type.pools(content)]


def limited_of(hub_id: int, card_id: str) -> list[Limited]:
    """Its prizes of which there is a number. Raises NotFoundHere."""
    card_type, content = _opened(hub_id, card_id)
    taken = stock.taken_of(hub_id, card_id)
    return [
        Limited(prize.label, int(prize.limit), taken.get(prize.id, 0))
        for prize in card_type.prizes(content)
        if prize.runs_out and not prize.unique
    ]


def put_codes(hub_id: int, card_id: str, name: str, text: str) -> Put:
    """Put the codes of a text into a list; several transactions. Raises NotFoundHere, and Refused
    when it cannot be read or there are too many."""
    pool = _pool(hub_id, card_id, name)
    read = read_codes(text)
    done = stock.add_codes(hub_id, card_id, pool, read.codes)
    return Put(done.added, done.twice + read.twice, read.heading)


def drop_codes(hub_id: int, card_id: str, name: str) -> int:
    """Take out what is left of a list; returns how many. Raises NotFoundHere."""
    return stock.drop_left(hub_id, card_id, _pool(hub_id, card_id, name).name)


def given_codes(hub_id: int, card_id: str, name: str) -> Iterator[Sequence[Any]]:
    """A line for each code of a list that is given or used, headings first. Raises NotFoundHere, at
    once."""
    return _lines(hub_id, card_id, _pool(hub_id, card_id, name).name)


def _lines(hub_id: int, card_id: str, name: str) -> Iterator[Sequence[Any]]:
    yield Words("Code"), Words("Time (UTC)"), Words("Entry"), Words("Email")
    for each in stock.given_of(hub_id, card_id, name):
        yield each.code, f"{each.at:%Y-%m-%d %H:%M:%S}", each.entry, each.email


def needs_codes(open_card: Opened) -> bool:
    """It has lists of codes, or may have them."""
    return bool(open_card.type.prizes(open_card.content) or open_card.type.pools(open_card.content))


def without_codes(hub_id: int, docs: Mapping[str, Json]) -> list[Problem]:
    """Cards that would have nothing to give or to ask for. One whose codes are all given may be
    published: what stands in for them is given."""
    problems = []
    pages = [docs.get(f"page:{page}", {}) for page in docs["hub"]["pages"]]
    shown = {card_id for page in pages for card_id in page.get("cards", ())}
    for key, card in docs.items():
        group, _, card_id = key.partition(":")
        if group != "card" or card_id not in shown:
            continue
        open_card = opened(card["kind"], card.get("schema", 1), card["content"])
        for pool in _empty(hub_id, card_id, open_card) if open_card else ():
            sentence = Words(
                "“%(title)s” has no codes yet: %(pool)s. Put them in.",
                title=card["title"] or Words("A card"),
                pool=pool.label,
            )
            problems.append(Problem(f"{key}/codes", sentence))
    return problems


def _empty(hub_id: int, card_id: str, open_card: Opened) -> list[Pool]:
    pools = open_card.type.pools(open_card.content)
    standing = stock.standing_of(hub_id, card_id) if pools else {}
    return [each for each in pools if not standing.get(each.name, stock.Standing()).total]


def _pool(hub_id: int, card_id: str, name: str) -> Pool:
    found = next((pool for pool, _ in pools_of(hub_id, card_id) if pool.name == name), None)
    if found is None:
        raise NotFoundHere
    return found


def _opened(hub_id: int, card_id: str) -> Opened:
    card, _ = document(hub_id, f"card:{card_id}")
    found = opened(card["kind"], card.get("schema", 1), card["content"])
    if found is None:
        raise NotFoundHere
    return found
