"""Make src/alongside/demo_race/ again: ``python tools/make_demo.py``.

The files are generated from a fixed seed and tracked, because the wheel ships them; on the same versions
of numpy and pyarrow they come out byte for byte the same.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import numpy as np

from alongside.folders.made_up import write_made_up
from alongside.simulate.city import city_files
from alongside.simulate.demo import SEED, make_demo

DEMO = Path(__file__).parents[1] / "src" / "alongside" / "demo_race"


def main() -> None:
    """Write the demo race beside the old one, then put it in its place."""
    made_up = make_demo(np.random.default_rng(SEED))
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / DEMO.name
        write_made_up(fresh, city_files(), made_up, truth=False)
        shutil.rmtree(DEMO, ignore_errors=True)
        shutil.copytree(fresh, DEMO)
    held = sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file())
    print(f"{DEMO.name}: {len(made_up.drafts):,} rows, {held / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
