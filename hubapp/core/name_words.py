"""The words of a name, as they are looked for: in lower case, without accents."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 40
"""Characters of a word that are looked at; nobody types more of one to find somebody."""
MOST = 12
"""Words of one name."""
_WITHIN = re.compile(r"['’ʼ`´.]")
"""What stands within a word: O'Neill is found by "oneill"."""


def name_words(text: str) -> list[str]:
    """Each word once, in the order of the name; at most ``MOST``."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(each for each in apart if not unicodedata.combining(each))
    whole = _WITHIN.sub("", unicodedata.normalize("NFC", plain))
    words = (each[:LONGEST] for each in re.split(r"[\W_]+", whole) if each)
    return list(dict.fromkeys(words))[:MOST]
