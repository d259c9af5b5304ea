"""Choices in another order for each play, so that none gains by standing first. Ids stay, so that
answers, right ones and votes are what they are in any order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TypeVar

from hubapp.core.content import Content, Item, switch

I = TypeVar("I", bound=Item)  # noqa: E741 - the field's own letter


class MixedContent(Content):
    """mixed: its choices stand in another order for each visitor."""

    mixed: bool = switch(secret=True)


def mixed(items: Iterable[I], seed: str) -> tuple[I, ...]:
    """In an order that is the same for the same seed, in any release."""
    return tuple(sorted(items, key=lambda each: _place(seed, each.id)))


def _place(seed: str, id_: str) -> bytes:
    return hashlib.sha256(f"{seed} {id_}".encode()).digest()
