"""What all cards with votes have in common."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, ClassVar

from hubapp.core.card_type import Accepted, NotAccepted
from hubapp.core.content import Content, Item, items, line
from hubapp.core.voting import VotingCard
from hubapp.core.words import Words


class Song(Item):
    text: str = line(50)


class Songs(Content):
    songs: tuple[Song, ...] = items()


class Jukebox(VotingCard[Songs]):
    """Of which only the vote is looked at."""

    voted: ClassVar[str] = "song"
    refusal: ClassVar[Words] = Words("Choose a song.")
    Content: ClassVar[type[Any]] = Songs

    def offered(self, content: Songs) -> Sequence[Song]:
        return content.songs

    def called(self, content: Songs) -> Words:
        return Words("Song")

    def default_content(self) -> Songs:
        return SONGS

    def problems(self, content: Songs, publishing: bool) -> list[Any]:
        return []


SONGS = Songs(songs=(Song(id="a", text="Ay"), Song(id="b", text="Bee")))
BOX, CHANCE = Jukebox(), random.Random(1)  # noqa: S311 - nothing is drawn


def test_one_of_them_is_taken_and_nothing_else():
    assert BOX.check_answer(SONGS, 0, ["b", "a"]) == Accepted("b")
    assert BOX.check_answer(SONGS, 0, ["c"]) == NotAccepted(Words("Choose a song."))
    assert BOX.check_answer(SONGS, 0, []) == NotAccepted(Words("Choose a song."))


def test_what_was_chosen_is_told_by_its_name_and_counted_by_its_id():
    assert BOX.outcome(SONGS, ["b"], CHANCE).values == {"song": "Bee"}
    assert BOX.tally_keys(SONGS, ["b"]) == ["b"]
    (output,) = BOX.outputs(SONGS)
    assert (output.key, output.name, output.sample) == ("song", "song", "Ay")
    assert output.choices == [("a", "Ay"), ("b", "Bee")]


def test_of_what_was_removed_meanwhile_nothing_is_told():
    assert BOX.outcome(SONGS, ["gone"], CHANCE).values == {"song": ""}
    assert BOX.outcome(SONGS, [], CHANCE).screen == {"chosen": ""}
    assert BOX.tally_keys(SONGS, []) == []


def test_nothing_to_choose_from_breaks_nothing():
    empty = Songs()
    assert BOX.example_plays(empty) == []
    assert BOX.outputs(empty)[0].sample == ""
