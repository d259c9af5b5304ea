"""Display faces of looks: of open licences, subset to the letters of western Europe; what is not
in them, such as Arabic or Hangul, is taken from the system's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hubapp.core.woff2 import Measures

FAMILY, STAND_IN = "Display", "Display stand-in"
_SANS = ("Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "LiberationSans-Bold")
_SERIF = ("Times New Roman", "TimesNewRomanPSMT", "Liberation Serif", "LiberationSerif")


@dataclass(frozen=True)
class Face:
    """file: WOFF2 below ``static/``; like: what stands in for it until it is there, by the names of
    faces on the visitor's machine. size, ascent, descent: of the stand-in in per cent, so that its
    lines are as wide and as high and nothing jumps: the mean width of letters of English text (in
    capitals, for a look with headlines in capitals), and the heights of the face's own lines."""

    file: str
    like: Sequence[str]
    size: float
    ascent: float
    descent: float

    def css(self, address: str) -> str:
        """Both as style rules; a wide range of weights, so that no browser thickens it."""
        local = ",".join(f'local("{each}")' for each in self.like)
        return (
            f'@font-face{{font-family:"{FAMILY}";font-weight:100 900;font-display:swap;'
            f'src:url("{address}") format("woff2")}}'
            f'@font-face{{font-family:"{STAND_IN}";font-weight:100 900;src:{local};'
            f"size-adjust:{self.size}%;ascent-override:{self.ascent}%;"
            f"descent-override:{self.descent}%;line-gap-override:0%}}"
        )


@dataclass(frozen=True)
class BrandFace:
    """A face that a brand brought. id: of its file; name: that of the file. small, capitals: the
    mean width of its letters in English text, in per cent of the stand-in's; ascent, descent: of
    its lines, in per cent of the em."""

    id: str
    name: str
    small: float = 100.0
    capitals: float = 100.0
    ascent: float = 90.0
    descent: float = 20.0

    def worn(self, in_capitals: bool) -> Face:
        """As the face of headlines, which a look may write in capitals."""
        size = self.capitals if in_capitals else self.small
        ascent, descent = (round(100 * each / size, 1) for each in (self.ascent, self.descent))
        return Face("", _SANS, size, ascent, descent)


def brand_face(id_: str, name: str, measures: Measures) -> BrandFace:
    """Of what was measured in its file; a face without Latin letters is taken to be as wide as its
    stand-in, which then stands for those."""
    small, capitals = (
        round(100 * found / theirs, 1) if found else 100.0
        for found, theirs in (
            (_mean(measures.widths, str.lower), _STAND_IN_SMALL),
            (_mean(measures.widths, str.upper), _STAND_IN_CAPITALS),
        )
    )
    ascent, descent = (round(100 * each, 1) for each in (measures.ascent, measures.descent))
    return BrandFace(id_, name, small, capitals, ascent or 90.0, descent)


def _mean(widths: Mapping[str, float], case: Callable[[str], str]) -> float:
    had = {case(letter): often for letter, often in _OFTEN.items() if case(letter) in widths}
    total = sum(had.values())
    return sum(widths[letter] * often for letter, often in had.items()) / total if total else 0.0


_STAND_IN_SMALL, _STAND_IN_CAPITALS = 0.5211, 0.6738
"""Of Arial Bold, whose widths Liberation Sans Bold has, in parts of the em."""
_OFTEN = dict(
    zip(
        "etaoinshrdlcumwfgypbvkjxqz",
        (12.7, 9.1, 8.2, 7.5, 7, 6.7, 6.3, 6.1, 6, 4.3, 4, 2.8, 2.8, 2.4, 2.4, 2.2)
        + (2, 2, 1.9, 1.5, 1, 0.8, 0.15, 0.15, 0.1, 0.07),
        strict=True,
    )
)
"""Letter -> how often it comes in English text, per cent."""
BARLOW_CONDENSED = Face(
    "vendor/barlow-condensed-5.3.0/barlow-condensed-800.woff2", _SANS, 69.4, 144.1, 28.8
)
FREDOKA = Face("vendor/fredoka-5.3.0/fredoka-600.woff2", _SANS, 95.2, 102.3, 24.8)
FRAUNCES = Face("vendor/fraunces-5.3.0/fraunces-500.woff2", _SERIF, 118.5, 82.5, 21.5)
ARCHIVO_BLACK = Face("vendor/archivo-black-5.3.0/archivo-black-400.woff2", _SANS, 115.4, 76.1, 18.2)
