"""The guides name commands, settings, files and places that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from pkgutil import resolve_name
from typing import NamedTuple

import pytest

from hubapp.cli import main
from hubapp.settings import PREFIX, Settings
from tests.architecture.sources import ROOT

GUIDES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
DEPLOYED = [each for each in sorted((ROOT / "deploy").rglob("*")) if each.is_file()]
CITED = {
    "CONTRACT": "docs/braze-contract.md",
    "ARCHITECTURE": "docs/architecture.md",
}
"""What comments cite, by section."""

_FENCE = re.compile(r"^ *```.*?^ *```", re.S | re.M)
_SPAN = re.compile(r"`([^`\n]+(?:\n[^`\n]+)?)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.*)$", re.M)
_CODE = (".py", ".html", ".js", ".css", ".md", ".toml", ".jsonl")
_EVERY_FILE = [
    each.relative_to(ROOT)
    for top in ("hubapp", "tests", "bench", "pictures", "docs", "deploy", ".")
    for each in (ROOT.glob("*") if top == "." else (ROOT / top).rglob("*"))
    if each.is_file() and "__pycache__" not in each.parts
]
_TAILS = {
    "/".join(parts[at:])
    for each in _EVERY_FILE
    for parts in (each.parts, each.parent.parts)
    for at in range(len(parts))
}
"""``hubapp/core/flow.py``, ``core/flow.py``, ``flow.py``; and the folders alike."""


class Said(NamedTuple):
    """A piece of code in a guide."""

    guide: str
    code: str


def _code() -> Iterator[Said]:
    """What stands in fences, line by line, and between backticks."""
    for guide in GUIDES:
        text, name = guide.read_text("utf-8"), guide.name
        for fence in _FENCE.findall(text):
            yield from (Said(name, line) for line in fence.splitlines()[1:-1])
        for span in _SPAN.findall(_FENCE.sub("", text)):
            yield Said(name, " ".join(span.split()))


def _missing(pattern: str, there: set[str]) -> list[str]:
    """Where the guides name something by ``pattern`` that is not among ``there``."""
    found = [
        (said, name)
        for said in _code()
        for name in re.findall(pattern, said.code.partition(" # ")[0])
    ]
    assert found, f"the guides name nothing like {pattern}"
    return [f"{said.guide}: {name} in {said.code!r}" for said, name in found if name not in there]


def test_make_targets_are_there():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.M))
    missing = _missing(r"\bmake ([a-z][a-z-]*)", targets)
    assert not missing, "\n".join(missing)


def test_commands_of_hubapp_are_there():
    """``hub`` is what operations.md calls it with the settings of a unit."""
    # Not where it names a user or a database: -u hubapp, -O hubapp.
    missing = _missing(
        r"(?<!-\w )(?<![\w/.-])hub(?:app)? ([a-z][a-z-]+)(?![\w-])", set(main.commands)
    )
    assert not missing, "\n".join(missing)


def test_commands_are_in_a_guide():
    shown = {name for name, command in main.commands.items() if not command.hidden}
    named = {said.code for said in _code()}
    unsaid = [each for each in shown if not any(each in code.split() for code in named)]
    assert not unsaid, "\n".join(unsaid)


def test_modules_that_are_run_are_there():
    named = {name for said in _code() for name in re.findall(r"python3? -m ([\w.]+)", said.code)}
    assert not [each for each in named if find_spec(each) is None]


def _settings_named(path: Path) -> set[str]:
    # HUBAPP_X stands for any of them.
    named = set(re.findall(rf"\b{PREFIX}[A-Z][A-Z_]*[A-Z]\b", path.read_text("utf-8")))
    return {each.removeprefix(PREFIX).removesuffix("_FILE").lower() for each in named}


@pytest.mark.parametrize("path", [*GUIDES, *DEPLOYED], ids=lambda path: path.name)
def test_settings_that_are_named_are_there(path):
    assert not _settings_named(path) - set(Settings.model_fields)


def test_every_setting_is_in_a_guide_for_operators():
    said = _settings_named(ROOT / "docs" / "operations.md")
    said |= _settings_named(ROOT / "docs" / "operators-guide.md")
    unsaid = sorted(f"{PREFIX}{each.upper()}" for each in set(Settings.model_fields) - said)
    assert not unsaid, "\n".join(unsaid)


def test_files_that_are_named_are_there():
    """From the top, or by their last parts: ``core/flow.py``. What begins with / or stands on a
    machine of the operator's is not ours."""
    tops = {each.parts[0] for each in _EVERY_FILE if len(each.parts) > 1}
    missing = []
    for said in _code():
        for word in re.findall(r"(?<![\w/.$~-])[\w.][\w./-]*", said.code):
            tail = word.rstrip("/")
            ours = word.endswith(_CODE) or (word.endswith("/") and word.split("/")[0] in tops)
            if ours and "/" not in word[:1] and tail not in _TAILS:
                missing.append(f"{said.guide}: {word} in {said.code!r}")
    assert not missing, "\n".join(missing)


