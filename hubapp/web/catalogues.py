"""The catalogues of what visitors and members read. They are read from their ``.po`` as they stand
in the tree, once in a process: nothing has to be compiled, so nothing can be forgotten or be old.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

_FOLDER = Path(__file__).parents[1] / "translations"


def file_of(language: str, name: str = "messages") -> Path:
    """Where a catalogue of a language is, or would be. name: ``messages``, what visitors read, or
    ``members``, what only members do."""
    return _FOLDER / language / "LC_MESSAGES" / f"{name}.po"


@lru_cache(maxsize=32)
def catalogue_of(language: str) -> NullTranslations:
    """What a language says for each sentence; of one without a catalogue, the sentence itself."""
    path = file_of(language)
    if not path.is_file():
        return NullTranslations()
    catalogue = _read(path, language)
    if (more := file_of(language, "members")).is_file():
        catalogue.add_fallback(_read(more, language))
    return catalogue


def _read(path: Path, language: str) -> Translations:
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)
