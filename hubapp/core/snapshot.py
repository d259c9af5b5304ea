"""The documents of a hub: typed shapes <-> JSON, one schema for drafts and versions.

A draft keeps one JSON document per key: ``hub``, ``page:<id>``, ``card:<id>``,
``form:<card id>``. A version keeps them all in one frozen JSON, ``HubSnapshot``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from hubapp.core.entry_rule import FREE, EntryRule
from hubapp.core.face import BrandFace
from hubapp.core.opening import ALWAYS, Opening
from hubapp.core.rewording import Told
from hubapp.core.staying import MONTH, SITTING, Staying

SCHEMA = 1
Json = dict[str, Any]

_UPGRADES: dict[int, Callable[[Json], Json]] = {}
"""Schema number -> function that makes the next schema of it. Applied in a chain on reading."""


@dataclass(frozen=True)
class Theme:
    """preset: one of ``core/theming.PRESETS``; background, accent: ``#rrggbb``."""

    preset: str = "kick-off"
    background: str = "#0d3b2e"
    accent: str = "#ff5a36"


@dataclass(frozen=True)
class FieldSnapshot:
    id: str
    kind: str
    key: str
    label: str
    help: str = ""
    required: bool = False
    options: Json = field(default_factory=dict)


@dataclass(frozen=True)
class FormSnapshot:
    """placement: ``start`` or ``end``; confirm: a mailed code shows that the email is theirs."""

    placement: str
    headline: str = ""
    button: str = "Continue"
    fields: tuple[FieldSnapshot, ...] = ()
    confirm: bool = False

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FormSnapshot:
        fields = tuple(FieldSnapshot(**each) for each in data.get("fields", ()))
        return cls(
            placement=data.get("placement", "end"),
            headline=data.get("headline", ""),
            button=data.get("button", "Continue"),
            fields=fields,
            confirm=bool(data.get("confirm", False)),
        )


@dataclass(frozen=True)
class CardSnapshot:
    """content: as the card type stores it, in its schema ``schema``; cover: an asset id or
    empty."""

    id: str
    kind: str
    slug: str
    title: str
    summary: str = ""
    cover: str = ""
    content: Json = field(default_factory=dict)
    form: FormSnapshot | None = None
    schema: int = 1
    opening: Opening = ALWAYS
    entry: EntryRule = FREE

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> CardSnapshot:
        form = data.get("form")
        read = FormSnapshot.from_json(form) if form else None
        return cls(**{**data, **_read_in(data), "form": read})


@dataclass(frozen=True)
class PageSnapshot:
    id: str
    title: str
    cards: tuple[CardSnapshot, ...] = ()


@dataclass(frozen=True)
class HubSnapshot:
    """Everything that the public pages need. logo: an asset id or empty; time_zone: IANA name, of
    every time of the hub and its cards; language: that visitors are spoken to in, see
    ``core/languages.py``; stays: how long a browser is taken for whoever named themselves on it,
    waits: how long what nobody has put a name to waits for one, see ``core/staying.py``;
    erase_days: after closing, until its people are erased, 0: they are not; face: the
    brand's own of its headlines, in place of the look's; hero: an asset id of the picture beside
    the name, empty for drawn art; hero_alt: what it shows, empty for one that only decorates; told:
    what is told of choices that read otherwise by now, which publishing adds, see
    ``core/rewording.py``: to visitors a hub is the same with it and without."""

    name: str
    tagline: str = ""
    dates: str = ""
    theme: Theme = field(default_factory=Theme)
    logo: str = ""
    terms_url: str = ""
    privacy_url: str = ""
    time_zone: str = "UTC"
    opening: Opening = ALWAYS
    language: str = "en"
    stays: str = MONTH
    waits: str = SITTING
    erase_days: int = 0
    face: BrandFace | None = None
    hero: str = ""
    hero_alt: str = ""
    pages: tuple[PageSnapshot, ...] = ()
    told: Told = field(default_factory=dict, compare=False)

    @property
    def staying(self) -> Staying:
        """How long who is taken for whom."""
        return Staying(self.stays, self.waits)

    def cards(self) -> list[CardSnapshot]:
        """All cards in the order of their pages."""
        return [card for page in self.pages for card in page.cards]

    def card_at(self, slug: str) -> CardSnapshot | None:
        """The card at this address, or None."""
        return next((card for card in self.cards() if card.slug == slug), None)

    def card(self, card_id: str) -> CardSnapshot | None:
        """The card with this id, or None."""
        return next((card for card in self.cards() if card.id == card_id), None)

    def to_json(self) -> Json:
        """JSON with its schema number."""
        return {"schema": SCHEMA, **asdict(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> HubSnapshot:
        """Read any schema ever written.

        Raises ValueError for a schema newer than this program.
        """
        body = upgraded(dict(data))
        body.pop("schema")
        pages = tuple(
            PageSnapshot(
                page["id"],
                page["title"],
                tuple(CardSnapshot.from_json(card) for card in page["cards"]),
            )
            for page in body.pop("pages", ())
        )
        read = _read_in_hub(body)
        return cls(**{**body, **read, "pages": pages})


def opening_in(document: Mapping[str, Any]) -> Opening:
    """The opening times in the document of a hub or a card; those of before had none."""
    return Opening(**document.get("opening", {}))


def _read_in_hub(document: Mapping[str, Any]) -> Json:
    """Looks and times of a hub; those of before had no face of their own."""
    face = document.get("face")
    return {
        "theme": Theme(**document.get("theme", {})),
        "opening": opening_in(document),
        "face": BrandFace(**face) if face else None,
    }


def hub_written(document: Json) -> Json:
    """The document of a hub, of whichever release, as this one writes it."""
    read = HubSnapshot(**{**document, **_read_in_hub(document)})
    return {**asdict(read), "pages": document.get("pages", [])}


def _read_in(card: Mapping[str, Any]) -> Json:
    """Times and rule of a card; those of before had neither."""
    return {"opening": opening_in(card), "entry": EntryRule(**card.get("entry", {}))}


def upgraded(data: Json) -> Json:
    """``data`` in the current schema."""
    while data["schema"] < SCHEMA:
        data = _UPGRADES[data["schema"]](data)
    if data["schema"] > SCHEMA:
        raise ValueError(f"schema {data['schema']} is newer than {SCHEMA}: update hubapp")
    return data


def snapshot_of(documents: Mapping[str, Json]) -> HubSnapshot:
    """Freeze the documents of a draft. Pages and cards that are not listed, or listed and not
    there, are left out."""
    hub = dict(documents["hub"])
    pages = []
    for page_id in hub.pop("pages", []):
        page = documents.get(f"page:{page_id}")
        if page is None:
            continue
        cards = tuple(
            _card_of(documents, card_id)
            for card_id in page["cards"]
            if f"card:{card_id}" in documents
        )
        pages.append(PageSnapshot(page_id, page["title"], cards))
    read = _read_in_hub(hub)
    return HubSnapshot(**{**hub, **read, "pages": tuple(pages)})


def _card_of(documents: Mapping[str, Json], card_id: str) -> CardSnapshot:
    form = documents.get(f"form:{card_id}")
    placed = FormSnapshot.from_json(form) if form and form.get("placement") else None
    card = documents[f"card:{card_id}"]
    return CardSnapshot(**{**card, **_read_in(card), "id": card_id, "form": placed})
