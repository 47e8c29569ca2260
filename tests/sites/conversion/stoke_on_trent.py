"""Stoke-on-Trent: an annual report in chapters by procedure, mostly shares, with both ombudsmen."""

from .facts import Amount, benchmark, context, fact, ombudsman, procedure_of, stage_of
from .narrative import decision, lesson

DIRECTORATES = {
    "Adult Social Care and All Age Commissioning": "adults",
    "Children and Families": "children_and_families",
    "Chief Executives": "chief_executives",
    "Housing, Regeneration and Operations": "housing_regeneration_operations",
    "Public Health, Protection and Wellbeing": "public_health",
    "Resources": "resources",
    "": "",
}
SERVICES = {"Adult Social Care": "adults", "Children's Social Care": "children", "Housing": "housing"}
TEAMS = {
    "Telecare, Lifeline and Rehabilitation": "telecare",
    "Children in Care teams": "children_in_care",
    "Contact Centre and Customer Management": "contact_centre",
    "Environmental services": "environmental_services",
    "Revenues and Benefits": "revenues",
    "Special Educational Needs Monitoring and Assessment Service (SENMAS)": "senmas",
    "Special Educational Needs Transport": "sen_transport",
}
OUTCOMES = {
    "Upheld": "upheld",
    "Not Upheld": "not_upheld",
    "Partially Upheld": "partially_upheld",
    "Upheld or Partially Upheld": "upheld_or_partially_upheld",
    "Other recorded outcome": "other",
    "Out of jurisdiction": "out_of_jurisdiction",
    "Withdrawn or refused": "withdrawn_or_refused",
    "Refused": "refused",
}
NATURES = {
    "Communication and Information": "communication",
    "Communication": "communication",
    "Conduct of an Officer": "conduct",
    "Conduct/behaviour of staff": "staff_behaviour",
    "Discrimination": "discrimination",
    "Policy": "policy",
    "Service Delay": "service_delay",
    "Service Failure": "service_failure",
    "Incorrect information": "incorrect_information",
    "Disagree with decision": "disagree_with_decision",
    "Change in worker": "change_in_worker",
    "Confidentiality": "confidentiality",
    "Contact": "contact_arrangements",
    "Other": "other",
    "Outcome of an Assessment": "assessment_outcome",
    "Support": "support",
    "Data Breach": "data_breach",
    "Delay/failure to keep informed": "not_kept_informed",
    "Financial": "financial",
    "Non-adherence to procedure": "procedure_not_followed",
    "Outcome Decision/Assessment": "decision_outcome",
    "Quality of service provided": "quality",
    "Housing disrepair claims from solicitors": "disrepair_claims",
    "Housing disrepair claims": "disrepair_claims",
    "Housing allocation": "housing_allocation",
}
COMPLAINANTS = {"Parent": "parent", "Young person": "young_person"}

BESIDE = "printed in the note beside the computed figure"
LOST = {
    5: BESIDE,  # 1,805 less 1,595 is 210
    75: BESIDE,  # 62 of 2,850 is 2.2%
    79: BESIDE,  # 146 to 213 is 46% more
    144: BESIDE,  # 4 of 38 is 10.5%
    149: BESIDE,  # 19 to 58 is 205% more
    151: BESIDE,  # 16 of 58 is 27.6%
    152: "printed in the note beside the figure of the yearly table",
    174: BESIDE,  # 41 of 111 is 36.9%
}

DECISIONS = {211: ("lgsco-3", "amount/1")} | dict(
    zip(
        range(214, 220),
        [("hos-1", "total_amount"), ("hos-1", "amount/1"), ("hos-1", "amount/2")]
        + [("hos-2", "total_amount"), ("hos-2", "amount/1"), ("hos-2", "amount/2")],
    )
)


def place(number, row):
    if number in DECISIONS:
        case, part = DECISIONS[number]
        return Amount(case, part, "special_educational_needs" if case == "lgsco-3" else "housing", row["period"])
    if row["procedure"] in ("LGSCO", "HOS"):
        return by_ombudsman(row)
    if not row["procedure"]:
        return compliment_or_context(row)
    if row["procedure"] in ("comments", "MP enquiries"):
        return other_contact(row)
    return complaint(number, row)


def node(row):
    """The node a figure is about: the service as printed, else its directorate, else the council."""
    return SERVICES.get(row["service"]) or DIRECTORATES[row["directorate"]]


