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


LESSON = (",".join(csv_profile.LESSONS) + "\r\na,2023-24,adults,delays,Slow.,,Faster.,done,,\r\n").encode()


def main():
    failed = 0
    cases = [("a good tidy table", lambda: csv_profile.faults(GOOD, True), None),
             ("a good plain table", lambda: csv_profile.faults(PLAIN, False), None),
             ("lessons beside a page", lambda: csv_profile.faults(LESSON, False, csv_profile.LESSONS), None),
             ("figures beside a page of lessons", lambda: csv_profile.faults(GOOD, False, csv_profile.LESSONS), "the columns are not"),
             ("good JSON", lambda: json_files.faults(b'{"a": [1, null]}\n'), None)]
    cases += [(f"CSV: {name}", lambda d=data: csv_profile.faults(d, False), want)
              for name, (data, want) in CSV_MUTANTS.items()]
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
