"""Display faces of looks: of open licences, subset to the letters of western Europe; what is not
in them, such as Arabic or Hangul, is taken from the system's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


BARLOW_CONDENSED = Face(
    "vendor/barlow-condensed-5.3.0/barlow-condensed-800.woff2", _SANS, 69.4, 144.1, 28.8
)
FREDOKA = Face("vendor/fredoka-5.3.0/fredoka-600.woff2", _SANS, 95.2, 102.3, 24.8)
FRAUNCES = Face("vendor/fraunces-5.3.0/fraunces-500.woff2", _SERIF, 118.5, 82.5, 21.5)
ARCHIVO_BLACK = Face("vendor/archivo-black-5.3.0/archivo-black-400.woff2", _SANS, 115.4, 76.1, 18.2)
