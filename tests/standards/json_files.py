#!/usr/bin/env python3
"""Checks that every JSON file of a built site is strict JSON (RFC 8259): UTF-8 without a mark, no NaN or
Infinity, no key twice in an object, a line end at the end; and that `data.json` stands beside each `data.csv`
with the same columns, their meanings, and as many rows.

usage: json_files.py FOLDER...      exit status: 0 clean, 1 findings, 2 nothing to check
"""

import csv
import json
import pathlib
import sys


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def refuse_twice(pairs):
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"the key {name!r} stands twice in one object")
    return dict(pairs)


def faults(data):
    if data.startswith(b"\xef\xbb\xbf"):
        yield "starts with a byte order mark"
        return
    try:
        json.loads(data.decode("utf-8"), parse_constant=refuse_constant, object_pairs_hook=refuse_twice)
    except ValueError as error:  # UnicodeDecodeError and JSONDecodeError are both ValueErrors
        yield str(error)
    if not data.endswith(b"\n"):
        yield "the last line has no line end"


def beside_faults(table, tree):
    """Whether a table stands beside itself as JSON, with the same columns and as many rows."""
    if not tree.is_file():
        yield f"has no {tree.name} beside it"
        return
    with table.open(newline="", encoding="utf-8") as text:
        header, *rows = csv.reader(text)
    try:
        held = json.loads(tree.read_bytes())
        columns = [column["name"] for column in held["columns"]]
        told = held["rows"]
    except (ValueError, KeyError, TypeError) as error:
        yield f"{tree.name} is no table: {error!r}"
        return
    # The rows of figures begin with the figure's key.
    if columns not in (header, ["id", *header]):
        yield f"{tree.name} has other columns"
    if any(not column["definition"] for column in held["columns"]):
        yield f"{tree.name} does not say what each column means"
    if len(told) != len(rows) or any(len(row) != len(columns) for row in told):
        yield f"{tree.name} has other rows"


def main(arguments):
    folders = [pathlib.Path(argument) for argument in arguments]
    kinds = ("*.json", "*.jsonld", "*.webmanifest")
    files = sorted(file for folder in folders for kind in kinds for file in folder.rglob(kind))
    if not files:
        print("json-files: no JSON file to check", file=sys.stderr)
        return 2
    total = 0
    for file in files:
        for fault in faults(file.read_bytes()):
            total += 1
            print(f"{file}: {fault}")
    for folder in folders:
        for table in sorted(folder.rglob("data.csv")):
            for fault in beside_faults(table, table.with_suffix(".json")):
                total += 1
                print(f"{table}: {fault}")
    print(f"json-files: {len(files)} files, {total or 'no'} findings")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
