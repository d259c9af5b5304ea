"""A theme gives a background and an accent; every other colour is derived in OKLCH, with contrast
held: 4.5 for text, 3 for controls (WCAG 2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hubapp.core.face import ARCHIVO_BLACK, BARLOW_CONDENSED, FRAUNCES, FREDOKA, Face
from hubapp.core.inks import inks_of
from hubapp.core.oklch import hex_of, lch_of, luminance, rgb_of
from hubapp.core.reading import colour
from hubapp.core.snapshot import Theme
from hubapp.core.words import Words

TEXT = 4.5
CONTROL = 3.0


@dataclass(frozen=True)
class Preset:
    """A theme that is ready. ``label`` and ``sentence`` are for the marketer. face: of its
    headlines; twin: its own colours are dark where visitors want it dark; capitals: headlines are
    written in them."""

    key: str
    label: Words
    sentence: Words
    background: str
    accent: str
    face: Face
    twin: bool = False
    capitals: bool = False


PRESETS = (
    Preset(
        "kick-off",
        Words("Kick-off"),
        Words("Deep green, warm white, one hot accent."),
        "#0d3b2e",
        "#ff6b45",
        BARLOW_CONDENSED,
        capitals=True,
    ),
    Preset(
        "sherbet",
        Words("Sherbet"),
        Words("Soft pastels, rounded letters."),
        "#ffe9ef",
        "#7a3cc2",
        FREDOKA,
    ),
    Preset(
        "gallery",
        Words("Gallery"),
        Words("Black on paper, serif headlines."),
        "#f6f3ec",
        "#1b1b1b",
        FRAUNCES,
        twin=True,
    ),
    Preset(
        "poster",
        Words("Poster"),
        Words("Loud yellow, electric blue, heavy letters, hard edges."),
        "#ffd60a",
        "#2420d8",
        ARCHIVO_BLACK,
    ),
)


def preset_of(theme: Theme) -> Preset:
    """The look that a theme has; the first for one of another release."""
    return next((each for each in PRESETS if each.key == theme.preset), PRESETS[0])


def twin_of(theme: Theme) -> Theme | None:
    """The same by night, for a look that has one: paper and ink change places. A background that a
    brand chose is the brand's and stays, so it has none."""
    preset = preset_of(theme)
    if not preset.twin or theme.background != preset.background:
        return None
    _, chroma, hue = lch_of(theme.background)
    night = hex_of((0.2, chroma, hue))
    inked = theme.accent == preset.accent
    return replace(theme, background=night, accent=theme.background if inked else theme.accent)


def theme_of(preset: str | None, background: str | None, accent: str | None) -> dict[str, str]:
    """A theme of what was chosen, as a draft keeps it."""
    chosen = next((each for each in PRESETS if each.key == preset), PRESETS[0])
    return {
        "preset": chosen.key,
        "background": colour(background, chosen.background),
        "accent": colour(accent, chosen.accent),
    }


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two ``#rrggbb`` colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens(theme: Theme) -> dict[str, str]:
    """CSS custom property -> colour. The brand's two stay as they are; what is written or drawn on
    them is moved until it can be read on each of the grounds where it may stand."""
    text, raised, soft = _grounds(theme)
    grounds = (theme.background, raised, soft)
    colours = {
        "--surface": theme.background,
        "--surface-raised": raised,
        "--text": text,
        "--text-muted": readable(_mixed(text, theme.background, 0.3), grounds, TEXT),
        "--accent": theme.accent,
        "--accent-edge": readable(theme.accent, grounds, CONTROL),
        "--accent-text": readable(theme.accent, grounds, TEXT),
        "--on-accent": _ink_on(theme.accent),
        "--accent-soft": soft,
        "--line": readable(_mixed(text, theme.background, 0.55), grounds, CONTROL),
        "--focus": text,
        "--good": readable("#1f9d55", grounds, TEXT),
        "--bad": readable("#d8352a", grounds, TEXT),
    }
    art = {f"--art-{name}": ink for name, ink in inks_of(theme.accent).items()}
    return colours | art | _paper(theme) | _paints(theme)


def _paper(theme: Theme) -> dict[str, str]:
    """Of a ticket: light paper on whatever ground, and what is printed on it."""
    _, chroma, hue = lch_of(theme.accent)
    paper = hex_of((0.98, min(chroma, 0.012), hue))
    dark = luminance(theme.background) < 0.1
    return {
        "--paper": paper,
        "--ink": readable(theme.background if dark else "#161a18", (paper,), 7),
        "--ink-muted": readable("#6b6f6d", (paper,), TEXT),
        "--ink-accent": readable(theme.accent, (paper,), TEXT),
    }


def _paints(theme: Theme) -> dict[str, str]:
    """Four fills that lie side by side, as on a wheel, with the ink that can be read on each: the
    accent, a tint of it, a neighbour at its chroma, and a shade far from it."""
    light, chroma, hue = lch_of(theme.accent)
    fills = {
        "a": theme.accent,
        "b": hex_of((0.95, chroma * 0.2, hue)),
        "c": hex_of((0.8, chroma * 0.9, hue + 0.8)),
        "d": hex_of((0.3 if light > 0.45 else 0.62, chroma * 0.55, hue - 0.3)),
    }
    inks = {f"--on-paint-{name}": _ink_on(fill) for name, fill in fills.items()}
    return inks | {f"--paint-{name}": fill for name, fill in fills.items()}


def _grounds(theme: Theme) -> tuple[str, str, str]:
    """The text's colour, the raised surface, and what is chosen. A background of middle grey
    leaves room on one side alone, so the other two come nearer to it until one ink serves all."""
    light, chroma, hue = lch_of(theme.background)
    dark = luminance(theme.background) < 0.36
    ink = readable("#fffaf0" if dark else "#161a18", (theme.background,), 7)
    for share in (1.0, 0.75, 0.5, 0.25, 0.0):
        higher = min(1, light + share * (0.055 if dark else 0.045))
        raised = hex_of((higher, chroma * 0.9, hue)) if share else theme.background
        soft = _mixed(raised, theme.accent, 0.16 * share)
        grounds = (theme.background, raised, soft)
        text = readable(ink, grounds, TEXT)
        if all(contrast(text, ground) >= TEXT for ground in grounds):
            break
    return text, raised, soft


def readable(colour: str, grounds: Sequence[str], least: float) -> str:
    """``colour`` itself, or the nearest lighter or darker one with contrast ``least`` on each of
    ``grounds``; where there is none, black or white, whichever is stronger on the weakest."""
    lightness, chroma, hue = lch_of(colour)
    for step in range(101):
        for shift in (step / 100, -step / 100):
            moved = lightness + shift
            if 0 <= moved <= 1:
                candidate = colour if not step else hex_of((moved, chroma * (1 - step / 130), hue))
                if all(contrast(candidate, ground) >= least for ground in grounds):
                    return candidate
    return max(
        ("#ffffff", "#000000"), key=lambda ink: min(contrast(ink, ground) for ground in grounds)
    )


def _ink_on(ground: str) -> str:
    return max(("#ffffff", "#000000"), key=lambda ink: contrast(ink, ground))


def _mixed(one: str, other: str, share: float) -> str:
    """``share`` of ``other`` in ``one``."""
    pairs = zip(rgb_of(one), rgb_of(other), strict=True)
    return "#" + "".join(f"{round(255 * (a + (b - a) * share)):02x}" for a, b in pairs)
