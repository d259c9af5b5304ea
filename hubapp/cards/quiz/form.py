"""The quiz as its editing form posts it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hubapp.core.card_type import Content
from hubapp.core.reading import identifier, number, rows, text


def read_content(posted: Mapping[str, Any]) -> Content:
    """Content of what was posted; wrong shapes become empty values."""
    return {
        "questions": [_question(each) for each in rows(posted.get("questions"))],
        "results": [_result(each) for each in rows(posted.get("results"))],
    }


def _question(row: Mapping[str, Any]) -> Content:
    return {
        "id": identifier(row.get("id")),
        "text": text(row.get("text"), 300),
        "image": text(row.get("image"), 32),
        "alt": text(row.get("alt"), 200),
        "choices": [
            {"id": identifier(each.get("id")), "text": text(each.get("text"), 200)}
            for each in rows(row.get("choices"))
        ],
        "correct": text(row.get("correct"), 20),
        "explanation": text(row.get("explanation"), 500),
    }


def _result(row: Mapping[str, Any]) -> Content:
    return {
        "id": identifier(row.get("id")),
        "from_score": number(row.get("from_score"), 0, 200, 0),
        "title": text(row.get("title"), 120),
        "text": text(row.get("text"), 1000),
    }
