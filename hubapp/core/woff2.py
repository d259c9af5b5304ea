"""WOFF2 files, as far as a display face has to be known: that it is one and whole, and how wide and
high its letters are. Source: W3C WOFF File Format 2.0 (header, table directory, the transform of
``hmtx``) and the OpenType specification (``head``, ``hhea``, ``OS/2``, ``hmtx``, ``cmap``)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Unpack = Callable[[bytes, int], bytes | None]
"""Undoes Brotli: packed, and how many bytes it must come to -> these; None: it is not that."""
LARGEST_UNPACKED = 4 * 1024 * 1024
"""Bytes; a face of 100 KB packed is far below, and a bomb is not."""
_HEADER = struct.Struct(">4sIIHHIIHHIIIII")
_FLAVOURS = (0x00010000, 0x4F54544F, 0x74727565)
"""TrueType, ``OTTO`` and ``true``; not a collection, of which a browser would take the first."""
_MOST_TABLES = 64
_TAGS = (
    "cmap head hhea hmtx maxp name OS/2 post cvt_ fpgm glyf loca prep CFF_ VORG EBDT EBLC gasp "
    "hdmx kern LTSH PCLT VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL "
    "SVG_ sbix acnt avar bdat bloc bsln cvar fdsc feat fmtx fvar gvar hsty just lcar mort morx "
    "opbd prop trak Zapf Silf Glat Gloc Feat Sill"
).split()
"""Those that a directory names by their number; a space is written as ``_``."""
_NEEDED = frozenset(("cmap", "head", "hhea", "hmtx", "maxp"))
_OUTLINES = (frozenset(("glyf", "loca")), frozenset(("CFF_",)), frozenset(("CFF2",)))
_MAGIC = 0x5F0F3CF5
_USE_TYPO_METRICS = 1 << 7


class NoFace(ValueError):
    """It is no WOFF2 file, or not a whole one."""


@dataclass(frozen=True)
class Measures:
    """In parts of the em. widths: of the letters a-z and A-Z that the face has; ascent, descent: of
    its lines, both above 0."""

    widths: Mapping[str, float]
    ascent: float
    descent: float


@dataclass(frozen=True)
class _Table:
    start: int
    length: int
    transformed: bool


def measured(body: bytes, unpack: Unpack) -> Measures:
    """Raises NoFace for what is no whole WOFF2 file of one face."""
    try:
        return _measures(body, unpack)
    except (struct.error, IndexError) as error:
        # Something points beyond its end.
        raise NoFace from error


def _measures(body: bytes, unpack: Unpack) -> Measures:
    header = _HEADER.unpack_from(body)
    signature, flavour, length, count, reserved = header[:5]
    packed = header[6]
    if signature != b"wOF2" or length != len(body) or flavour not in _FLAVOURS or reserved:
        raise NoFace
    tables, total, at = _directory(body, count)
    if total > LARGEST_UNPACKED or at + packed > len(body):
        raise NoFace
    data = unpack(body[at : at + packed], total)
    if data is None:
        raise NoFace
    found = {tag: data[each.start : each.start + each.length] for tag, each in tables.items()}
    return _read(found, tables["hmtx"].transformed)


def _directory(body: bytes, count: int) -> tuple[dict[str, _Table], int, int]:
    """The tables, how long all of them are unpacked, and where the directory ends."""
    if not 0 < count <= _MOST_TABLES:
        raise NoFace
    tables: dict[str, _Table] = {}
    at, start = _HEADER.size, 0
    for _ in range(count):
        flags, at = body[at], at + 1
        if flags & 0x3F == 0x3F:
            tag, at = body[at : at + 4].decode("latin-1").replace(" ", "_"), at + 4
        else:
            tag = _TAGS[flags & 0x3F]
        length, at = _base128(body, at)
        # Version 3 says of these two that they are as they were, and 0 of all others.
        changed = flags >> 6 != 3 if tag in ("glyf", "loca") else flags >> 6 != 0
        if changed:
            length, at = _base128(body, at)
        if tag in tables:
            raise NoFace
        tables[tag], start = _Table(start, length, changed), start + length
    if not tables.keys() >= _NEEDED or not any(tables.keys() >= each for each in _OUTLINES):
        raise NoFace
    return tables, start, at


def _base128(body: bytes, at: int) -> tuple[int, int]:
    """A number of at most five bytes, and where it ends."""
    value = 0
    for place in range(5):
        byte = body[at + place]
        if place == 0 and byte == 0x80:
            raise NoFace
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            return value, at + place + 1
    raise NoFace


def _read(tables: Mapping[str, bytes], transformed: bool) -> Measures:
    head, hhea = tables["head"], tables["hhea"]
    (magic,), (em,) = struct.unpack_from(">I", head, 12), struct.unpack_from(">H", head, 18)
    (metrics,) = struct.unpack_from(">H", hhea, 34)
    if magic != _MAGIC or not 16 <= em <= 16384 or not metrics:
        raise NoFace
    ascent, descent, _ = _lines(hhea, tables.get("OS/2", b""))
    # Transformed, its flags stand first and the pairs' left halves next to each other.
    step, first = (2, 1) if transformed else (4, 0)
    glyphs, widths = _glyphs(tables["cmap"]), {}
    for letter, glyph in glyphs.items():
        place = first + step * min(glyph, metrics - 1)
        (width,) = struct.unpack_from(">H", tables["hmtx"], place)
        widths[letter] = width / em
    return Measures(widths, max(ascent, 0) / em, max(-descent, 0) / em)


def _lines(hhea: bytes, os2: bytes) -> tuple[int, int, int]:
    if len(os2) >= 74 and struct.unpack_from(">H", os2, 62)[0] & _USE_TYPO_METRICS:
        ascent, descent, gap = struct.unpack_from(">hhh", os2, 68)
    else:
        ascent, descent, gap = struct.unpack_from(">hhh", hhea, 4)
    return ascent, descent, gap


_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _glyphs(cmap: bytes) -> dict[str, int]:
    """Letter -> number of its glyph."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    for place in range(min(count, _MOST_TABLES)):
        platform, _, offset = struct.unpack_from(">HHI", cmap, 4 + 8 * place)
        (kind,) = struct.unpack_from(">H", cmap, offset)
        if platform in (0, 3) and kind in (4, 12):
            reader = _of_segments if kind == 4 else _of_groups
            found = {each: reader(cmap, offset, ord(each)) for each in _LETTERS}
            return {letter: glyph for letter, glyph in found.items() if glyph}
    return {}