def complaint(number, row):
    at = {"procedure": procedure_of(row), "stage": stage_of(row) or "1"}
    service = node(row)
    measure, category = row["measure"], row["category"]
    match measure:
        case "complaints_received" | "escalated_count":
            return fact(row, service, "received", **at)
        case "complaints_received_change" | "escalated_change":
            return fact(row, service, "received_change", **at)
        case "complaints_received_change_percent" | "escalated_change_percent":
            return fact(row, service, "received_change_percent", **at)
        case "escalated_percent":
            went_on = at["stage"]
            return fact(row, service, "received_percent", **at | {"stage": str(int(went_on) - 1)}, next_stage=went_on)
        case "complaints_refused":
            return fact(row, service, "received", **at, outcome="refused")
        case "complaints_refused_percent":
            return fact(row, service, "received_percent", **at, outcome="refused", qualifier="under")
        case "complaints_withdrawn":
            return fact(row, service, "received", **at, outcome="withdrawn", note=sentence(row["basis"]))
        case "stage2_refused_or_withdrawn_percent":
            return fact(row, service, "received_percent", **at, outcome="withdrawn_or_refused")
        case "complainants":
            return fact(row, service, "complainants", **at)
        case "complaints_per_service_user_percent":
            return fact(row, service, "open_cases_percent", **at)
        case "responded_in_time_percent":
            clock = "in_time_outer" if "clock" in row["basis"] else "in_time"
            return fact(row, service, "responded_percent", **at, timeliness=clock, note=clock_note(row))
        case "responded_in_time_percent_change":
            unclear = "The report does not say whether this is percentage points."
            return fact(row, service, "responded_percent_change", **at, timeliness="in_time", note=unclear)
        case "response_band_count":
            return fact(row, service, "responded", **at, response_band="16_plus")
        case "response_band_percent":
            return fact(row, service, "responded_percent", **at, response_band="16_plus")
        case "team_share_percent":
            if "base is not stated" in row["basis"]:
                note = "Printed as a share of these complaints; the report does not say of which."
                return fact(row, service, "unstated_percent", **at, service_=TEAMS[category], note=note)
            return fact(row, service, "received_percent", **at, service_=TEAMS[category])
        case "outcome_count":
            return fact(row, TEAMS.get(row["team"], service), "received", **at, outcome=OUTCOMES[category])
        case "outcome_percent":
            base = "investigated_percent" if "investigated" in row["basis"] else "received_percent"
            return fact(row, service, base, **at, outcome=OUTCOMES[category])
        case "complainant_percent":
            return fact(row, service, "received_percent", **at, complainant=COMPLAINANTS[category])
        case "complainant_count":
            who, _, nature = category.partition(" / issue: ")
            both = {"nature": NATURES[nature]} if nature else {}
            return fact(row, service, "received", **at, complainant=COMPLAINANTS[who], **both)
    return by_nature(number, row, service, at)


def by_nature(number, row, service, at):
    outcome, _, nature = row["category"].partition(" / issue: ")
    match row["measure"]:
        case "issue_count" if row["category"] == "Total":
            return fact(row, service, "natures", **at)
        case "issue_count":
            return fact(row, service, "received", **at, nature=NATURES[row["category"]])
        case "issue_count_change":
            return fact(row, service, "received_change", **at, nature=NATURES[row["category"]])
        case "issue_count_change_percent":
            return fact(row, service, "received_change_percent", **at, nature=NATURES[row["category"]])
        case "issue_percent" if "issue natures" in row["basis"]:
            return fact(row, service, "natures_percent", **at, nature=NATURES[row["category"]])
        case "issue_percent" if "named in the sentence" in row["basis"]:
            note = "Printed as a share of the escalations that the sentence names; their number is not printed."
            return fact(row, service, "unstated_percent", **at, nature=NATURES[row["category"]], note=note)
        case "issue_percent":
            return fact(row, service, "received_percent", **at, nature=NATURES[row["category"]])
        case "issue_outcome_count":
            return fact(row, service, "received", **at, nature=NATURES[nature], outcome=OUTCOMES[outcome])
        case "issue_outcome_percent":
            parts = dict(zip(("numerator", "denominator"), OF_NATURE[number]))
            kinds = {"nature": NATURES[nature], "outcome": OUTCOMES[outcome]}
            return fact(row, service, "received_percent", **at, **kinds, **parts, note="Of the complaints of this kind.")
    raise ValueError(f"row {number}: {row['measure']}")


# Shares of the complaints of one nature: the printed counts they are made of.
OF_NATURE = {144: ("4", "38"), 146: ("8", "38"), 151: ("16", "58")}


