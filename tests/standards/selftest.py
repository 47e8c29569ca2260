#!/usr/bin/env python3
"""Proves the checkers beside it: a good file passes, and each mutation of it is found for the right reason."""

import sys

import csv_profile
import json_files

HEADER = ",".join(csv_profile.TIDY)
ROW = ("E06000099,Anytown Council,2024-25-q1,quarter,adults,adult_care,complaint,corporate,1,outcome,upheld,"
       "received,3,,count,,,,received,ok,")
HIDDEN = ROW.replace("upheld,received,3,", "not_upheld,received,,").replace(",ok,", ",c p,")
GOOD = f"{HEADER}\r\n{ROW}\r\n{HIDDEN}\r\n".encode()
PLAIN = b"id,title\r\na,\"Streets, parks\"\r\n"

CSV_MUTANTS = {
    "byte order mark": (b"\xef\xbb\xbf" + GOOD, "byte order mark"),
    "line feeds alone": (GOOD.replace(b"\r\n", b"\n"), "line feed alone"),
    "no last line end": (GOOD[:-2], "no line end"),
    "Latin-1": (GOOD.replace(b"Anytown", b"Anyt\xf4wn"), "not UTF-8"),
    "unclosed quote": (GOOD.replace(b"Anytown", b'"Anytown', 1).replace(b",Anytown", b',"Anytown'), "cannot be parsed"),
    "extra cell": (GOOD.replace(b",ok,", b",ok,,"), "has 22 cells"),
    "missing cell": (GOOD.replace(b",ok,", b",ok"), "has 20 cells"),
    "blank record": (GOOD + b"\r\n", "is blank"),
    "padded cell": (GOOD.replace(b"Anytown Council", b"Anytown Council "), "padded"),
    "formula": (PLAIN.replace(b"a,", b"=1+1,"), "formula"),
    "minus that is no number": (PLAIN.replace(b"a,", b"-cmd,"), "formula"),
    "control character": (PLAIN.replace(b"Streets", b"Str\x07ets"), "control character"),
    "column name twice": (PLAIN.replace(b"title", b"id"), "one name"),
    "column name with a space": (PLAIN.replace(b"title", b"the title"), "snake_case"),
    "columns swapped": (GOOD.replace(b"service,subject", b"subject,service", 1), "columns of a tidy table"),
    "mark in the value": (GOOD.replace(b"not_upheld,received,,", b"not_upheld,received,[c],"), "not a plain number"),
    "thousands comma": (GOOD.replace(b"received,3,", b'received,"1,003",'), "not a plain number"),
    "value of a hidden cell": (GOOD.replace(b"not_upheld,received,,", b"not_upheld,received,2,"), "does not go with"),
    "no value and no reason": (GOOD.replace(b"received,3,", b"received,,"), "does not go with"),
    "unknown mark": (GOOD.replace(b"c p", b"c q"), "unknown mark"),
    "marks out of order": (GOOD.replace(b"c p", b"p c"), "out of order"),
    "empty total": (GOOD.replace(b",corporate,1,", b",corporate,,"), "stage is empty"),
    "period not an id": (GOOD.replace(b"2024-25-q1", b"Q1 2024"), "not a period id"),
    "observation twice": (f"{HEADER}\r\n{ROW}\r\n{ROW}\r\n".encode(), "same observation"),
}
JSON_MUTANTS = {
    "byte order mark": (b"\xef\xbb\xbf{}\n", "byte order mark"),
    "NaN": (b'{"value": NaN}\n', "NaN"),
    "key twice": (b'{"a": 1, "a": 2}\n', "twice"),
    "trailing comma": (b'{"a": 1,}\n', "Expecting"),
    "no last line end": (b"{}", "no line end"),
}


LESSON = (",".join(csv_profile.LISTS["lessons"]) + "\r\na,2023-24,adults,delays,Slow.,,Faster.,done,,\r\n").encode()
LIMIT = (",".join(csv_profile.LISTS["limits"]) + "\r\ncorporate,1,2024-04-01,10,working,received,5,10,,20,A manager,\r\n").encode()
FILE = (",".join(csv_profile.LISTS["files"]) + f"\r\ndata/latest/a.csv,All,CSV,1,2024-06-28,12,{'0' * 64}\r\n").encode()
LIST_MUTANTS = {
    "figures beside a page of lessons": (GOOD, False, ("lessons",), "the columns are those of none"),
    "limits beside a page of lessons": (LIMIT, False, ("lessons",), "the columns are those of none"),
    "limits beside a page of figures alone": (LIMIT, True, ("page",), "the columns are those of none"),
    "columns of nothing known": (PLAIN, True, ("page",), "the columns are those of none"),
    "no row": (LIMIT.split(b"\r\n")[0] + b"\r\n", True, ("limits",), "has no row"),
    "figures without a row": (f"{HEADER}\r\n".encode(), True, ("page",), "has no row"),
    "day not ISO": (LIMIT.replace(b"2024-04-01", b"1 April 2024"), True, ("limits",), "is not a day"),
    "days in words": (LIMIT.replace(b",10,working", b",ten,working"), True, ("limits",), "is not a number"),
    "sum cut off": (FILE.replace(b"0000", b"", 1), False, ("files",), "is not a sum"),
    "bad figures where lists may stand": (GOOD.replace(b"c p", b"c q"), True, ("page",), "unknown mark"),
}


def main():
    failed = 0
    cases = [("a good tidy table", lambda: csv_profile.faults(GOOD, True), None),
             ("a good plain table", lambda: csv_profile.faults(PLAIN, False), None),
             ("lessons beside a page", lambda: csv_profile.faults(LESSON, False, ("lessons",)), None),
             ("limits beside a page", lambda: csv_profile.faults(LIMIT, True, ("limits", "page")), None),
             ("figures beside a page of limits", lambda: csv_profile.faults(GOOD, True, ("limits", "page")), None),
             ("a list of files", lambda: csv_profile.faults(FILE, False, ("files",)), None),
             ("good JSON", lambda: json_files.faults(b'{"a": [1, null]}\n'), None)]
    cases += [(f"CSV: {name}", lambda d=data: csv_profile.faults(d, False), want)
              for name, (data, want) in CSV_MUTANTS.items()]
    cases += [(f"list: {name}", lambda d=data, t=tidy, l=lists: csv_profile.faults(d, t, l), want)
              for name, (data, tidy, lists, want) in LIST_MUTANTS.items()]
    cases += [(f"JSON: {name}", lambda d=data: json_files.faults(d), want)
              for name, (data, want) in JSON_MUTANTS.items()]
    for name, run, want in cases:
        found = list(run())
        if (want is None and found) or (want is not None and not any(want in fault for fault in found)):
            failed += 1
            print(f"FAIL {name}: {found}")
    print(f"standards selftest: {len(cases) - failed} of {len(cases)} cases as expected")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
