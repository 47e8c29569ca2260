#!/usr/bin/env python3
"""Checks CSV files against the UK tabular data standard (a profile of RFC 4180), byte by byte, and tidy
tables against the columns and marks that every Candour site shares.

Validators that work on parsed tables do not see a byte order mark, lone line feeds, padded cells, or a
cell that a spreadsheet would run as a formula; this one does.

usage: csv_profile.py FILE-or-FOLDER...      exit status: 0 clean, 1 findings, 2 nothing to check
"""

import csv
import hashlib
import io
import pathlib
import re
import sys

TIDY = ("area_code,council,period,period_kind,service,subject,contact,procedure,stage,breakdown,category,"
        "measure,value,qualifier,unit,target,numerator,denominator,basis,status,note").split(",")
# What may stand beside a page that shows no figures, by the header; docs/files.md says which page has which.
LISTS = {name: columns.split(",") for name, columns in {
    "decisions": "id,reference,ombudsman,service,stage,period,decided_on,subject,decision,decision_reason,findings,summary,"
                 "requirements,amounts,total_amount,due,done,lessons,link",
    "lessons": "id,period,service,theme,you_said,we_found,we_did,status,due,link",
    "limits": "procedure,stage,from,days,unit,clock,acknowledge,extension,maximum,request,who,law",
    "differences": "key,figure,published,other,reason",
    "policy": "setting,value,meaning",
    "dates": "date,event",
    "dictionary": "list,code,name,meaning,formula,unit,kind,values,since,breaks",
    "services": "code,name,kind,parent,subject,from,to,successors,change,page",
    "measures": "code,name,unit,basis,adds_up,meaning,formula,since,breaks",
    "periods": "period,period_kind,name,first_day,last_day,days,year",
    "files": "file,contents,format,rows,updated,bytes,sha256",
    "page": "title,description,address,language,published,licence",
}.items()}
# What their cells hold; all others hold words, and may be empty.
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CELLS = {
    "limits": {"procedure": "code", "stage": "code", "from": "day?", "days": "number?", "acknowledge": "number?",
               "extension": "number?", "maximum": "number?", "request": "number?"},
    "lessons": {"id": "words", "period": "period", "service": "code", "theme": "code"},
    "decisions": {"id": "words", "period": "period", "service": "code", "ombudsman": "code", "stage": "code?",
                  "decided_on": "day?"},
    "differences": {"key": "words", "figure": "words", "reason": "words"},
    "policy": {"setting": "code", "meaning": "words"},
    "dates": {"date": "day", "event": "code"},
    "dictionary": {"list": "code", "code": "words"},
    "services": {"code": "code", "name": "words", "parent": "code?", "from": "day?", "to": "day?", "change": "code?"},
    "measures": {"code": "code", "name": "words", "unit": "words", "basis": "code?", "adds_up": "code?", "meaning": "words",
                 "since": "period"},
    "periods": {"period": "period", "period_kind": "code", "name": "words", "first_day": "day?", "last_day": "day?",
                "days": "number?", "year": "period?"},
    "files": {"file": "words", "rows": "number", "updated": "day", "bytes": "number", "sha256": "sum"},
    "page": {"title": "words", "address": "words", "published": "day", "licence": "words"},
}
TIDY_KEY = ("council", "period", "service", "contact", "procedure", "stage", "breakdown", "category", "measure")
NEVER_EMPTY = ("council", "period", "service", "contact", "procedure", "stage", "breakdown", "category",
               "measure", "unit", "status")
SHORTHAND = ("c", "x", "z", "low", "b", "p", "r")
WITHOUT_VALUE = {"c", "x", "z"}
PERIOD = re.compile(r"(academic-)?\d{4}-\d{2}(-q[1-4])?|calendar-\d{4}|\d{4}-\d{2}-\d{2}--\d{4}-\d{2}-\d{2}|undated")
NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
CODE = re.compile(r"[a-z0-9][a-z0-9_]*(\+[a-z0-9][a-z0-9_]*)*")
SUM = re.compile(r"[0-9a-f]{64}")
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


def list_faults(name, header, records):
    shapes = {"code": CODE, "day": DAY, "number": NUMBER, "period": PERIOD, "sum": SUM, "words": re.compile(r".+")}
    for number, record in records:
        for column, cell in zip(header, record):
            kind = CELLS[name].get(column, "any")
            shape = shapes.get(kind.rstrip("?"))
            if shape and not (kind.endswith("?") and not cell) and not shape.fullmatch(cell):
                yield f"record {number}: {column} {cell[:40]!r} is not a {kind.rstrip('?')}"


