"""What a printed row becomes: an observation with a key, or the amount of an ombudsman's decision."""

from dataclasses import dataclass, field

# The order of the canonical long form.
LONG = [
    "period", "service", "contact", "procedure", "stage", "breakdown", "category", "measure", "value", "qualifier",
    "numerator", "denominator", "unit", "basis", "source", "note",
]


@dataclass(frozen=True)
class Fact:
    """One observation as printed. Empty coordinates are totals."""

    service: str
    period: str
    measure: str
    contact: str = "complaint"
    procedure: str = ""
    stage: str = ""
    breakdowns: tuple = ()
    value: str = ""
    qualifier: str = ""
    numerator: str = ""
    denominator: str = ""
    unit: str = ""
    source: str = ""
    note: str = ""
    reference_date: str = ""
    kind: str = field(default="aggregate", compare=False)

    @property
    def key(self):
        """The observation key of contract 7."""
        coordinates = [self.service, self.period, self.contact, self.procedure, self.stage, self.measure]
        names = [f"{name}={category}" for name, category in self.breakdowns]
        return "/".join([c or "all" for c in coordinates] + names)

    @property
    def group(self):
        return dict(self.breakdowns).get("group", "")

    def row(self):
        """The row of the long form; the group of a benchmark has a column of its own."""
        breakdowns = [(name, category) for name, category in self.breakdowns if name != "group"]
        return {
            "period": self.period,
            "service": self.service,
            "contact": self.contact,
            "procedure": self.procedure,
            "stage": self.stage,
            "breakdown": "+".join(name for name, _ in breakdowns),
            "category": "+".join(category for _, category in breakdowns),
            "measure": self.measure,
            "value": self.value,
            "qualifier": self.qualifier,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "unit": self.unit,
            "basis": "",
            "source": self.source,
            "note": self.note,
            "group": self.group,
        }


@dataclass(frozen=True)
class Amount:
    """A sum of money that stands in the table of decisions."""

    decision: str
    part: str
    service: str
    period: str

    @property
    def key(self):
        return f"decisions/{self.decision}/{self.part}"


def fact(row, service, measure, *, procedure="", stage="", contact="complaint", period=None, **more):
    """Makes a fact of a printed row. Breakdowns are given by their names; the rest are fields of `Fact`."""
    fields = {name: more.pop(name) for name in list(more) if name in Fact.__dataclass_fields__}
    # `service_` is the breakdown by service, since `service` is the coordinate.
    more = {name.rstrip("_"): category for name, category in more.items()}
    return Fact(
        service=service,
        period=period or period_of(row),
        measure=measure,
        contact=contact,
        procedure=procedure,
        stage=stage,
        breakdowns=tuple(sorted(more.items())),
        value=fields.pop("value", row["value"]),
        source=source_of(row),
        **fields,
    )


def ombudsman(row, service, measure, who="lgsco", **more):
    """Makes a fact about an ombudsman's work; the procedure is given only where it is printed."""
    return fact(row, service, measure, contact="ombudsman_enquiry", ombudsman=who, **more)


def context(row, service, measure, **more):
    """Makes a figure about the council rather than its contacts."""
    return fact(row, service, measure, contact="context", kind="context", **more)


def benchmark(row, service, measure, group, **more):
    """Makes a figure of other councils to compare ours with."""
    return ombudsman(row, service, measure, kind="benchmark", group=group, **more)


PERIODS = {"financial-year": "", "academic-year": "academic-", "calendar-year": "calendar-"}


def period_of(row):
    """The id of the period; a row without a stated period is undated."""
    prefix = PERIODS.get(row["period_type"])
    return "undated" if prefix is None else prefix + row["period"]


def source_of(row):
    """The section of the document, without the name of the file it was read from."""
    return row["source_ref"].split(": ", 1)[-1]


def procedure_of(row):
    """The code of a printed procedure; a total has none."""
    return {"all": "", "": ""}.get(row["procedure"], row["procedure"].replace("-", "_"))


def stage_of(row):
    return "" if row["stage"] in ("all", "ombudsman", "dfe", "") else row["stage"]
