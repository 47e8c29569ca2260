#!/usr/bin/env python3
"""What hiding leaves of the example council: proved under every policy, and useful under the default one.

    python3 tests/standards/hiding.py CANDOUR SITE

The site is checked under its own policy, with the thresholds 3 and 10, and with everything protected. No policy may leave a
proof open. Under the site's own at least 90 of 100 complaints stand in an outcome that is shown somewhere, every headline
count of the whole council is shown in every quarter, and no page is a wall of [c].
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

POLICIES = {
    "its own policy": {},
    "threshold 3": {"threshold": "3"},
    "threshold 10": {"threshold": "10"},
    "everything protected": {"protect": '["everything"]'},
}
REASON = "To test what hiding leaves."
HEADLINES = [
    "received",
    "responded",
    "responded/timeliness=in_time",
    "received/outcome=upheld",
    "received/outcome=partially_upheld",
    "received/outcome=not_upheld",
]
LEAST_COVERED = 90
MOST_OF_A_PAGE = 1 / 3
FEW = 20


def with_policy(settings, changes):
    """Returns candour.toml with other values in its section on disclosure."""
    start = settings.index("[disclosure]")
    end = re.search(r"^\[", settings[start + 1 :], re.MULTILINE)
    end = start + 1 + end.start() if end else len(settings)
    section = settings[start:end]
    for key, value in changes.items():
        section, count = re.subn(rf"^{key} *=.*$", f"{key} = {value}", section, flags=re.MULTILINE)
        if not count:
            section = section.replace("[disclosure]\n", f"[disclosure]\n{key} = {value}\n", 1)
    if changes and not re.search(r"^reason *=", section, re.MULTILINE):
        section = section.replace("[disclosure]\n", f'[disclosure]\nreason = "{REASON}"\n', 1)
    return settings[:start] + section + settings[end:]


def check(candour, site, changes):
    """Returns the errors and the account of a check under another policy."""
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder)
        settings = (site / "candour.toml").read_text(encoding="utf-8")
        (copy / "candour.toml").write_text(with_policy(settings, changes), encoding="utf-8")
        for part in ["data", "content", "assets", "releases", "themes"]:
            if (site / part).exists():
                shutil.copytree(site / part, copy / part)
        if (site / "approvals.toml").exists():
            shutil.copy(site / "approvals.toml", copy)
        ended = subprocess.run(
            [candour, "check", "--root", copy, "--json"], capture_output=True, text=True, check=False
        )
    report = json.loads(ended.stdout)
    wrong = [found for found in report["findings"] if found["severity"] == "error"]
    return wrong, report["disclosure"]


def hidden_headlines(account):
    """Returns the headline counts of the whole council that a quarter does not show."""
    cells = (cell["key"] for cell in account["cells"])
    quarters = (key for key in cells if re.match(r"all/\d{4}-\d\d-q\d/complaint/all/1/", key))
    return [key for key in quarters if key.split("/", 5)[5] in HEADLINES]


def walls(tree):
    """Returns the pages of a site more than a third of whose figures are [c], and more than a few."""
    found = []
    for page in sorted(tree.rglob("*.html")):
        cells = re.findall(r"<td\b.*?</td>", page.read_text(encoding="utf-8"), re.DOTALL)
        hidden = sum("[c]" in cell for cell in cells)
        if hidden > max(FEW, MOST_OF_A_PAGE * len(cells)):
            found.append(f"{page.relative_to(tree)} ({hidden} of {len(cells)})")
    return found


def main(candour, site):
    candour, site = pathlib.Path(candour).resolve(), pathlib.Path(site)
    faults = []
    for name, changes in POLICIES.items():
        wrong, account = check(candour, site, changes)
        if account is None:
            sys.exit(f"{name}: nothing is hidden")
        share = account["complaints_in_a_shown_outcome"] / account["complaints"]
        headlines = hidden_headlines(account)
        print(
            f"{name}: {account['small']} small and {account['hidden']} hidden of {account['counts']} counts, "
            f"{len(account['tables_withheld'])} tables withheld; {share:.1%} of complaints in a shown outcome; "
            f"{len(headlines)} headline counts hidden; {len(wrong)} errors"
        )
        faults += [f"{name}: {found['code']} {found['message']}" for found in wrong[:5]]
        if not changes and 100 * share < LEAST_COVERED:
            faults.append(f"{name}: under {LEAST_COVERED}% of complaints stand in a shown outcome")
        if not changes:
            faults += [f"{name}: {key} is hidden" for key in headlines]
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder) / "site"
        subprocess.run([candour, "build", "--root", site, "--out", tree, "--quiet"], check=True)
        faults += [f"a wall of [c]: {page}" for page in walls(tree)]
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
