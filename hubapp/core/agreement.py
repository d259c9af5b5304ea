"""A box that somebody ticks under a wording, and what the kinds of fields that are one have in
common: the wording, its links and the receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hubapp.core.field_kind import Clean, FieldKind, Unclean
from hubapp.core.linked import Piece, dead_links, pieces_of, spelled_out
from hubapp.core.reading import switched
from hubapp.core.words import Words


class Agreement(FieldKind):
    """The value is whether the box was ticked. It is never ticked beforehand."""

    icon: ClassVar[str] = "check"
    value_type: ClassVar[str] = "boolean"
    sample: ClassVar[Any] = True
    receipt: ClassVar[bool] = True
    untick: ClassVar[Words] = Words("Tick the box to go on.")
    """What somebody hears who has to tick it and did not."""

    def clean(
        self, raw: Sequence[str], options: Mapping[str, Any], required: bool, label: str
    ) -> Clean | Unclean:
        given = bool(raw) and switched(raw[0])
        return Unclean(self.untick) if required and not given else Clean(given)

    def wording(self, options: Mapping[str, Any]) -> list[Piece]:
        """What stands beside the box."""
        return pieces_of(str(options.get("wording", "")))

    def receipt_of(self, options: Mapping[str, Any]) -> str:
        return spelled_out(str(options.get("wording", "")))

    def option_problems(self, options: Mapping[str, Any]) -> list[Words]:
        wording = str(options.get("wording", ""))
        if not wording.strip():
            return [Words("it has no wording. Say what the visitor agrees to.")]
        return [
            Words("the link “%(words)s” leads nowhere. Write its whole address.", words=words)
            for words in dead_links(wording)
        ]
