"""Did the sites come out alike, and how do their times compare?  Arguments: TIMES OUT.

The run fails when a peer's pages are not as many, or not of as many bytes, or when Candour takes more than half the wall
time of the peer that makes the same pages and files.
"""
import json
import os
import sys

times = {row["name"]: row for row in json.load(open(sys.argv[1]))}


def made(name, kinds):
    sizes = [os.path.getsize(os.path.join(folder, file)) for folder, _, files in os.walk(os.path.join(sys.argv[2], name))
             for file in files if file.endswith(kinds)]
    return len(sizes), sum(sizes)


alike = True
ours = made("ours", "index.html")
files = made("ours", (".csv", ".json"))
for peer in ("hugo-pages", "hugo-files"):
    pages = made(peer, "index.html")
    alike &= pages[0] == ours[0] and abs(pages[1] - ours[1]) < ours[1] / 1000
    print(f"{peer}: {pages[0]} pages, {pages[1]} bytes; data files {made(peer, ('.csv', '.json'))}")
print(f"candour: {ours[0]} pages, {ours[1]} bytes; data files {files}")
alike &= made("hugo-files", (".csv", ".json")) == files
for peer in ("hugo-pages", "hugo-files"):
    wall, cpu, peak = (times["ours"][what] / times[peer][what] for what in ("wall", "cpu", "peak_mib"))
    print(f"candour/{peer}: wall {wall:.2f}, cpu {cpu:.2f}, peak {peak:.2f}")
print("alike" if alike else "NOT ALIKE")
sys.exit(not alike or times["ours"]["wall"] > 0.5 * times["hugo-files"]["wall"])
