"""A small picture as SVG: lines, marks and words on a card of its own, legible in light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

Points = Sequence[tuple[float, float]]

# Each line has a colour, a dash and a mark: whoever does not see the one has the others, and words.
DASHES = ("", "8 4", "2 4", "10 4 2 4", "5 2", "1 3", "14 3")
MARKS = ("circle", "square", "diamond", "triangle", "cross", "ring", "bar")
_LIGHT = ("#1b1b1b", "#0b62a4", "#a33d00", "#1d6f42", "#7a3b9c", "#8a6d00", "#5f5f5f")
_DARK = ("#f2f2f2", "#7cc0ff", "#ffa366", "#7bd8a0", "#d6a6f2", "#e6cc5c", "#b8b8b8")


class Picture:
    """A card of ``width`` by ``height`` pixels that is drawn on; colours are numbers from 0."""

    def __init__(self, width: int, height: int, title: str) -> None:
        self.width, self.height = width, height
        self._parts = [
            f"<title>{escape(title)}</title>",
            '<rect class="card" width="100%" height="100%" rx="6"/>',
        ]

    def text(self, x: float, y: float, words: str, anchor: str = "start", style: str = "") -> None:
        """Write words; ``anchor`` is start, middle or end, ``style`` one of bold, faint, cN for a colour."""
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{style}">{escape(words)}</text>'
        )

    def line(self, begin: tuple[float, float], end: tuple[float, float], style: str = "grid") -> None:
        """Draw a straight line of the grid, or of another style."""
        (x1, y1), (x2, y2) = begin, end
        self._parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{style}"/>')

    def band(self, x: float, y: float, width: float, height: float) -> None:
        """Shade what is wanted."""
        self._parts.append(
            f'<rect class="band" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
        )

    def path(self, points: Points, colour: int) -> None:
        """Draw a line through points, with a mark at each."""
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dash = DASHES[colour % len(DASHES)]
        self._parts.append(f'<polyline points="{joined}" class="path s{colour}" stroke-dasharray="{dash}"/>')
        for x, y in points:
            self.mark(x, y, colour)

    def mark(self, x: float, y: float, colour: int) -> None:
        """Draw the mark of a colour."""
        self._parts.append(_mark(MARKS[colour % len(MARKS)], x, y, colour))

    def svg(self) -> str:
        """Return the picture as SVG."""
        size = f'viewBox="0 0 {self.width} {self.height}" width="{self.width}" height="{self.height}"'
        body = "\n".join([f"<style>{_style()}</style>", *self._parts])
        return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>\n{body}\n</svg>\n'


def _mark(shape: str, x: float, y: float, colour: int) -> str:
    paths = {
        "square": f"M{x - 4:.1f} {y - 4:.1f}h8v8h-8z",
        "diamond": f"M{x:.1f} {y - 5.5:.1f}l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
        "triangle": f"M{x:.1f} {y - 5:.1f}l5 9h-10z",
        "bar": f"M{x - 2:.1f} {y - 5:.1f}h4v10h-4z",
    }
    if shape in paths:
        return f'<path d="{paths[shape]}" class="f{colour}"/>'
    if shape == "cross":
        return f'<path d="M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8" class="path s{colour}"/>'
    kind = f"path s{colour}" if shape == "ring" else f"f{colour}"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" class="{kind}"/>'


def _style() -> str:
    base = (
        "text{font:13px system-ui,sans-serif}.bold{font-weight:600}.path{fill:none;stroke-width:2}"
        ".grid{stroke-width:1}.axis{stroke-width:1.5}.aim{stroke-width:1.5;stroke-dasharray:6 4}"
    )
    light = _colours(_LIGHT, "#ffffff", "#1b1b1b", "#595959", "#dddddd", "#e7eef5")
    dark = _colours(_DARK, "#16191d", "#f2f2f2", "#b8b8b8", "#3a3f45", "#233240")
    return f"{base}{light}@media(prefers-color-scheme:dark){{{dark}}}"


def _colours(colours: tuple[str, ...], card: str, text: str, faint: str, grid: str, band: str) -> str:
    own = "".join(f".s{i}{{stroke:{c}}}.f{i}{{fill:{c}}}text.c{i}{{fill:{c}}}" for i, c in enumerate(colours))
    return (
        f".card{{fill:{card}}}text{{fill:{text}}}text.faint{{fill:{faint}}}.grid{{stroke:{grid}}}"
        f".axis,.aim{{stroke:{faint}}}.band{{fill:{band}}}{own}"
    )
