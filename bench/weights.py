"""What the pages of visitors weigh, and how soon their largest part is there: the gallery and each
of its cards, read from the wire by a browser on a slow line."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from playwright.sync_api import Browser, sync_playwright

from bench.rows import Row, row
from bench.serving import served
from hubapp.cards import CARD_TYPES
from hubapp.demo.gallery import SLUG, make_gallery
from hubapp.extensions import db
from tests.support.factories import MemberFactory
from tests.support.servers import QUIET, path_of_chromium

SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6 * 1024 * 1024 / 8,
    "uploadThroughput": 750 * 1024 / 8,
}
"""Milliseconds for each request, and bytes a second: what Lighthouse calls slow 4G."""
LOADS = 3
HUB_SCRIPT, CARD_SCRIPT, HTML, CSS = 10, 15, 14, 10
"""KB, packed (QUALITY 2)."""
SOONEST, STEADY = 1200, 0.02
"""Milliseconds until the largest part is there, and how much may move meanwhile."""
_WATCH = """
window.seen = {lcp: 0, cls: 0};
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) seen.lcp = each.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) seen.cls += each.value;
}).observe({type: "layout-shift", buffered: true});
"""


def weight_rows(folder: Path, make: Callable[[], Any]) -> Iterator[Row]:
    """make: the app, on the database in ``folder``."""
    app = make()
    with app.app_context():
        upgrade()
        member = MemberFactory(workspace__name="Demo")
        make_gallery(member.user_id)
        db.session.remove()
        db.engine.dispose()
    with served(make) as port, _chromium() as browser:
        for kind in ("", *CARD_TYPES):
            address = f"http://127.0.0.1:{port}/h/{SLUG}/{kind and f'{kind}/'}"
            yield from _rows(kind or "the hub", bool(kind), _loads(browser, address))


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path_of_chromium(), args=QUIET)
        yield browser
        browser.close()


def _loads(browser: Browser, address: str) -> list[dict[str, float]]:
    """What each of some first visits came to: kilobytes of each sort, and the two times."""
    return [_load(browser, address) for _ in range(LOADS)]


def _load(browser: Browser, address: str) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page = context.new_page()
    page.add_init_script(_WATCH)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    sorts: dict[str, str] = {}
    weights: Counter[str] = Counter()

    def answered(said: dict[str, Any]) -> None:
        sorts[said["requestId"]] = said["type"]
        # The head, which is not packed; a frame of HTTP/2 would be.
        weights[said["type"]] -= said["response"]["encodedDataLength"]

    def loaded(said: dict[str, Any]) -> None:
        weights[sorts.get(said["requestId"], "")] += said["encodedDataLength"]

    line.on("Network.responseReceived", answered)
    line.on("Network.loadingFinished", loaded)
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(300)
    times = page.evaluate("seen")
    context.close()
    return {**{sort: each / 1024 for sort, each in weights.items()}, **times}


def _rows(name: str, is_card: bool, loads: list[dict[str, float]]) -> Iterator[Row]:
    budgets = {
        "Script": CARD_SCRIPT if is_card else HUB_SCRIPT,
        "Document": HTML,
        "Stylesheet": CSS,
        "lcp": SOONEST,
        "cls": STEADY,
    }
    words = {"Script": "scripts", "Document": "HTML", "Stylesheet": "style sheets"}
    words |= {"lcp": "largest paint on slow 4G", "cls": "layout shift"}
    units = {"lcp": "ms", "cls": "of the window"}
    for sort, budget in budgets.items():
        found = statistics.median(each.get(sort, 0) for each in loads)
        yield row(
            f"{name}: {words[sort]}",
            units.get(sort, "KB packed"),
            found,
            budget,
            found / budget,
            budget="<= 1",
            sample=LOADS,
        )
