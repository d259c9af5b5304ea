from hypothesis import given
from hypothesis import strategies as st

from hubapp.core import art
from hubapp.core.snapshot import Theme
from hubapp.core.theming import contrast, tokens

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(background=colours, accent=colours)
def test_every_theme_can_be_read(background, accent):
    made = tokens(Theme("kick-off", background, accent))
    assert contrast(made["--text"], made["--surface-raised"]) >= 4.5
    assert contrast(made["--on-accent"], made["--accent"]) >= 4.5
    assert contrast(made["--accent"], background) >= 3


def test_covers_are_small_and_the_same_for_the_same_card():
    for pattern in art.PATTERNS:
        assert art.cover(pattern, "ab12") == art.cover(pattern, "ab12")
        assert len(art.cover(pattern, "ab12")) < 2048
