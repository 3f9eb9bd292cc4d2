"""Start ``alongside demo`` from wherever the package is installed, look at its pages, and end it.

Bounded: it talks to loopback only, waits a minute at most, and ends the process it started.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path


def main() -> int:
    """Return 0 when the start page, the public page and race control show a race that is running."""
    alongside = Path(sys.executable).with_name("alongside")
    demo = subprocess.Popen([alongside, "demo", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        links = read_links(demo)
        control = wait_for(links["Race control"], "on the course")
        wait_for(links["Public page"], "<svg")
        wait_for(links["Start here"], "/control/")
    finally:
        demo.send_signal(signal.SIGINT)
        code = demo.wait(timeout=30)
    if code != 0:
        sys.exit(f"the demo ended with {code} on Ctrl-C")
    print(f"The demo runs and ends cleanly; race control is {len(control):,} characters.")
    return 0


def read_links(demo: subprocess.Popen[str]) -> dict[str, str]:
    """Return the links that the demo prints, by their names."""
    links: dict[str, str] = {}
    for line in demo.stdout or ():
        found = re.match(r"(Start here|Race control|Public page)\s+(http\S+)", line)
        if found:
            links[found[1]] = found[2]
        if len(links) == 3:
            return links
    sys.exit("the demo ended before it said where its pages are")


def wait_for(url: str, text: str) -> str:
    """Return a page once it holds ``text``; give up after a minute."""
    for _ in range(120):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                page = str(answer.read().decode())
            if text in page:
                return page
        except OSError:
            pass
        time.sleep(0.5)
    sys.exit(f"{url} did not show {text!r} within a minute")


if __name__ == "__main__":
    sys.exit(main())
