"""What a room, and whoever checks a draw, is shown."""

from __future__ import annotations

import pytest

from hubapp.services import editing


@pytest.mark.parametrize(
    ("language", "stage", "proof"),
    [
        ("de", "Personen nehmen teil", "Nachweis der Verlosung"),
        ("ar", "مشاركين", "إثبات السحب"),
    ],
)
def test_the_stage_and_the_proof_speak_the_hubs_language(editor, hub, at, language, stage, proof):
    editing.choose_language(hub.id, None, language)
    editing.publish(hub.id, None)
    draw = editor.post(f"{at}/draws", data={"winners": "1", "reserves": "0"}).location
    page = editor.get(f"{draw}/stage").text
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert stage in page
    editor.post(f"{draw}/draw", data={"on": "stage"})
    page = editor.get(f"/draws/{draw.rpartition('/')[2]}").text
    assert f'<html lang="{language}"' in page
    assert proof in page
    # Members go on reading their own.
    assert '<html lang="en"' in editor.get(draw).text
