"""Only whole WOFF2 files of one face are faces; what is measured of them is what the house measured
by other means."""

from __future__ import annotations

import struct
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import hubapp
from hubapp.core.face import brand_face
from hubapp.core.theming import PRESETS
from hubapp.core.woff2 import NoFace, measured
from tests.support.faces import BODY

STATIC = Path(hubapp.__file__).parent / "static"
FILES = {each.key: STATIC / each.face.file for each in PRESETS}


def unpacked(packed: bytes, length: int) -> bytes | None:
    try:
        found = brotli.decompress(packed)
    except brotli.error:
        return None
    return found if len(found) == length else None


@pytest.mark.parametrize("preset", PRESETS, ids=lambda each: each.key)
def test_our_own_faces_measure_as_the_house_measured_them(preset):
    measures = measured(FILES[preset.key].read_bytes(), unpacked)
    assert len(measures.widths) == 52
    worn = brand_face("1", "Ours", measures).worn(preset.capitals)
    if preset.key == "gallery":
        # Of which a serif face is the stand-in; by lines it is as high.
        ours, theirs = (each.size * each.ascent for each in (worn, preset.face))
    else:
        ours, theirs = worn.size, preset.face.size
    assert ours == pytest.approx(theirs, rel=0.02)
    assert worn.size * worn.descent == pytest.approx(
        preset.face.size * preset.face.descent, rel=0.03
    )


def changed(at: int, by: bytes) -> bytes:
    return BODY[:at] + by + BODY[at + len(by) :]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"wOF2",
        b"\0\1\0\0" + BODY[4:],
        b"wOFF" + BODY[4:],
        BODY[:-1],
        BODY + b"\0",
        BODY[: len(BODY) // 2],
        changed(4, b"ttcf"),
        changed(12, b"\0\0"),
        changed(12, b"\xff\xff"),
        changed(14, b"\0\1"),
        changed(20, b"\0\0\0\5"),
        changed(400, b"\0" * 64),
        b"GIF89a" + b"\0" * 2000,
    ],
    ids=lambda each: each[:8].hex() + f"-{len(each)}",
)
def test_what_is_no_whole_face_is_none(body):
    with pytest.raises(NoFace):
        measured(body, unpacked)


def test_a_table_that_says_to_be_huge_is_not_unpacked():
    # The first table's length, in as many bytes as it has.
    bomb = bytearray(BODY)
    bomb[49:52] = b"\x8f\xff\xff"

    def never(_packed, _length):
        raise AssertionError

    with pytest.raises(NoFace):
        measured(bytes(bomb), never)


@given(some.integers(48, len(BODY) - 1), some.binary(min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_whatever_is_changed_in_it_nothing_breaks(at, by):
    try:
        measured(changed(at, by)[: len(BODY)], unpacked)
    except NoFace:
        pass


@pytest.mark.parametrize("kind", [4, 12])
def test_letters_are_found_in_both_sorts_of_tables(kind):
    if kind == 12:
        groups = struct.pack(">III", 97, 99, 1)
        table = struct.pack(">HHIII", 12, 0, 28, 0, 1) + groups
    else:
        ends, starts = struct.pack(">HH", 99, 0xFFFF), struct.pack(">HH", 97, 0xFFFF)
        deltas, ranges = struct.pack(">HH", 0x10000 - 96, 1), struct.pack(">HH", 0, 0)
        table = struct.pack(">7H", 4, 32, 0, 4, 0, 0, 0) + ends + b"\0\0" + starts + deltas + ranges
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table
    body = packed_face(cmap)
    assert measured(body, unpacked).widths == {"a": 0.5, "b": 0.6, "c": 0.7}


def packed_face(cmap: bytes) -> bytes:
    """A face of four glyphs without outlines."""
    head = b"\0" * 12 + struct.pack(">IHH", 0x5F0F3CF5, 0, 1000) + b"\0" * 34
    hhea = struct.pack(">Ihhh", 0x10000, 900, -200, 0) + b"\0" * 24 + struct.pack(">H", 4)
    hmtx = b"".join(struct.pack(">Hh", each, 0) for each in (400, 500, 600, 700))
    parts = [(0, cmap), (1, head), (2, hhea), (3, hmtx), (4, b"\0" * 6), (10, b"\0"), (11, b"\0")]
    # Of version 3 are glyf and loca, as they are.
    directory = b"".join(bytes([tag | (0xC0 if tag > 9 else 0), len(body)]) for tag, body in parts)
    packed = brotli.compress(b"".join(body for _, body in parts))
    whole = 48 + len(directory) + len(packed)
    header = struct.pack(
        ">4sIIHHIIHHIIIII",
        b"wOF2",
        0x10000,
        whole,
        len(parts),
        0,
        0,
        len(packed),
        *([0] * 7),
    )
    return header + directory + packed
