"""One picture of what days came to: bars that are read on a phone, on a light or a dark screen.

Drawn by Pillow: it is maintained, ships its own font, and needs no display and no process beside
the shop. A picture takes about 50 ms, in a thread.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from models.day import Count
from services.sale.numbers import Report
from utils.money import minor_digits

WIDTH, HEIGHT = 1080, 810
"""Three pixels for each of a phone's 360: text of 36 reads as 12 there."""
LEFT, RIGHT, TOP, BOTTOM = 150, 30, 150, 90
BIG, SMALL = 52, 36
MOST_BARS = 62
"""More days than that are shown by the week."""
WEEK = 7
STEPS = 4
SCALE = ((10**9, "G"), (10**6, "M"), (10**3, "k"))


@dataclass(frozen=True, slots=True)
class Colours:
    paper: str
    ink: str
    faint: str
    grid: str
    good: str
    bad: str


LIGHT = Colours("#ffffff", "#1c2733", "#5b6b7b", "#d9e0e7", "#1f77d0", "#d0402b")
DARK = Colours("#17212b", "#f2f5f8", "#9fb0c0", "#2f3d4b", "#5aa9f0", "#f07a66")


@dataclass(frozen=True, slots=True)
class Bar:
    """`date`: of its first day; minor units sold, and given back."""

    date: str
    sold: int
    back: int


@dataclass(frozen=True, slots=True)
class Words:
    """`total`: what it all comes to; `sold`, `back`: what the colours mean."""

    title: str
    total: str
    sold: str
    back: str


def bars_of(report: Report) -> list[Bar]:
    found = []
    for point in report.points:
        sums = dict.fromkeys((Count.SALE, Count.REFUND), 0)
        for (kind, _, currency), number in point.numbers.items():
            if kind in sums and currency == report.currency:
                sums[kind] += number.amount
        found.append(Bar(point.day.date, sums[Count.SALE], sums[Count.REFUND]))
    return found if len(found) <= MOST_BARS else _by_week(found)


def _by_week(bars: Sequence[Bar]) -> list[Bar]:
    """The last one ends today, the first one may be short."""
    first = len(bars) % WEEK
    edges = [0, *range(first, len(bars), WEEK)] if first else [*range(0, len(bars), WEEK)]
    parts = [bars[a:b] for a, b in zip(edges, [*edges[1:], len(bars)], strict=True)]
    return [
        Bar(part[0].date, sum(each.sold for each in part), sum(each.back for each in part))
        for part in parts
    ]


def draw(bars: Sequence[Bar], currency: str, words: Words, *, dark: bool) -> bytes:
    """A PNG."""
    colours = DARK if dark else LIGHT
    image = Image.new("RGB", (WIDTH, HEIGHT), colours.paper)
    pen = ImageDraw.Draw(image)
    _head(pen, words, colours)
    top, low = _edges(bars)
    _grid(pen, (top, low), currency, colours)
    _columns(pen, bars, (top, low), colours)
    _dates(pen, bars, colours)
    content = io.BytesIO()
    image.save(content, "PNG", optimize=True)
    return content.getvalue()


def _font(size: int) -> Any:
    return ImageFont.load_default(size)


def _head(pen: ImageDraw.ImageDraw, words: Words, colours: Colours) -> None:
    pen.text((30, 20), words.title, fill=colours.faint, font=_font(SMALL))
    pen.text((30, 66), words.total, fill=colours.ink, font=_font(BIG))
    at = float(WIDTH - RIGHT)
    for text, colour in ((words.back, colours.bad), (words.sold, colours.good)):
        at -= pen.textlength(text, font=_font(SMALL))
        pen.text((at, 20), text, fill=colours.faint, font=_font(SMALL))
        pen.rectangle((at - 38, 30, at - 12, 56), fill=colour)
        at -= 70


def _edges(bars: Sequence[Bar]) -> tuple[int, int]:
    """The highest and the lowest line, which is below nothing where something was given back."""
    most, back = max(bar.sold for bar in bars), max(bar.back for bar in bars)
    step = _step(most, back)
    return max(step, -(-most // step) * step), back // -step * step


def _step(most: int, back: int) -> int:
    """1, 2 or 5 and noughts: so that there are about STEPS of them."""
    rough = max(1, (most + back) // STEPS)
    size = 1
    while True:
        for first in (1, 2, 5):
            if first * size >= rough:
                return first * size
        size *= 10


def _place(value: int, edges: tuple[int, int]) -> float:
    top, low = edges
    return TOP + (HEIGHT - TOP - BOTTOM) * (top - value) / (top - low)


def _grid(
    pen: ImageDraw.ImageDraw, edges: tuple[int, int], currency: str, colours: Colours
) -> None:
    top, low = edges
    step = _step(top, -low)
    for value in range(low, top + 1, step):
        at = _place(value, edges)
        strong = colours.faint if value == 0 else colours.grid
        pen.line((LEFT, at, WIDTH - RIGHT, at), fill=strong, width=3 if value == 0 else 2)
        label = short(value, currency)
        wide = pen.textlength(label, font=_font(SMALL))
        pen.text((LEFT - 14 - wide, at - 22), label, fill=colours.faint, font=_font(SMALL))


def short(value: int, currency: str) -> str:
    """Minor units in few digits: `1.5k`."""
    whole = value / 10 ** minor_digits(currency)
    for size, letter in SCALE:
        if abs(whole) >= size:
            return f"{whole / size:.3g}{letter}"
    return f"{whole:.3g}"


def _columns(
    pen: ImageDraw.ImageDraw, bars: Sequence[Bar], edges: tuple[int, int], colours: Colours
) -> None:
    wide = (WIDTH - LEFT - RIGHT) / len(bars)
    gap = min(wide * 0.25, 24)
    zero = _place(0, edges)
    for number, bar in enumerate(bars):
        first, last = LEFT + number * wide + gap / 2, LEFT + (number + 1) * wide - gap / 2
        if bar.sold:
            pen.rectangle((first, _place(bar.sold, edges), last, zero), fill=colours.good)
        if bar.back:
            pen.rectangle((first, zero, last, _place(-bar.back, edges)), fill=colours.bad)


def _dates(pen: ImageDraw.ImageDraw, bars: Sequence[Bar], colours: Colours) -> None:
    """The first, the last, and one between them where there is room."""
    wide = (WIDTH - LEFT - RIGHT) / len(bars)
    shown = sorted({0, len(bars) // 2, len(bars) - 1})
    for number in shown:
        text = bars[number].date[5:]
        size = pen.textlength(text, font=_font(SMALL))
        middle = LEFT + (number + 0.5) * wide - size / 2
        at = min(max(middle, LEFT), WIDTH - RIGHT - size)
        pen.text((at, HEIGHT - BOTTOM + 24), text, fill=colours.faint, font=_font(SMALL))
