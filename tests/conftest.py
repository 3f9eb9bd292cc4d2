"""Switches of the suite: long loops on request, and nothing skipped where everything is required."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--soak``: the long loops instead of their short form."""
    parser.addoption("--soak", action="store_true", help="run the long loops (make soak)")


@pytest.fixture(scope="session")
def soak(request: pytest.FixtureRequest) -> bool:
    """Whether the long form of a loop was asked for."""
    return bool(request.config.getoption("--soak"))


@pytest.fixture(scope="session")
def races() -> Path:
    """The folder of recorded races; skips, or fails in CI, where it is absent."""
    folder = SHARED / "races"
    if not folder.is_dir():
        said = "The recorded races are not here: this test needs them in ../shared/data/races."
        if os.environ.get("ALONGSIDE_REQUIRE_ALL"):
            pytest.fail(said)
        pytest.skip(said)
    return folder
