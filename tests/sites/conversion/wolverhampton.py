"""Wolverhampton: a quarterly dashboard by service, its figures for whole years, and a table of decisions without dates."""

from .facts import Amount, Fact, context, fact, procedure_of, stage_of
from .narrative import decision, learned_from, lesson

SERVICES = {"Children's": "childrens", "Adults": "adults"}
OUTCOMES = {"Not upheld": "not_upheld", "Part upheld": "partially_upheld", "Upheld": "upheld"}
LOST = {}

# The printed payments, in the order of the table of decisions; the last case has two.
PAYMENTS = {
    53: ("lgsco-1", 1, "mental_health"),
    54: ("lgsco-5", 1, "childrens"),
    55: ("lgsco-9", 1, "city_housing_environment"),
    56: ("lgsco-10", 1, "childrens"),
    57: ("lgsco-10", 2, "childrens"),
}


def place(number, row):
    if number in PAYMENTS:
        case, nth, service = PAYMENTS[number]
        return Amount(case, f"amount/{nth}", service, "undated")
    if row["measure"] == "tribunal_appeal_weeks":
        return context(row, "finance", "tribunal_appeal_weeks", unit="weeks")
    service = SERVICES[row["service"]]
    if row["measure"] == "ehc_plan_timescale_percent":
        # The three months before the table was made are not dated, so the second share is undated and has its own measure.
        last = row["period_type"] == "rolling-3-months"
        return context(row, service, "ehc_plan_in_time" + ("_last_3_months" if last else ""), unit="percent")
    at = {"procedure": procedure_of(row), "stage": stage_of(row)}
    match row["measure"]:
        case "complaints_received":
            return fact(row, service, "received", **at)
        case "complaints_received_change":
            return fact(row, service, "received_change", **at)
        case "outcome_count":
            return fact(row, service, "received", **at, outcome=OUTCOMES[row["category"]])
        case "average_response_calendar_days" | "average_response_working_days":
            return fact(row, service, "mean_response_days", **at, unit=row["unit"])
        case "informal_complaints_received":
            return fact(row, service, "received", contact="informal_complaint")
        case "compliments_received":
            return fact(row, service, "received", contact="compliment")
    raise ValueError(f"row {number}: {row['measure']}")


def extra():
    """Tiles whose headings are printed but whose numbers are pictures: not available, which is not nought."""
    source = "dashboard views 3 and 4: numbers printed as pictures"
    for service, tiles in PICTURES.items():
        for contact, stage, outcome, ombudsman in tiles:
            yield Fact(
                service, "2022-23", "received", contact=contact, stage=stage, value="[x]", source=source,
                breakdowns=((("outcome", outcome),) if outcome else ()) + ((("ombudsman", ombudsman),) if ombudsman else ()),
            )
    yield Fact(
        "childrens", "2022-23", "received", procedure="statutory_children", stage="3", value="[x]",
        source="dashboard view 1: Compliments, Informal Complaints and Stage 3 Complaints",
        note="The heading is printed without a value.",
    )


STAGES = [("complaint", stage, outcome, "") for stage in "12" for outcome in ["", *OUTCOMES.values()]]
PICTURES = {
    "public_health": STAGES + [("informal_complaint", "", "", ""), ("compliment", "", "", "")],
    "corporate": STAGES + [
        ("compliment", "", "", ""),
        ("service_request", "", "", ""),
        ("ombudsman_enquiry", "", "", "housing"),
        ("ombudsman_enquiry", "", "", "lgsco"),
    ],
}

DECIDED_FOR = [
    "mental_health", "adults", "finance", "city_housing_environment", "childrens", "adults", "wolverhampton_homes",
    "childrens", "city_housing_environment", "childrens",
]


# The dashboard tells its lessons in the table of decisions, each beside the decision that it comes from.
LESSON_OF = {
    "lgsco-1": "lesson-7", "lgsco-3": "lesson-1", "lgsco-4": "lesson-2", "lgsco-5": "lesson-3", "lgsco-6": "lesson-4",
    "lgsco-7": "lesson-9", "lgsco-8": "lesson-8", "lgsco-9": "lesson-6", "lgsco-10": "lesson-5",
}


def decisions(rows):
    return learned_from([
        decision(row, f"lgsco-{n}", service, verdict(row))
        for n, (row, service) in enumerate(zip(rows, DECIDED_FOR, strict=True), 1)
    ], LESSON_OF)


def verdict(row):
    if row["injustice"] == "yes":
        return "upheld: fault_and_injustice"
    return "upheld: already_remedied" if row["decision"].startswith("upheld") else "not_upheld"


LEARNED_BY = [
    "finance", "city_housing_environment", "childrens", "adults", "childrens", "city_housing_environment",
    "mental_health", "childrens", "wolverhampton_homes",
]


def lessons(rows):
    return [lesson(row, n, service) for n, (row, service) in enumerate(zip(rows, LEARNED_BY, strict=True), 1)]
