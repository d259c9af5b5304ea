"""axe-core on a page, in readable words."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

_SOURCE = next((Path(__file__).parent / "vendor").glob("axe-core-*/axe.min.js")).read_text()


def assert_accessible(page: Page) -> None:
    """axe finds nothing. In forced colours it is not asked about contrast: they are the system's,
    and a script is told those of the style sheet, which nobody sees."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(_SOURCE)
    found = page.evaluate(
        """axe.run(document, {iframes: false, rules: {"color-contrast": {
             enabled: !matchMedia("(forced-colors: active)").matches}}})"""
    )
    words = [
        f"{each['id']}: {each['help']} at {node['target']}: {node.get('failureSummary', '')[:300]}"
        for each in found["violations"]
        for node in each["nodes"][:3]
    ]
    assert not words, page.url + "\n" + "\n".join(words)
