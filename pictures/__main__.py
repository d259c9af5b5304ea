"""``make pictures``: every picture anew. Some only:
``make pictures ONLY="braze film"`` (braze, cards, film, guide: the last changes the demo's hub)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from pictures import braze, cards, film, guide
from pictures.studio import Studio
from tests.support.running import Demo
from tests.support.servers import QUIET, path_of_chromium

SETS = {"braze": braze.take, "cards": cards.take, "film": film.take, "guide": guide.take}


def main() -> None:
    """Those named on the command line, else all."""
    wanted = sys.argv[1:] or list(SETS)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path_of_chromium(), args=QUIET)
        demo = Demo(Path(folder))
        try:
            for name in wanted:
                SETS[name](Studio(demo, browser))
        finally:
            demo.stop()
            browser.close()


if __name__ == "__main__":
    main()
