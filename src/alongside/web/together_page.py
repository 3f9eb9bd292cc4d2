"""Who ran together, as a file that needs nothing else: no script, nothing fetched, nobody named."""

from __future__ import annotations

from markupsafe import Markup

from alongside import __version__
from alongside.together.summary import Summary
from alongside.web.drawing import STATIC, draw
from alongside.web.together_picture import meeting_pictures, tenth_bars
from alongside.web.together_words import together_context

STYLES = ("alongside.css", "report.css", "together.css")


def together_html(summary: Summary, race: str) -> str:
    """Return what is to be said of a race as one HTML file; ``race`` is its name as people know it.

    Who was who stands nowhere in it: neither bibs nor rows of the field, and times only to five minutes.
    """
    style = Markup("\n".join((STATIC / name).read_text(encoding="utf-8") for name in STYLES))
    pictures = {
        "tenths": tenth_bars(summary.tenths),
        "meetings": meeting_pictures(summary.strongest) if summary.has_clock else [],
        "several": len(summary.distances) > 1,
    }
    context = together_context(summary, race) | pictures | {"style": style, "version": __version__}
    return draw("together_file.html", context)
