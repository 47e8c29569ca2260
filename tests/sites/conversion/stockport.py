"""Stockport: four years by procedure, outcomes of the complaints answered, schools in academic years."""

from .facts import benchmark, context, fact, ombudsman, procedure_of, stage_of
from .narrative import decision, lesson

SERVICES = {
    "All": "",
    "Corporate": "corporate",
    "Adult Social Care": "adults",
    "Children's Social Care": "childrens_social_care",
    "Children's Services": "childrens_services",
    "Schools": "schools",
}
PARTS = {
    "Council tax": "council_tax",
    "Green space": "green_space",
    "Locality social care teams": "locality_social_care",
    "SEND": "send",
    "Adult social care assessments and funding": "adult_assessments",
    "Adult social care support": "adult_support",
    "Adult social care blue badge": "blue_badge",
    "Children's SEND": "send",
    "Children's social care section 47 enquiry (safeguarding)": "safeguarding_enquiries",
    "Planning": "planning",
    "Place neighbourhoods/trees": "trees",
    "Place neighbourhoods/environmental": "environmental",
}
OUTCOMES = {"Upheld or partially upheld": "upheld_or_partially_upheld", "Partially upheld": "partially_upheld"}

BESIDE = "printed in the note beside the computed figure"
LOST = {
    21: BESIDE,  # from 31.1% to 20.6% is 10.5 points, a third less
    89: BESIDE,  # 50 of 179 is 27.9%
    150: "printed in the note beside the figure of the table",
    151: BESIDE,  # 28 to 15 is 46% fewer
}


def place(number, row):
    if row["procedure"] == "LGSCO":
        return by_ombudsman(row)
    match row["measure"]:
        case "population":
            return context(row, "", "population", qualifier="over", unit="count")
        case "managers_trained":
            return context(row, "", "managers_trained", unit="count")
        case "resolved_informally_count":
            note = "Settled before becoming formal complaints."
            return fact(row, "adults", "responded", contact="informal_complaint", outcome="resolved", note=note)
    service = PARTS.get(row["team"], SERVICES[row["service"]])
    return complaint(number, row, service, {"procedure": procedure_of(row), "stage": stage_of(row)})


def complaint(number, row, service, at):
    measure, category, base = row["measure"], row["category"], row["basis"]
    match measure:
        case "complaints_received" if not at["procedure"] and not at["stage"]:
            return fact(row, service, "received_all_stages", note="A complaint that goes on is counted at each stage.")
        case "complaints_received" | "team_count":
            return fact(row, service, "received", **at)
        case "complaints_investigated":
            return fact(row, service, "received", **at, note="Printed in this table as complaints investigated.")
        case "escalated_count" if row["stage"] in ("ombudsman", "dfe"):
            who = {"ombudsman": "lgsco", "dfe": "dfe"}[row["stage"]]
            return ombudsman(row, service, "received", who, procedure=at["procedure"])
        case "escalated_count":
            return fact(row, service, "received", **at)
        case "escalated_change_percent" if not service:
            note = "The report calls it a relative decrease of the share that went on to stage 2."
            before = at | {"stage": "1"}
            return fact(row, service, "received_percent_change_percent", **before, next_stage="2", note=note)
        case "escalated_change_percent":
            return fact(row, service, "received_change_percent", **at)
        case "complaints_received_change_percent":
            return fact(row, service, "received_change_percent", **at)
        case "escalated_percent":
            return fact(row, service, "received_percent", **at | {"stage": "1"}, next_stage="2")
        case "complaints_carried_in":
            return fact(row, service, "open_at_start", **at)
        case "complaints_carried_out":
            return fact(row, service, "open_at_end", **at)
        case "complaints_responded":
            return fact(row, service, "responded", **at)
        case "complaints_withdrawn":
            return fact(row, service, "closed_without_response", **at, outcome="withdrawn")
        case "outcome_count":
            return fact(row, service, "responded", **at, outcome=OUTCOMES[category])
        case "outcome_percent":
            return fact(row, service, "responded_percent", **at, outcome=OUTCOMES[category])
        case "responded_in_time_count":
            return fact(row, service, "responded", **at, timeliness="in_time")
        case "responded_in_time_percent":
            share = "responded_percent"
            share = "received_percent" if base.startswith("of complaints received") else share
            share = "unstated_percent" if "base not stated" in base else share
            return fact(row, service, share, **at, timeliness="in_time")
        case "issue_count":
            return fact(row, service, "received", **at, nature="headteacher")
    raise ValueError(f"row {number}: {measure}")


def by_ombudsman(row):
    measure = row["measure"].removeprefix("ombudsman_")
    part = PARTS.get(row["category"], "") if row["category_type"] == "service_area" else ""
    match measure:
        case "received" | "decided" | "investigated" | "public_reports":
            return ombudsman(row, "", measure)
        case "received_change_percent" | "upheld_with_recommendations":
            return ombudsman(row, "", measure)
        case "upheld":
            return ombudsman(row, part, "decided", decision="upheld")
        case "upheld_percent":
            return ombudsman(row, "", "uphold_rate")
        case "not_upheld_percent":
            return ombudsman(row, "", "investigated_percent", decision="not_upheld")
        case "compliance_percent":
            return ombudsman(row, "", "compliance_rate")
        case "service_share_percent":
            return benchmark(row, "", "investigated_percent", "england", service_="send")
    raise ValueError(row["measure"])


def extra():
    return []


def decisions(rows):
    return [decision(row, f"lgsco-{n}", PARTS[row["service_area"]], "upheld") for n, row in enumerate(rows, 1)]


LEARNED_BY = SERVICES | PARTS | {"Blue Badge": "blue_badge"}
UNDER_WAY = {4, 5, 7, 18}  # said to be in development, recovering or under review


def lessons(rows):
    return [
        lesson(row, n, LEARNED_BY[row["service"]] if row["service"] != "Corporate" else corporate(n),
               "under_way" if n in UNDER_WAY else "done")
        for n, row in enumerate(rows, 1)
    ]


def corporate(number):
    """The first lessons are of the council's complaints team and the whole council; section 5 is the corporate services."""
    return "" if number <= 6 else "corporate"
