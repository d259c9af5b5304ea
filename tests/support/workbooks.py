"""Excel workbooks, read as the standard has them: a zip of XML."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def opened(body: bytes) -> zipfile.ZipFile:
    package = zipfile.ZipFile(io.BytesIO(body))
    assert package.testzip() is None
    return package


def part(package: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """One of the files in it."""
    return ElementTree.fromstring(package.read(name))  # noqa: S314 - written by ourselves


def cells(package: zipfile.ZipFile, number: int = 1) -> list[list[tuple[str, str, str]]]:
    """Type, style and text of each cell of a sheet."""
    return [
        [(each.get("t", ""), each.get("s", ""), "".join(each.itertext())) for each in row]
        for row in part(package, f"xl/worksheets/sheet{number}.xml").iter(f"{MAIN}row")
    ]


def texts(package: zipfile.ZipFile) -> list[list[str]]:
    """What is said in each cell of the first sheet."""
    return [[text for _, _, text in row] for row in cells(package)]
