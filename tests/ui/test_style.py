"""Both schemes are complete and legible."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from ui import icons, style
from ui.style import DARK, LIGHT, Colours, Tone


def brightness(colour: str) -> float:
    """Relative luminance, as the accessibility guidelines define it."""
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_its_ground(scheme: Colours) -> None:
    pairs = [
        (scheme.ink, scheme.window),
        (scheme.ink, scheme.base),
        (scheme.ink, scheme.picked),
        (scheme.soft, scheme.window),
        (scheme.soft, scheme.raised),
        (scheme.on_accent, scheme.accent),
        (scheme.accent, scheme.base),
        *scheme.tones.values(),
    ]
    poor = [(one, other, round(contrast(one, other), 2)) for one, other in pairs if contrast(one, other) < 4.5]
    assert poor == []


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_tone_has_its_badge(scheme: Colours) -> None:
    assert set(scheme.tones) == set(Tone)
    sheet = style.sheet(scheme, "icons")
    assert all(f'badge="{tone}"' in sheet for tone in Tone)


def test_every_icon_draws_something(qapp: object) -> None:
    for name in icons._SHAPES:
        image = icons.pixmap(name, "#000000", 24).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), name