def _of_segments(cmap: bytes, offset: int, code: int) -> int:
    """In a subtable of format 4."""
    (twice,) = struct.unpack_from(">H", cmap, offset + 6)
    ends = offset + 14
    for place in range(0, min(twice, 0x4000), 2):
        if struct.unpack_from(">H", cmap, ends + place)[0] < code:
            continue
        (start,) = struct.unpack_from(">H", cmap, ends + twice + 2 + place)
        (delta,) = struct.unpack_from(">H", cmap, ends + 2 * twice + 2 + place)
        at = ends + 3 * twice + 2 + place
        (ranged,) = struct.unpack_from(">H", cmap, at)
        if code < start:
            return 0
        if not ranged:
            return int(code + delta) & 0xFFFF
        (glyph,) = struct.unpack_from(">H", cmap, at + ranged + 2 * (code - start))
        return int(glyph + delta) & 0xFFFF if glyph else 0
    return 0


def _of_groups(cmap: bytes, offset: int, code: int) -> int:
    """In a subtable of format 12."""
    (count,) = struct.unpack_from(">I", cmap, offset + 12)
    for place in range(min(count, 0x10000)):
        first, last, glyph = struct.unpack_from(">III", cmap, offset + 16 + 12 * place)
        if first <= code <= last:
            return int(glyph + code - first)
        if first > code:
            break
    return 0
