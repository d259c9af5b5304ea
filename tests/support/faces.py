"""A face as a brand may upload it."""

from __future__ import annotations

from pathlib import Path

import hubapp

BODY = (Path(hubapp.__file__).parent / "static/vendor/fredoka-5.3.0/fredoka-600.woff2").read_bytes()
