"""How wide text is and where it breaks, so that labels neither meet nor leave the picture.

Widths are Arial's, in thousandths of the size, with room for fonts that run wider.
"""

from __future__ import annotations

SIZE = 14
"""Size of all text in a chart, in pixels at the chart's own width."""

LINE = 18
"""From one line of text to the next."""

_ROOM = 1.08
_WIDTHS = {
    **dict.fromkeys("ijl'|", 222),
    **dict.fromkeys(" .,:;!ftI/\\[]", 278),
    **dict.fromkeys('r()-`"', 345),
    **dict.fromkeys("cksvxyz", 500),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("mM", 833),
    **dict.fromkeys("%", 889),
    **dict.fromkeys("W@", 1000),
    **dict.fromkeys("−+=<>~", 584),
}


def width(text: str, size: float = SIZE, bold: bool = False) -> float:
    """The width of one line of text in pixels, rather too much than too little."""
    thousandths = sum(_WIDTHS.get(c, 560 if ord(c) < 0x250 else 1000) for c in text)
    return thousandths / 1000 * size * _ROOM * (1.08 if bold else 1)


def wrap(text: str, most: float, bold: bool = False) -> list[str]:
    """Lines no wider than `most` pixels; a word that is wider is broken, after a hyphen if it has one."""
    lines = [""]
    for whole in text.split():
        rest = whole
        while rest:
            joined = f"{lines[-1]} {rest}" if lines[-1] else rest
            if width(joined, bold=bold) <= most:
                lines[-1], rest = joined, ""
            elif lines[-1]:
                lines.append("")
            else:
                fit = max(1, sum(width(rest[: i + 1], bold=bold) <= most for i in range(len(rest))))
                if fit < len(rest):
                    fit = rest.rfind("-", 0, fit) + 1 or fit
                lines[-1], rest = rest[:fit], rest[fit:]
                if rest:
                    lines.append("")
    return lines
