"""Switches of the suite: long loops on request, and nothing skipped where everything is required."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--soak``: the long loops instead of their short form."""
    parser.addoption("--soak", action="store_true", help="run the long loops (make soak)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow tests, so that none of them runs on alone when the others are done."""
    items.sort(key=lambda item: "slow" not in item.keywords)


@pytest.fixture(scope="session")
def soak(request: pytest.FixtureRequest) -> bool:
    """Whether the long form of a loop was asked for."""
    return bool(request.config.getoption("--soak"))


def lacking(sentence: str) -> None:
    """Skip with a sentence, or fail with it where everything is required."""
    (pytest.fail if os.environ.get("ALONGSIDE_REQUIRE_ALL") else pytest.skip)(sentence)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A chromium, as the system has it."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        lacking("Install the Python package playwright to test the pages in a browser.")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        lacking("Install the package chromium (Debian, Ubuntu: apt install chromium) to test in a browser.")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def races() -> Path:
    """The folder of recorded races; skips, or fails in CI, where it is absent."""
    folder = SHARED / "races"
    if not folder.is_dir():
        lacking("The recorded races are not here: this test needs them in ../shared/data/races.")
    return folder
