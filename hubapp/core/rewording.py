"""Choices in other words than before. What is told of a choice is its first published text, until
somebody says that other words are a new answer; visitors always read the words as they stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, get_close_matches
from typing import Any

Part = Mapping[str, str]
Offered = Mapping[str, Mapping[str, Part]]
"""Document -> part of it (an output of a card, a field of a form) -> key of a choice -> its words.
A line of a form has no key but its words."""
Told = Mapping[str, Mapping[str, Part]]
"""Document -> part -> key -> what is told of it. Kept of choices that read otherwise, and of those
that are gone: they may come back."""
SAME, NEW = "same", "new"
"""The two answers: the same answer in new words; a new answer."""
ASKED = "reworded."
"""Before the name of a question."""
MOST_ALIKE = 20
"""Lines that are looked at for one that reads almost like another."""


@dataclass(frozen=True)
class Rewording:
    """A choice reads otherwise. parts: of its document, that offer it; key: by which they do; was,
    now: its words; told: what is told of it so far, and goes on being if it is the same answer."""

    document: str
    parts: tuple[str, ...]
    key: str
    was: str
    now: str
    told: str

    @property
    def name(self) -> str:
        """Another one for other words, so that no answer is taken for one to another question."""
        said = "\0".join((self.document, *self.parts, self.key, self.was, self.now, self.told))
        digest = hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8)
        return f"{ASKED}{digest.hexdigest()}"


def merged(*tables: Offered | Told) -> dict[str, dict[str, dict[str, str]]]:
    """All of them in one; of the same choice, the last."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for table in tables:
        for document, part, choices in _parts(table):
            found.setdefault(document, {}).setdefault(part, {}).update(choices)
    return found


def rewordings(words: Offered, known: Told, offered: Offered) -> list[Rewording]:
    """What asks whether it is the same answer. words: that visitors read so far; known: what is
    told of every choice so far; offered: what they would read. Whatever is told of it already
    needs no question."""
    found: dict[tuple[str, ...], Rewording] = {}
    for document, part, choices in _parts(offered):
        before, told = _in(words, document, part), _in(known, document, part)
        for key, was in _read_otherwise(before, told, choices):
            value = told.get(was if _is_line(key, choices) else key, was)
            if choices[key] == value:
                continue
            each = Rewording(document, (part,), key, was, choices[key], value)
            alike = (document, key, was, each.now, value)
            earlier = found.get(alike)
            found[alike] = replace(each, parts=(*earlier.parts, part)) if earlier else each
    return list(found.values())


def _read_otherwise(before: Part, told: Part, choices: Part) -> Iterator[tuple[str, str]]:
    """Key, and the words that it had. A line is told by where it stands."""
    for key, now in choices.items():
        if not _is_line(key, choices) and key in told and now != before.get(key, told[key]):
            yield key, before.get(key, told[key])
    lines = [key for key in before if _is_line(key, before)]
    for was, now in _replaced(lines, [key for key in choices if _is_line(key, choices)]):
        yield now, was


def _is_line(key: str, choices: Part) -> bool:
    return choices.get(key) == key


def _replaced(before: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Lines that are gone, and what stands in their place: as many for as many, else those that
    read almost alike."""
    stay = {*before} & {*now}
    # However many they are, none is taken for one that says nothing.
    for tag, *at in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        gone = [each for each in before[at[0] : at[1]] if each not in stay]
        came = [each for each in now[at[2] : at[3]] if each not in stay]
        if tag == "replace" and len(gone) == len(came):
            yield from zip(gone, came, strict=True)
        elif tag == "replace" and max(len(gone), len(came)) <= MOST_ALIKE:
            yield from _almost(gone, came)


def _almost(gone: Sequence[str], came: Sequence[str]) -> Iterator[tuple[str, str]]:
    left = list(came)
    for each in gone:
        for found in get_close_matches(each, left, n=1):
            left.remove(found)
            yield each, found


def carried(known: Told, offered: Offered, answered: Iterable[tuple[Rewording, bool]]) -> Told:
    """What is told from now on. answered: each rewording, and whether it is the same answer. What
    is new is told in its own words; where another choice reads the same, as that one."""
    values = merged(known)
    for each, same in answered:
        for part in each.parts:
            told = values.setdefault(each.document, {}).setdefault(part, {})
            told[each.key] = each.told if same else each.now
    for document, part, choices in _parts(offered):
        told = values.setdefault(document, {}).setdefault(part, {})
        twins = {choices[key]: value for key, value in told.items() if key in choices}
        told.update({key: twins.get(now, now) for key, now in choices.items() if key not in told})
    return _without_plain(values, offered)


def _without_plain(values: Told, offered: Offered) -> Told:
    """What is told as it reads says nothing."""
    found: dict[str, dict[str, Part]] = {}
    for document, part, told in _parts(values):
        choices = _in(offered, document, part)
        kept = {key: value for key, value in told.items() if value != choices.get(key, key)}
        if kept:
            found.setdefault(document, {})[part] = kept
    return found


def by_words(choices: Part, told: Part) -> dict[str, str]:
    """What is read -> what is told. Of several that read the same, the first."""
    return {words: told.get(key, words) for key, words in reversed([*choices.items()])}


def as_told(value: Any, told: Part) -> Any:
    """A value, or the values of a list, as they are told. told: see ``by_words``."""
    if isinstance(value, list):
        return [as_told(each, told) for each in value]
    return told.get(value, value) if isinstance(value, str) else value


def as_read(value: Any, choices: Part, told: Part) -> Any:
    """A value, or the values of a list, that were read once, as the same answer reads now; what is
    no answer any more stays as it is. told: what is told of each choice that reads otherwise."""
    if isinstance(value, list):
        return [as_read(each, choices, told) for each in value]
    if value in choices.values() or not isinstance(value, str):
        return value
    first = told.get(value, value)
    reads = (now for key, now in choices.items() if told.get(key, now) == first)
    return next(reads, value)


def told_apart(offered: Offered, told: Told) -> list[tuple[str, str, str]]:
    """Document, part and words of choices that read the same and are told in different words."""
    found = []
    for document, part, choices in _parts(offered):
        values = _in(told, document, part)
        first = by_words(choices, values)
        apart = [now for key, now in choices.items() if values.get(key, now) != first[now]]
        found += [(document, part, now) for now in dict.fromkeys(apart)]
    return found


def told_alike(known: Told, offered: Offered, told: Told) -> list[tuple[str, str, str, str, str]]:
    """Document, part, words, other words and value of choices that read differently and are told
    alike from now on; those that were so far (known) were thought of then."""
    found = []
    for document, part, choices in _parts(offered):
        values, before = _in(told, document, part), _in(known, document, part)
        first: dict[str, str] = {}
        for key, now in choices.items():
            value = values.get(key, now)
            other = first.setdefault(value, key)
            were = before.get(key, ""), before.get(other, "")
            if choices[other] != now and were != (value, value):
                found.append((document, part, choices[other], now, value))
    return found


def _parts(table: Offered | Told) -> Iterator[tuple[str, str, Part]]:
    for document, parts in table.items():
        for part, choices in parts.items():
            yield document, part, choices


def _in(table: Offered | Told, document: str, part: str) -> Part:
    return table.get(document, {}).get(part, {})
