#!/usr/bin/env python3
"""Turns four councils' published figures into Candour sites.

Run by hand, from anywhere, with the folder that holds the figures as facts:

    python3 tests/sites/convert.py ../shared/cases

It writes `data/` and `figures-map.csv` of each council's folder beside this file; what it writes is committed, so the
tests never need the folder it read. The same input gives the same bytes. `candour.toml` and `content/` are written by
hand: they hold decisions, not figures.

The rules that turn a printed row into an observation stand in `conversion/<council>.py`, one function a council. This
file checks that every row is placed once, that every code is declared, and that nothing is written twice for one source.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from conversion import staffordshire, stockport, stoke_on_trent, wolverhampton  # noqa: E402
from conversion.site import convert  # noqa: E402

COUNCILS = {
    "wolverhampton": wolverhampton,
    "stoke-on-trent": stoke_on_trent,
    "stockport": stockport,
    "staffordshire": staffordshire,
}


def main(arguments):
    if len(arguments) != 1:
        print("usage: convert.py FOLDER-WITH-THE-FIGURES", file=sys.stderr)
        return 2
    faults = []
    for slug, council in COUNCILS.items():
        faults += convert(Path(arguments[0]) / slug, Path(__file__).parent / slug, council)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
