"""A race that is over in an hour, as an organiser writes it: what is played tick by tick is played soon."""

from __future__ import annotations

from pathlib import Path

TOML = b"""name = "Tamarack 5K"
date = 2027-05-02
zone = "America/Chicago"

[[distance]]
id = "5k"
name = "Five"
gpx = "5k.gpx"
length = "5 km"
limit = "1:00"
marks = [{ at = "2 km", lat = 41.0, lon = -89.97616 }]

[[wave]]
id = "1"
gun = "07:00"

[[mat]]
id = "start"
on = "5k"
at = "0 km"

[[mat]]
id = "half"
on = "5k"
at = "2.5 km"

[[mat]]
id = "finish"
on = "5k"
at = "5 km"

[[station]]
id = "w1"
name = "Water"
on = "5k"
at = "1.5 mi"
opens = "06:55"
closes = "08:00"

[[cheer]]
id = "c"
name = "Owls"
on = "5k"
at = "4 km"

[[cutoff]]
name = "Bridge"
on = "5k"
at = "3 km"
closes = "07:50"

[[reopening]]
street = "Wharf Street"
on = "5k"
from = "0 km"
to = "2 km"
time = "08:05"

[[sweep]]
id = "s"
name = "Sweep"
on = "5k"
chips = ["SWEEP1"]
schedule = [{ at = "0 km", time = "07:05" }, { at = "5 km", time = "08:00" }]
"""
GPX = (
    b'<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="tests"><trk><trkseg>\n'
    + b"\n".join(
        b'<trkpt lat="41.0" lon="%.5f"><ele>3</ele></trkpt>' % (-90 + i * 0.00596) for i in range(11)
    )
    + b"\n</trkseg></trk></gpx>\n"
)


def write_course(folder: Path) -> Path:
    """Write the race without its runners; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "race.toml").write_bytes(TOML)
    (folder / "5k.gpx").write_bytes(GPX)
    return folder
