"""Writes the data of one council's site from its printed rows, and checks what it writes."""

import csv
import io
import tomllib

from .facts import LONG, Amount

CONTEXT = ["period", "service", "measure", "value", "qualifier", "unit", "reference_date", "source"]
DECISIONS = [
    "id", "reference", "ombudsman", "service", "decided_on", "period", "subject", "decision", "findings", "summary",
    "requirements", "amount", "total_amount", "due", "done", "lessons", "link",
]
LESSONS = ["id", "period", "service", "theme", "you_said", "we_found", "we_did", "status", "due", "link"]
MAP = ["row", "key", "service", "period", "value", "note"]


def convert(given, site, council):
    """Reads the folder `given`, writes `site`, and returns the faults it found in words."""
    places = [council.place(number, row) for number, row in numbered(given / "figures.csv")]
    rows = numbered(given / "figures.csv")
    decisions = council.decisions(read(given / "ombudsman_decisions.csv"))
    lessons = council.lessons(read(given / "learning.csv"))
    facts = [place for place in places if not isinstance(place, Amount)] + list(council.extra())

    tables = {
        "data/decisions/decisions.csv": (DECISIONS, decisions),
        "data/lessons/lessons.csv": (LESSONS, lessons),
        "data/context.csv": (CONTEXT, [f.row() | {"reference_date": f.reference_date} for f in kind(facts, "context")]),
        "data/benchmarks.csv": (LONG + ["group"], [f.row() for f in kind(facts, "benchmark")]),
        "figures-map.csv": (MAP, [mapped(n, row, place, council) for (n, row), place in zip(rows, places)]),
    }
    for name, wanted in council_tables(facts):
        tables[f"data/aggregates/{name}.csv"] = (LONG, [f.row() for f in wanted])
    for path, (columns, records) in tables.items():
        if records:
            write(site / path, columns, records)
    return [f"{site.name}: {fault}" for fault in faults(site, places, facts, decisions, lessons)]


def council_tables(facts):
    """One file for each kind of contact a reader would look for."""
    aggregates = kind(facts, "aggregate")
    yield "complaints", [f for f in aggregates if f.contact == "complaint"]
    yield "ombudsman", [f for f in aggregates if f.contact == "ombudsman_enquiry"]
    yield "contacts", [f for f in aggregates if f.contact not in ("complaint", "ombudsman_enquiry")]


def kind(facts, name):
    return [fact for fact in facts if fact.kind == name]


def mapped(number, row, place, council):
    """The line of the map: which figure a printed row is, on which page, and how it stands there."""
    return {
        "row": number,
        "key": place.key,
        "service": place.service or "all",
        "period": place.period,
        "value": row["value"],
        "note": council.LOST.get(number, ""),
    }


def faults(site, places, facts, decisions, lessons):
    """Yields what the figures or the vocabulary do not allow."""
    known = vocabulary(tomllib.loads((site / "candour.toml").read_text(encoding="utf-8")))
    seen = {}
    for fact in facts:
        if seen.setdefault((fact.key, fact.source), fact.value) != fact.value:
            yield f"{fact.key} has two values in one source"
        for name, code in [("service", fact.service), ("contact", fact.contact), ("measure", fact.measure), *fact.breakdowns]:
            for part in code.split("_or_") if name not in ("measure", "service") else [code]:
                if part and part not in known.get(name, BUILT_IN.get(name, set())) | BUILT_IN.get(name, set()):
                    if name != "measure" or measure_stem(part) not in known["measure"] | BUILT_IN["measure"]:
                        yield f"{fact.key}: {name} {part} is not declared"
        try:
            float(fact.value)
        except ValueError:
            if fact.value != "[x]":
                yield f"{fact.key}: {fact.value} is not a number"
    amounts = {f"decisions/{d['id']}/total_amount" for d in decisions if d["total_amount"]}
    for decision in decisions:
        amounts |= {
            f"decisions/{decision['id']}/amount/{n}"
            for n, amount in enumerate(decision["amount"].split(";"), 1)
            if amount.strip()
        }
        if decision["service"] and decision["service"] not in known["service"]:
            yield f"decision {decision['id']}: service {decision['service']} is not declared"
    for place in places:
        if isinstance(place, Amount) and place.key not in amounts:
            yield f"{place.key} is not in the table of decisions"
    for lesson in lessons:
        if lesson["service"] and lesson["service"] not in known["service"]:
            yield f"lesson {lesson['id']}: service {lesson['service']} is not declared"
        if lesson["theme"] not in known["theme"]:
            yield f"lesson {lesson['id']}: theme {lesson['theme']} is not declared"


def measure_stem(measure):
    for end in ("_change_percent", "_change"):
        if measure.endswith(end):
            return measure_stem(measure.removesuffix(end))
    return measure


def vocabulary(settings):
    """The codes that candour.toml declares, by the name of their coordinate."""
    sections = {
        "service": "services", "contact": "contacts", "nature": "natures", "complainant": "complainants",
        "outcome": "outcomes", "decision": "decisions", "decision_reason": "decision_reasons", "theme": "themes",
        "group": "groups",
    }
    found = {name: set(settings.get(section, {})) for name, section in sections.items()}
    found["measure"] = {name for name, value in settings.get("measures", {}).items() if isinstance(value, dict)}
    return found


BUILT_IN = {
    "contact": set(
        "complaint informal_complaint compliment comment service_request member_enquiry ombudsman_enquiry context".split()
    ),
    "outcome": set(
        "upheld partially_upheld not_upheld resolved withdrawn refused out_of_jurisdiction no_written_response other".split()
    ),
    "timeliness": {"in_time", "in_time_outer"},
    "response_band": {"16_plus"},
    "next_stage": {"2", "3"},
    "ombudsman": {"lgsco", "housing", "dfe"},
    "decision": {"upheld", "not_upheld", "closed_initial", "not_investigated", "not_ready", "assessed_and_closed"},
    "decision_reason": {"out_of_jurisdiction", "premature", "fault_and_injustice"},
    "finding": {"severe_maladministration", "maladministration", "service_failure"},
    "complainant": {"parent", "young_person"},
    "nature": {"other"},
    "theme": {"other"},
    "group": {"similar", "england"},
    "measure": set(
        "received responded accepted decided investigated received_all_stages closed_without_response open_at_start "
        "open_at_end mean_response_days complainants natures received_percent responded_percent decided_percent "
        "investigated_percent natures_percent unstated_percent open_cases_percent uphold_rate compliance_rate "
        "late_compliance_rate satisfactory_remedy_rate upheld_per_100000 findings recommendations public_reports "
        "remedies_identified service_improvements population homes_owned open_cases".split()
    ),
}


def numbered(path):
    """The rows with the numbers a spreadsheet shows: the header is row 1."""
    return list(enumerate(read(path), 2))


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, columns, records):
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
