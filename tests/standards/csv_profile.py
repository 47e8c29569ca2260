#!/usr/bin/env python3
"""Checks CSV files against the UK tabular data standard (a profile of RFC 4180), byte by byte, and tidy
tables against the columns and marks that every Candour site shares.

Validators that work on parsed tables do not see a byte order mark, lone line feeds, padded cells, or a
cell that a spreadsheet would run as a formula; this one does.

usage: csv_profile.py FILE-or-FOLDER...      exit status: 0 clean, 1 findings, 2 nothing to check
"""

import csv
import io
import pathlib
import re
import sys

TIDY = ("area_code,council,period,period_kind,service,subject,contact,procedure,stage,breakdown,category,"
        "measure,value,qualifier,unit,target,numerator,denominator,basis,status,note").split(",")
LESSONS = "id,period,service,theme,you_said,we_found,we_did,status,due,link".split(",")
TIDY_KEY = ("council", "period", "service", "contact", "procedure", "stage", "breakdown", "category", "measure")
NEVER_EMPTY = ("council", "period", "service", "contact", "procedure", "stage", "breakdown", "category",
               "measure", "unit", "status")
SHORTHAND = ("c", "x", "z", "low", "b", "p", "r")
WITHOUT_VALUE = {"c", "x", "z"}
PERIOD = re.compile(r"(academic-)?\d{4}-\d{2}(-q[1-4])?|calendar-\d{4}|\d{4}-\d{2}-\d{2}--\d{4}-\d{2}-\d{2}|undated")
NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
CODE = re.compile(r"[a-z0-9][a-z0-9_]*(\+[a-z0-9][a-z0-9_]*)*")
# A category may also be an id: a decision's, with what of it is meant ("25-900-097/amount/2").
CATEGORY = re.compile(r"[a-z0-9][a-z0-9_/-]*(\+[a-z0-9][a-z0-9_/-]*)*")


def byte_faults(data):
    """Faults that are gone once the file has been parsed."""
    if data.startswith(b"\xef\xbb\xbf"):
        yield "starts with a byte order mark"
    if b"\x00" in data:
        yield "holds a NUL byte"
    if re.search(rb"(?<!\r)\n", data):
        yield "a line ends in a line feed alone"
    if re.search(rb"\r(?!\n)", data):
        yield "a carriage return stands alone"
    if not data.endswith(b"\r\n"):
        yield "the last line has no line end"


def cell_fault(cell):
    """Why a cell may not stand in a published table, or None."""
    if cell != cell.strip():
        return "is padded with spaces"
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", cell):
        return "holds a control character"
    if cell and (cell[0] in "=+@" or (cell[0] == "-" and not NUMBER.fullmatch(cell))):
        return "would be run as a formula by a spreadsheet"
    return None


def header_faults(header):
    for name in header:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            yield f"column name {name!r} is not snake_case"
    if len(set(header)) != len(header):
        yield "two columns have one name"


def status_fault(status):
    if status == "ok":
        return None
    marks = status.split(" ")
    if any(m not in SHORTHAND for m in marks):
        return f"status {status!r} has an unknown mark"
    if sorted(marks, key=SHORTHAND.index) != marks or len(set(marks)) != len(marks):
        return f"status {status!r} is out of order"
    return None


def tidy_row_faults(row):
    for name in NEVER_EMPTY:
        if not row[name]:
            yield f"{name} is empty"
    for name in ("value", "target", "numerator", "denominator"):
        if row[name] and not NUMBER.fullmatch(row[name]):
            yield f"{name} {row[name]!r} is not a plain number"
    if not PERIOD.fullmatch(row["period"]):
        yield f"period {row['period']!r} is not a period id"
    for name in ("service", "contact", "procedure", "stage", "breakdown", "measure", "unit"):
        if row[name] and not CODE.fullmatch(row[name]):
            yield f"{name} {row[name]!r} is not a code"
    if row["category"] and not CATEGORY.fullmatch(row["category"]):
        yield f"category {row['category']!r} is neither a code nor an id"
    if (row["breakdown"] == "all") != (row["category"] == "all"):
        yield "breakdown and category are not both totals"
    if row["breakdown"].count("+") != row["category"].count("+"):
        yield "breakdown and category have not as many parts"
    fault = status_fault(row["status"])
    if fault:
        yield fault
    elif (row["value"] == "") != bool(WITHOUT_VALUE & set(row["status"].split(" "))):
        yield f"value {row['value']!r} does not go with status {row['status']!r}"


def tidy_faults(header, records):
    if header != TIDY:
        yield f"the columns of a tidy table are {','.join(TIDY)}"
        return
    seen = {}
    for number, record in records:
        if len(record) != len(header):
            continue
        row = dict(zip(header, record))
        for fault in tidy_row_faults(row):
            yield f"record {number}: {fault}"
        key = tuple(row[name] for name in TIDY_KEY)
        if key in seen:
            yield f"record {number}: the same observation as record {seen[key]}"
        seen.setdefault(key, number)


def faults(data, tidy, columns=None):
    """All faults of one file. `tidy`: it has to be a tidy table; else it is one when it begins like one. `columns`: those that
    it has to have, and no others."""
    yield from byte_faults(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield f"is not UTF-8 at byte {error.start}"
        return
    try:
        records = list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), strict=True))
    except csv.Error as error:
        yield f"cannot be parsed: {error}"
        return
    if not records:
        yield "is empty"
        return
    header, body = records[0], list(enumerate(records[1:], start=2))
    yield from header_faults(header)
    for number, record in body:
        if not record or not any(record):
            yield f"record {number} is blank"
        elif len(record) != len(header):
            yield f"record {number} has {len(record)} cells, the header {len(header)}"
        for name, cell in zip(header, record):
            fault = cell_fault(cell)
            if fault:
                yield f"record {number}: {name} {cell[:40]!r} {fault}"
    if columns and header != columns:
        yield f"the columns are not {','.join(columns)}"
    if tidy or header[:3] == TIDY[:3]:
        yield from tidy_faults(header, body)


def main(arguments):
    files = []
    for argument in map(pathlib.Path, arguments):
        files += sorted(argument.rglob("*.csv")) if argument.is_dir() else [argument]
    if not files:
        print("csv-profile: no CSV file to check", file=sys.stderr)
        return 2
    total = 0
    for file in files:
        beside = file.name == "data.csv"
        # Pages of figures have their figures beside them, pages of lessons their lessons.
        lessons = beside and "learning" in file.parts
        found = list(faults(file.read_bytes(), beside and not lessons, LESSONS if lessons else None))
        total += len(found)
        for fault in found[:10]:
            print(f"{file}: {fault}")
        if len(found) > 10:
            print(f"{file}: and {len(found) - 10} more")
    print(f"csv-profile: {len(files)} files, {total or 'no'} findings")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
