"""Ombudsmen's decisions and lessons: the same facts in the columns of the product."""

import re


def decision(row, name, service, verdict, findings=""):
    """Makes a row of the table of decisions. What has to be paid stands first, so that amounts are numbered from 1."""
    asked = [text for text in row["remedies"].split(" | ") if text]
    paid = [text for text in asked if "payment" in text.lower()]
    asked = paid + [text for text in asked if text not in paid]
    amounts = [amount(text, row["payment_gbp"] if len(paid) == 1 else "") for text in paid]
    return {
        "id": name,
        "reference": "",
        "ombudsman": {"LGSCO": "lgsco", "HOS": "housing"}[row["ombudsman"]],
        "service": service,
        "decided_on": "",
        "period": "undated" if row["period"] == "not stated" else row["period"],
        "subject": subject(row),
        "decision": verdict,
        "findings": findings,
        # Only cases without particulars have more to say than their subject.
        "summary": row["complaint_summary"] if row["complaint_summary"].startswith("Category only") else "",
        "requirements": "; ".join(re.sub(r"\bPayment \d+ ", "Payment ", text) for text in asked),
        "amount": ";".join(amounts) if any(amounts) else "",
        "total_amount": row["payment_gbp"] if sum(map(bool, amounts)) > 1 else "",
        "due": ";".join([row["timeframe"]] * len(asked)) if row["timeframe"] else "",
        "done": "",
        "lessons": row["lessons"].replace(" | ", "; "),
        "link": "",
    }


def subject(row):
    """A few words: the service as printed and what it was about, or, of cases without particulars, which of several."""
    about = row["complaint_summary"]
    if about.startswith("Category only"):
        return row["service_area"] + "".join(re.findall(r" \(\d of \d\)", about))
    return f"{row['service_area']}: {about}"


def amount(text, only):
    """The pounds named in a requirement, or the one payment of the case; empty where the amount was not published."""
    named = re.search(r"\bPayment (\d+)\b", text)
    return named.group(1) if named else only


def lesson(row, number, service, status="done"):
    """Makes a row of the table of lessons. Its id is its place in the council's list."""
    return {
        "id": f"lesson-{number}",
        "period": "undated" if row["period"] == "not stated" else row["period"],
        "service": service,
        "theme": code(row["theme"]),
        "you_said": row["what_happened"],
        "we_found": "",
        "we_did": row["what_changed"],
        "status": status,
        "due": "",
        "link": "",
    }


def learned_from(decisions, lessons):
    """Names the lesson in each decision that the council says it comes from."""
    for row in decisions:
        if row["id"] in lessons:
            row["lessons"] = "; ".join(filter(None, [row["lessons"], lessons[row["id"]]]))
    return decisions


def code(text):
    """A printed word as a code: lower case, words joined by an underscore."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
