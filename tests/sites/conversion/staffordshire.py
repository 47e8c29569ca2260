"""Staffordshire: the corporate procedure of a county, without social care, by directorate and team."""

from .facts import Amount, fact, ombudsman, procedure_of, stage_of
from .narrative import decision, learned_from, lesson

SERVICES = {"All": "", "Corporate": "corporate", "Adults": "adults", "Children and Families": "children"}
DIRECTORATES = {
    "Economy, Infrastructure & Skills": "economy_infrastructure_skills",
    "Corporate Operations": "corporate_operations",
}
TEAMS = {
    "Planning Regulation": "planning_regulation",
    "Transport Operations": "transport_operations",
    "Waste & Sustainability": "waste",
    "Country Parks": "country_parks",
    "Community Highways": "community_highways",
    "Flood Risk": "flood_risk",
    "Highways Claims Process": "highways_claims",
    "Highways Inspection": "highways_inspection",
    "Highways Maintenance": "highways_maintenance",
    "Parking Services (PCN)": "parking",
    "Lighting": "lighting",
    "Technical Services (Lighting)": "lighting",
    "Legal Services": "legal_services",
    "Complaints Team": "complaints_team",
    "Blue Badge": "blue_badge",
    "Registration Services": "registration_services",
    "Connectivity Strategy": "connectivity_strategy",
    "Rights of Way": "rights_of_way",
}
OUTCOMES = {
    "Upheld": "upheld",
    "Not Upheld": "not_upheld",
    "Partially Upheld": "partially_upheld",
    "Part Upheld": "partially_upheld",
    "No Written Response Issued": "no_written_response",
    "Stage 2 Review Refused": "refused",
    "Complaint Withdrawn": "withdrawn",
}
NATURES = {
    "Service-related issues": "service_issues",
    "Staff conduct": "staff_conduct",
    "Staff Conduct": "staff_conduct",
    "Poor/lack of communication": "communication",
}
FEEDBACK = {
    "Formal Complaints": "complaint",
    "Refer to Online Reporting": "online_report",
    "Dealt with by Team": "dealt_with_by_team",
    "Signpost to Other Council": "signposted",
    "MP Enquiry": "member_enquiry",
    "Public Enquiry to CXO": "chief_executive_enquiry",
}
# The ombudsman's outcomes as the council's tables by team print them.
REASONS = {
    "Closed After Initial Enquiries": "closed_after_enquiries",
    "Not Investigating - Out of Jurisdiction": "out_of_jurisdiction",
    "Premature Complaint": "premature",
    "Investigation - Fault and Injustice": "fault_and_injustice",
}
DIRECTION = "The report shows whether it rose or fell by a picture that is lost."

LOST = {
    20: "printed in the note beside the figure of the stage 2 overview",
    156: "printed in the note beside the computed figure",
    167: "printed in the note beside the figure of the yearly comparison",
}


def place(number, row):
    if row["measure"] == "ombudsman_payment_gbp":
        return Amount("lgsco-18", "amount/1", "highways", row["period"])
    service = TEAMS.get(row["team"]) or DIRECTORATES.get(row["directorate"]) or SERVICES[row["service"]]
    if row["procedure"] == "LGSCO":
        return by_ombudsman(row, service)
    return complaint(number, row, service, {"procedure": procedure_of(row), "stage": stage_of(row)})


def complaint(number, row, service, at):
    measure, category = row["measure"], row["category"]
    match measure:
        case "feedback_change_percent":
            contact = FEEDBACK[category]
            kind = {"contact": contact} | (at if contact == "complaint" else {})
            return fact(row, service, "received_change_percent", **kind, qualifier="unsigned", note=DIRECTION)
        case "compliments_received":
            return fact(row, service, "received", contact="compliment")
        case "complaints_received" | "stage2_requests":
            return fact(row, service, "received", **at)
        case "stage2_granted":
            return fact(row, service, "accepted", **at)
        case "stage2_refused":
            return fact(row, service, "received", **at, outcome="refused")
        case "stage2_refused_percent":
            return fact(row, service, "unstated_percent", **at, outcome="refused")
        case "complaints_withdrawn" if row["category_type"] == "issue_nature":
            return fact(row, service, "received", **at, nature=NATURES[category], outcome="withdrawn")
        case "complaints_withdrawn":
            return fact(row, service, "received", **at, outcome="withdrawn")
        case "issue_percent":
            return fact(row, service, "received_percent", **at, nature=NATURES[category])
        case "outcome_count":
            return fact(row, service, "received", **at, outcome=OUTCOMES[category])
        case "outcome_percent":
            share = "unstated_percent" if row["basis"] == "base not stated" else "received_percent"
            return fact(row, service, share, **at, outcome=OUTCOMES[category])
        case "responded_in_time_percent":
            return fact(row, service, "responded_percent", **at, timeliness="in_time")
    raise ValueError(f"row {number}: {measure}")