def faults(data, tidy, lists=()):
    """All faults of one file. `tidy`: it may be a tidy table, and has to be where there are no `lists`; else it is one when it
    begins like one. `lists`: the lists one of which it may be instead; it then has to have a row."""
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
    known = next((name for name in LISTS if header == LISTS[name]), None)
    if known:
        yield from list_faults(known, header, body)
    if lists and not body:
        yield "has no row"
    if lists and known not in lists and not (tidy and header == TIDY):
        yield f"the columns are those of none of {', '.join(lists)}"
    elif (tidy and not known) or header[:3] == TIDY[:3]:
        yield from tidy_faults(header, body)


def beside(folder):
    """What may stand beside the page of a folder: whether figures, and which lists."""
    path = f"{folder.as_posix()}/"
    if "/learning/" in path:
        return False, ("lessons",)
    if path.endswith("/data/dictionary/"):
        return False, ("dictionary",)
    if path.endswith("/data/"):
        return False, ("files",)
    for end, name in (("/about/methods/", "limits"), ("/how-to-complain/", "limits"), ("/about/quality/", "differences"),
                      ("/about/protecting-people/", "policy"), ("/about/releases/", "dates")):
        if path.endswith(end):
            return True, (name, "page")
    if "/ombudsman/" in path:
        return True, ("decisions",)
    if "/services/" in path:
        return True, ("decisions", "lessons", "page")
    return True, ("page",)


def named_faults(site):
    """Whether every service, measure and period that the tables name is explained in the files of them."""
    latest = site / "data" / "latest"
    if not latest.is_dir():
        return
    for column, key, file, tables in (("service", "code", "services", ("complaints", "decisions", "lessons")),
                                      ("measure", "code", "measures", ("complaints",)),
                                      ("period", "period", "periods", ("complaints", "decisions", "lessons"))):
        def cells(name, of):
            path = latest / f"{name}.csv"
            if not path.is_file():
                return set()
            with path.open(newline="", encoding="utf-8") as text:
                return {row[of] for row in csv.DictReader(text)}
        known = cells(file, key)
        for table in tables:
            for cell in sorted(cells(table, column) - known):
                yield f"{latest / table}.csv: {column} {cell} is not in {file}.csv"


def sum_faults(site):
    """Whether the list of files tells the size and the checksum of each, and leaves no whole table out."""
    told = site / "data" / "data.csv"
    if not told.is_file():
        return
    with told.open(newline="", encoding="utf-8") as text:
        rows = {row["file"]: row for row in csv.DictReader(text)}
    for name in sorted(f"data/latest/{file.name}" for file in (site / "data" / "latest").iterdir()):
        data = (site / name).read_bytes()
        row = rows.pop(name, None)
        if row is None:
            yield f"{told}: does not name {name}"
        elif (row["bytes"], row["sha256"]) != (str(len(data)), hashlib.sha256(data).hexdigest()):
            yield f"{told}: {name} has another size or checksum"
    for name in rows:
        yield f"{told}: there is no {name}"


def page_faults(site):
    """Pages without their two files. The page for addresses that are not there has no folder of its own."""
    for page in sorted(site.rglob("index.html")):
        for name in ("data.csv", "data.json"):
            if not (page.parent / name).is_file():
                yield f"{page}: has no {name} beside it"


def main(arguments):
    files = []
    for argument in map(pathlib.Path, arguments):
        files += sorted(argument.rglob("*.csv")) if argument.is_dir() else [argument]
    if not files:
        print("csv-profile: no CSV file to check", file=sys.stderr)
        return 2
    total = 0
    for file in files:
        if file.name == "data.csv":
            found = list(faults(file.read_bytes(), *beside(file.parent)))
        else:
            found = list(faults(file.read_bytes(), False, (file.stem,) if file.stem in LISTS else ()))
        total += len(found)
        for fault in found[:10]:
            print(f"{file}: {fault}")
        if len(found) > 10:
            print(f"{file}: and {len(found) - 10} more")
    for site in (folder for folder in map(pathlib.Path, arguments) if (folder / "MANIFEST").is_file()):
        for fault in (*page_faults(site), *named_faults(site), *sum_faults(site)):
            total += 1
            print(fault)
    print(f"csv-profile: {len(files)} files, {total or 'no'} findings")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