def clock_note(row):
    if "clock" in row["basis"]:
        return sentence(row["basis"])
    return "Extensions are not counted." if "extensions ignored" in row["basis"] else ""


def sentence(text):
    return text[0].upper() + text[1:] + "."


def compliment_or_context(row):
    match row["measure"]:
        case "compliments_received":
            return fact(row, "", "received", contact="compliment")
        case "compliments_received_change_percent":
            return fact(row, "", "received_change_percent", contact="compliment")
        case "compliments_share_percent":
            share = {"contact": "compliment", "service_": TEAMS[row["category"]]}
            return fact(row, DIRECTORATES[row["directorate"]], "received_percent", **share)
        case "council_homes":
            return context(row, "housing", "homes_owned", qualifier="about", unit="count")
        case "population_under_18":
            return context(row, "children", "population_under_18", qualifier="about", unit="count")
        case "open_cases" | "looked_after_children":
            return context(row, "children", row["measure"], unit="count", reference_date="2025-03-31")
    raise ValueError(row["measure"])


def other_contact(row):
    contact = {"comments": "comment", "MP enquiries": "member_enquiry"}[row["procedure"]]
    measure = row["measure"].split("_", 1)[1].replace("enquiries_", "")
    if measure == "share_percent":
        return fact(row, node(row), "received_percent", contact=contact, nature=NATURES[row["category"]])
    return fact(row, node(row), measure, contact=contact)


FINDINGS = "severe_maladministration_or_maladministration_or_service_failure"


def by_ombudsman(row):
    who = {"LGSCO": "lgsco", "HOS": "housing"}[row["procedure"]]
    service = "housing" if who == "housing" else ""
    measure = row["measure"].removeprefix("ombudsman_")
    rate = {
        "upheld_percent": "uphold_rate",
        "compliance_percent": "compliance_rate",
        "satisfactory_remedy_percent": "satisfactory_remedy_rate",
        "upheld_per_100k": "upheld_per_100000",
    }.get(measure)
    if row["category_type"] == "comparator":
        return benchmark(row, service, rate, "similar")
    if rate:
        return ombudsman(row, service, rate)
    match measure:
        case "not_ready" | "assessed_and_closed" | "upheld":
            return ombudsman(row, service, "decided", who, decision=measure)
        case "investigated_percent":
            return ombudsman(row, service, "received_percent", decision="investigated", numerator="10", denominator="66")
        case "maladministration_findings":
            return ombudsman(row, service, "findings", who, finding=FINDINGS)
        case "received" | "decided" | "investigated" | "recommendations":
            return ombudsman(row, service, measure, who)
    raise ValueError(row["measure"])


def extra():
    return []


DECIDED_FOR = {
    "Highway Repair and Maintenance": "highways",
    "Special Educational Needs": "special_educational_needs",
    "Adult Social Care": "adults",
    "School Transport": "school_transport",
    "Housing (landlord)": "housing",
}


def decisions(rows):
    made, counts = [], {}
    for row in rows:
        prefix = row["ombudsman"].lower()
        counts[prefix] = counts.get(prefix, 0) + 1
        verdict, findings = verdict_of(row)
        made.append(decision(row, f"{prefix}-{counts[prefix]}", DECIDED_FOR[row["service_area"]], verdict, findings))
    return made


def verdict_of(row):
    if row["ombudsman"] == "HOS":
        found = [text.split(" (")[0].replace(" ", "_") for text in row["decision"].split(" | ")]
        return ("no_determination", "") if "court action" in row["decision"] else ("", "; ".join(found))
    if row["decision"] == "upheld":
        return ("upheld: fault_and_injustice" if row["injustice"] == "yes" else "upheld: fault_no_injustice"), ""
    return "not_investigated: " + ("remedy_agreed" if "remedy" in row["decision"] else "council_action_accepted"), ""


# The service of each lesson in order, and whether the report says that the work is still to be finished.
LEARNED = [
    ("waste_collection", "done"), ("bereavement_services", "under_way"), ("children", "done"),
    ("trading_standards", "under_way"), ("leasehold", "done"), ("housing_repairs", "done"), ("", "under_way"),
    ("customer_feedback", "under_way"), ("", "done"), ("children", "done"), ("children", "done"), ("children", "done"),
    ("", "done"),
]


def lessons(rows):
    return [lesson(row, n, *at) for n, (row, at) in enumerate(zip(rows, LEARNED, strict=True), 1)]
