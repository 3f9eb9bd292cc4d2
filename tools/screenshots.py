"""Take the pictures of docs/pictures/ again, from the made-up race: ``python tools/screenshots.py``.

Needs the package playwright and a chromium of the system. It talks to loopback only, and ends the one
process that it started.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from smoke_demo import read_links, wait_for

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
CHAPTER = "Alone"
DESKTOP, PHONE = (1280, 860), (360, 780)
MOST_BYTES = 150_000
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
SHOTS = (
    ("control.png", "Race control", DESKTOP),
    ("control-phone.png", "Race control", PHONE),
    ("race.png", "Public page", DESKTOP),
    ("race-phone.png", "Public page", PHONE),
    ("start.png", "Start here", (1280, 1000)),
)


@contextmanager
def demo() -> Iterator[dict[str, str]]:
    """Run the demo; yield its links by their names."""
    alongside = Path(sys.executable).with_name("alongside")
    process = subprocess.Popen([alongside, "demo", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        yield read_links(process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def drive(control: str, action: str, value: str = "") -> None:
    """Press a button of the replay's form."""
    form = urllib.parse.urlencode({"action": action, "value": value}).encode()
    address = control.removesuffix("/") + "/player"
    asked = urllib.request.Request(address, form, {"Accept": "application/json"})
    urllib.request.urlopen(asked, timeout=30).close()


def go_to(links: dict[str, str], title: str) -> None:
    """Stand still at a chapter, once the replay has been wound there."""
    button = rf'value="(\d+)">\s*<button><span class="when">(\S+)</span> {re.escape(title)}<'
    found = re.search(button, wait_for(links["Start here"], title))
    if found is None:
        sys.exit(f"the start page has no chapter {title!r}")
    drive(links["Race control"], "pause")
    drive(links["Race control"], "seek", found[1])
    wait_until_there(links["Race control"], f"as of <strong>{found[2]}:")


def wait_until_there(control: str, as_of: str) -> None:
    """Return once race control shows a time, and the replay does not wind any more."""
    for _ in range(240):
        page = wait_for(control, "Replay")
        if as_of in page and "winding" not in page:
            return
        time.sleep(0.5)
    sys.exit(f"the replay did not come to {as_of!r}")


@contextmanager
def browser() -> Iterator[Any]:
    """Yield the system's chromium."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        sys.exit("There is no chromium here. On Debian and Ubuntu: apt install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


def shoot(chromium: Any, url: str, size: tuple[int, int], file: Path) -> None:
    """Take one picture of the top of a page; a picture too heavy for the repository is refused."""
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme="light")
    page = context.new_page()
    page.goto(url)
    page.wait_for_timeout(500)
    page.screenshot(path=file)
    context.close()
    if file.stat().st_size > MOST_BYTES:
        sys.exit(f"{file.name} has {file.stat().st_size:,} bytes; {MOST_BYTES:,} are allowed: crop it")
    print(f"{file.name}: {file.stat().st_size:,} bytes")


def main() -> None:
    """Take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demo() as links, browser() as chromium:
        go_to(links, CHAPTER)
        for name, page, size in SHOTS:
            shoot(chromium, links[page], size, PICTURES / name)


if __name__ == "__main__":
    main()
