"""Are the received counts of DuckDB's table and of Candour's the same, and how do their times compare?

Arguments: SETTINGS DUCKDB_TABLE CANDOUR_TABLE TIMES.  Compares service x year x quarter x stage x procedure x outcome.
"""
import csv
import json
import sys
import tomllib

# What the benchmark file's outcomes are in Candour: a cell left empty is a case still open.
OUTCOMES = {"": "open", "Upheld": "upheld", "Partly upheld": "partially_upheld", "Not upheld": "not_upheld",
            "Withdrawn": "withdrawn", "Resolved on receipt": "resolved"}


def theirs(settings, path):
    with open(settings, "rb") as file:
        services = {service["name"]: code for code, service in tomllib.load(file)["services"].items()}
    counts = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            year = int(row["year"])
            period = f"{year}-{(year + 1) % 100:02d}-q{row['quarter']}"
            key = (services[row["service"]], period, row["stage"], row["procedure"], OUTCOMES[row["outcome"]])
            counts[key] = counts.get(key, 0) + int(row["n"])
    return counts, set(services.values())


def ours(path, named):
    counts = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            wanted = row["measure"] == "received" and row["breakdown"] == "outcome" and row["contact"] == "complaint"
            if wanted and row["procedure"] and "-q" in row["period"] and row["service"] in named and row["value"] != "0":
                key = (row["service"], row["period"], row["stage"], row["procedure"], row["category"])
                counts[key] = int(row["value"])
    return counts


duckdb, known = theirs(sys.argv[1], sys.argv[2])
leaves = {key[0] for key in duckdb}
candour = ours(sys.argv[3], leaves)
different = [key for key in duckdb.keys() | candour.keys() if duckdb.get(key) != candour.get(key)]
for key in sorted(different)[:5]:
    print("differs:", key, "duckdb", duckdb.get(key), "candour", candour.get(key))
times = {row["name"]: row for row in json.load(open(sys.argv[4]))}
wall = times["ours"]["wall"] / times["duckdb"]["wall"]
cpu = times["ours"]["cpu"] / times["duckdb"]["cpu"]
print(f"received counts: {len(duckdb)} groups, {sum(duckdb.values())} cases, {'all equal' if not different else f'{len(different)} DIFFER'}")
print(f"candour/duckdb: wall {wall:.2f}, cpu {cpu:.2f}; peak {times['ours']['peak_mib']:.0f} MiB (duckdb {times['duckdb']['peak_mib']:.0f})")
sys.exit(bool(different) or wall > 1.0 or times["ours"]["peak_mib"] > 200)