def by_ombudsman(row, service):
    measure = row["measure"].removeprefix("ombudsman_")
    match measure:
        case "received" | "received_change_percent" | "decided" | "investigated" | "remedies_identified":
            return ombudsman(row, service, measure)
        case "outcome_count":
            return ombudsman(row, service, "decided", decision_reason=REASONS[row["category"]])
        case "not_investigated":
            return ombudsman(row, service, "decided", decision="not_investigated")
        case "closed_after_initial_enquiries":
            return ombudsman(row, service, "decided", decision="closed_initial")
        case "upheld":
            return ombudsman(row, service, "decided", decision="upheld")
        case "upheld_percent":
            return ombudsman(row, service, "uphold_rate")
        case "compliance_percent":
            return ombudsman(row, service, "compliance_rate")
        case "late_remedies_percent":
            return ombudsman(row, service, "late_compliance_rate")
        case "service_improvement_cases":
            return ombudsman(row, service, "service_improvements", note="Out of 48 detailed investigations.")
        case "investigated_percent":
            parts = {"numerator": "52", "denominator": "161"}
            return ombudsman(row, service, "decided_percent", decision="investigated", **parts)
    raise ValueError(row["measure"])


def extra():
    return []


DECIDED_FOR = TEAMS | {
    "Highways": "highways",
    "Local Events": "corporate",
    "Blue Badges": "blue_badge",
    "Waste": "waste",
    "Parking (PCN)": "parking",
}
VERDICTS = {
    "closed after initial enquiries: too little evidence of fault": "closed_initial: not_enough_evidence_of_fault",
    "closed after initial enquiries: nothing to add to the council's investigation": "closed_initial: investigation_stands",
    "closed after initial enquiries: premature, referred back": "closed_initial: premature",
    "closed after initial enquiries: other procedure available and too little personal injustice":
        "closed_initial: other_procedure_little_injustice",
    "closed after initial enquiries: fault unlikely to be found": "closed_initial: fault_unlikely",
    "closed after initial enquiries: no sign of fault and nothing to add": "closed_initial: no_sign_of_fault",
    "not investigated: serve notice and go to court": "not_investigated: serve_notice_and_go_to_court",
    "not investigated: too little evidence of fault; complainant can appeal to the Traffic Penalty Tribunal":
        "not_investigated: little_evidence_and_tribunal",
    "not investigated: out of time": "not_investigated: out_of_time",
    "not investigated: complainant can go to court": "not_investigated: court_available",
    "not investigated: complainant can appeal to the Traffic Penalty Tribunal": "not_investigated: tribunal_available",
    "upheld": "upheld: fault_and_injustice",
}


# The report draws a lesson from two of the cases that were investigated, under its recommendations.
LESSON_OF = {"lgsco-18": "lesson-18", "lgsco-20": "lesson-19"}


def decisions(rows):
    return learned_from([
        decision(row, f"lgsco-{n}", DECIDED_FOR[row["service_area"]], VERDICTS[row["decision"]])
        for n, row in enumerate(rows, 1)
    ], LESSON_OF)


# The service of each lesson in order, and whether the report says that the work is still to be done.
LEARNED = [
    ("parking", "under_way"), ("highways_drainage", "done"), ("customer_service_centre", "under_way"),
    ("flood_risk", "done"), ("highways", "under_way"), ("highways", "under_way"), ("corporate", "done"),
    ("bus_passes", "under_way"), ("corporate_operations", "done"), ("registration_services", "done"),
    ("registration_services", "done"), ("lighting", "done"), ("bus_passes", "done"), ("corporate", "done"),
    ("corporate", "done"), ("complaints_team", "done"), ("complaints_team", "done"), ("highways", "under_way"),
    ("flood_risk", "under_way"),
]


def lessons(rows):
    return [lesson(row, n, *at) for n, (row, at) in enumerate(zip(rows, LEARNED, strict=True), 1)]
