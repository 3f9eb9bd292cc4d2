"""QR codes: as a drawing for a page or a card, and as blocks for a terminal."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup


def qr_svg(address: str) -> Markup:
    """Return an address as an SVG of its own white ground, so that it is read on a dark page too."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(scale=4, border=4, light="#fff", dark="#000", omitsize=True, svgclass="qr")
    return Markup(drawn.replace("<svg ", '<svg role="img" aria-label="QR code of the address" ', 1))


def qr_terminal(address: str) -> str:
    """Return an address as blocks that a phone reads off a terminal."""
    drawn = io.StringIO()
    segno.make(address, error="l", micro=False).terminal(out=drawn, border=2, compact=True)
    return drawn.getvalue()