def test_names_of_python_that_are_named_are_there():
    """``core.card_type.CardType``, as hubapp's own packages see it."""
    packages = {each.parts[1] for each in _EVERY_FILE if len(each.parts) > 2}
    missing = []
    for said in _code():
        if not re.fullmatch(r"[a-z_]+(\.\w+)+", said.code) or said.code.endswith(_CODE):
            continue
        if said.code.split(".")[0] in packages:
            try:
                resolve_name(f"hubapp.{said.code}")
            except (ImportError, AttributeError):
                missing.append(f"{said.guide}: {said.code}")
    assert not missing, "\n".join(missing)


def test_the_tree_in_the_architecture_is_the_tree():
    """Each line of it that names a folder or a module names one that is there."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    tree = _FENCE.findall(text)[0].splitlines()[1:-1]
    missing, above = [], []
    for line in tree:
        depth = (len(line) - len(line.lstrip())) // 2
        names = re.split(r"\s{2,}", line.strip())[0].split()
        above = [*above[:depth], names[0]]
        folder = ROOT.joinpath(*above[:-1])
        missing += [f"{folder / each}" for each in names if not (folder / each).exists()]
    assert len(tree) > 20
    assert not missing, "\n".join(missing)


def test_packages_of_the_house_are_in_the_tree():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    tree = _FENCE.findall(text)[0]
    packages = {each.parent.name for each in (ROOT / "hubapp").glob("*/__init__.py")}
    packages |= {each.parent.name for each in (ROOT / "hubapp" / "services").glob("*/__init__.py")}
    assert not [each for each in packages if f" {each}/ " not in tree]


def _anchors(path: Path) -> set[str]:
    """Of its headings, as they are made where Markdown is shown."""
    headings = _HEADING.findall(_FENCE.sub("", path.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", each.lower()).strip().replace(" ", "-") for each in headings}


@pytest.mark.parametrize("guide", [*GUIDES, ROOT / "CHANGELOG.md"], ids=lambda path: path.name)
def test_links_lead_somewhere(guide):
    broken = []
    for link in _LINK.findall(_FENCE.sub("", guide.read_text("utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (guide.parent / name).resolve() if name else guide
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("cited", CITED)
def test_sections_that_comments_cite_are_there(cited):
    headings = _HEADING.findall((ROOT / CITED[cited]).read_text("utf-8"))
    sections = {each.split()[0].rstrip(".") for each in headings}
    named = {
        (place, number)
        for place in _EVERY_FILE
        if place.suffix in _CODE and "vendor" not in place.parts
        for number in re.findall(rf"\b{cited} (\d+(?:\.\d+)*)", (ROOT / place).read_text("utf-8"))
    }
    assert named
    assert not [f"{place}: {number}" for place, number in named if number not in sections]
