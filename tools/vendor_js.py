"""Fetch the scripts that the pages carry, each at a pinned version: ``python tools/vendor_js.py``.

Needs npm. What is fetched must have the checksum below; then the files named there, and no others, are put
into ``src/alongside/web/static/vendor/NAME-VERSION/`` beside their licence and a note of where they come
from. To take a newer version, change version and checksum here, run it, delete the old folder, and look at
the map in a browser.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

VENDOR = Path(__file__).parents[1] / "src" / "alongside" / "web" / "static" / "vendor"


class Library(NamedTuple):
    """A package of the npm registry: its archive's SHA-256, and which of its files are kept under which name.

    ``licence`` is its SPDX name; ``also`` are what its files contain of others.
    """

    name: str
    version: str
    sha256: str
    licence: str
    files: dict[str, str]
    also: tuple[Library, ...] = ()  # type: ignore[misc]
    about: str = ""


FFLATE = Library(
    "fflate",
    "0.8.2",
    "61fd5061e2fc8e5e3e3129f7f2fec7bd78a313e1bf4becbf1cc1cc9998d141dc",
    "MIT",
    {"LICENSE": "LICENSE-fflate.txt"},
    about="Compiled into pmtiles.js.",
)
LIBRARIES = (
    Library(
        "maplibre-gl",
        "6.17.0",
        "587807d8d6c99349022e027fa310c16cfaa55392131f6263df080306db6809b0",
        "BSD-3-Clause",
        {
            "dist/maplibre-gl.mjs": "maplibre-gl.mjs",
            "dist/maplibre-gl-worker.mjs": "maplibre-gl-worker.mjs",  # found by this name beside the other
            "dist/maplibre-gl.css": "maplibre-gl.css",
            "LICENSE.txt": "LICENSE.txt",
        },
        about="The map, loaded when somebody asks for it.",
    ),
    Library(
        "pmtiles",
        "4.5.0",
        "23ae7c575578ad24cd579377d69c46550631da219e6f179997ec2cf3b8c937e5",
        "BSD-3-Clause",
        {"dist/pmtiles.js": "pmtiles.js"},
        also=(FFLATE,),
        about="Reads a race folder's own base map. Its package has no licence file: LICENSE.txt is that of "
        "its repository, https://github.com/protomaps/PMTiles.",
    ),
)


def main() -> None:
    """Fetch every library."""
    if shutil.which("npm") is None:
        sys.exit("There is no npm here. On Debian and Ubuntu: apt install npm")
    for library in LIBRARIES:
        fetch(library, VENDOR / f"{library.name}-{library.version}")


def fetch(library: Library, folder: Path) -> None:
    """Put a library's files into a folder, with a note of their origin and checksums."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {name: data for one in (library, *library.also) for name, data in files_of(one).items()}
    for name, data in kept.items():
        (folder / name).write_bytes(data)
    (folder / "README.md").write_text(note(library, kept), encoding="utf-8")
    print(f"{folder.name}: {sum(map(len, kept.values())):,} bytes")


def files_of(library: Library) -> dict[str, bytes]:
    """Return the files of a library by the names they are kept under; ends where the checksum is another."""
    raw = packed(f"{library.name}@{library.version}")
    found = hashlib.sha256(raw).hexdigest()
    if found != library.sha256:
        sys.exit(
            f"{library.name} {library.version} has the checksum {found}, not {library.sha256}: not taken."
        )
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        return {kept: read(archive, inside) for inside, kept in library.files.items()}


def packed(wanted: str) -> bytes:
    """Return the archive of a package, as npm fetches it from its registry."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", wanted], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        return archive.read_bytes()


def read(archive: tarfile.TarFile, inside: str) -> bytes:
    """Return one file of an archive."""
    file = archive.extractfile(f"package/{inside}")
    if file is None:
        sys.exit(f"The archive holds no file {inside}.")
    return file.read()


def note(library: Library, kept: dict[str, bytes]) -> str:
    """Return what is written beside the files: where they come from, and their checksums."""
    lines = [f"# {library.name} {library.version}", "", library.about, ""]
    lines += [
        origin(one) + (f" {one.about}" if one is not library else "") for one in (library, *library.also)
    ]
    lines += ["", "| file | sha256 |", "|---|---|"]
    lines += [f"| {name} | `{hashlib.sha256(data).hexdigest()}` |" for name, data in sorted(kept.items())]
    return "\n".join(lines) + "\n"


def origin(one: Library) -> str:
    """Return where a library comes from, as a line of the note."""
    wanted = f"{one.name}@{one.version}"
    return (
        f"* {one.name} {one.version}, {one.licence}, unmodified (`npm pack {wanted}`, sha256 {one.sha256})."
    )


if __name__ == "__main__":
    main()
