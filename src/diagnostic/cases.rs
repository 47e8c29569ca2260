//! Rules about case rows; see [`super::Rule`].

use super::rules;

rules! {
LONG_ANSWER "C130" "An answer that came improbably late" "The answer is dated more than two years after the day of receipt, or more than a year after it and more than ten times the limit of its stage. That is often a mistyped year in one of the two dates, which would put the complaint, or its answer, into the wrong year of every table and spoil the mean of the days taken.

Correct the date. If the answer really took so long, nothing needs to be done: the row is counted as it stands.";
GAP_WITHOUT_CASES "C131" "Years without a case row" "Between the first and the last day of receipt lie at least four quarters in a row in which no row was received. From the first to the last quarter a quarter without rows is a quarter with no complaints, so the site would say of all of these that there were none. Either a year of receipt is mistyped, and then the rows on the shorter side of the gap are named; or files of that time are missing.

Correct the date, or add the files. Figures of that time that were counted elsewhere with `candour tabulate` fill the gap too. If there really were no complaints in all that time, accept the finding in candour.toml and say why: the reason is printed on the site.";
AMBIGUOUS_OUTCOME "C132" "An outcome that can mean two things" "\"Rejected\" is written both for a complaint that was looked into and not upheld, and for one that was refused without being looked into. The two stand in different rows of every table, so Candour asks.

Write `not_upheld` or `refused`, or settle it for all files with an alias in candour.toml.";
MISSING_CELL "C133" "A cell that must be filled is empty" "Every case row needs a service and a date of receipt (or a period, where exact dates were removed). Complaints also need a procedure and a stage.";
STAGE_NOT_OF_PROCEDURE "C134" "A stage that the procedure does not have" "A stage means nothing without its procedure: corporate complaints have two stages, children's statutory complaints three, adult social care one. The row gives a stage that its procedure does not have.

Correct the stage or the procedure. If the council's procedure really has this stage, add it to `stages` of the procedure in candour.toml.";
TOTAL_AMONG_CASES "C135" "A total among the case rows" "A row of a case file says \"total\". Each row is one complaint at one stage; a row of sums would be counted as a complaint.

Delete the row. Candour adds up for itself.";
DATES_OUT_OF_ORDER "C136" "Dates that cannot follow one another" "A complaint is received, then acknowledged, then answered, then closed. A date before the one that it must follow is a slip of the keys, often a wrong year, and would make the days taken negative.";
FUTURE_DATE "C137" "A date that has not come yet" "A date of receipt, acknowledgement, answer or closing lies after the as-of date of this run. Nothing can have happened after it.

Correct the date, or, if the as-of date is older than the data, give a later one with `--as-of`.";
OUTSIDE_CALENDAR "C138" "A date outside the calendar's years" "Working days can only be counted in the years whose bank holidays are known. Candour does not guess them.

Correct the date if it is a slip. For a later year, put the government's new bank-holiday file into data/calendars/.";
CONTRADICTION "C139" "Two cells of a row that contradict each other" "The row says the same thing twice, and differently: a `period` that does not hold the date of receipt, `response_days` or `in_time` that do not follow from the dates, a nature that its procedure does not use, a day of closing before that of the answer, the outcome withdrawn beside a date of response, a reason for refusing what was not refused, or an outcome of something that is no complaint. The dates win; the other cell is not used. What was withdrawn stays so, and is counted as closed without a response on that day.

A count of days that is one too high in every row was made with the spreadsheet function NETWORKDAYS, which counts the day of receipt as the first day. Leave the column out and Candour counts for itself.";
NO_RESPONSE_DATE "C140" "An outcome without a response date" "The row has an outcome that comes with an answer to the resident (upheld, not upheld, resolved, …) or that ends the matter (withdrawn, refused, …), but no date on which that happened.

Such a complaint counts among the outcomes of the period in which it was received, and stays among the open complaints until the date is given. Where only `closed` is given, the answer is taken to have been given on that day.";
OPEN_WITH_RESPONSE "C141" "An open complaint with a response" "The outcome says that the complaint is still open, but there is a response date, a closing date or, where dates were removed, a number of days that the answer took.

Leave the outcome `open` and empty those cells, or give the outcome.";
NO_REASON "C142" "A refused complaint without a reason" "The ombudsmen's Codes ask councils to publish which kinds of complaint they refused. A refused complaint without `refusal_reason` is counted, but cannot stand in that summary.";
SERVICE_NOT_ALIVE "C143" "A complaint outside the dates of its service" "The complaint was received before the service began or after it ended, by the `from` and `to` of the service in candour.toml. It is counted at the service that the row names.

Name the service that existed on that day, or correct the dates in candour.toml.";
DUPLICATE_CASE "C144" "The same case and stage twice" "Two rows, perhaps in two files, have the same case reference at the same stage. One row stands for one complaint at one stage, so counting both would count the complaint twice. A complaint that was moved to another procedure may stand in both: its first row then has the outcome `transferred`.

Delete one of the rows. It often happens when two exports overlap.";
NO_STAGE_BEFORE "C145" "Stage 2 without stage 1" "Other case references can be followed from stage to stage, but these appear at a later stage only. The first stage may have been before the first file, or the reference may be spelt differently. They are counted as they stand.";
NO_CLOCK "C146" "No day to count the time limit from" "The time limit runs from the day of acknowledgement, or from the start of the work, and the row has no such day. Candour does not assume one: the answer counts as in time only when it came within the limit counted from receipt, and as late otherwise. Where no row has one, nothing is said of time.

Fill in the dates in `acknowledged` or `started`, or correct `clock` in candour.toml.";
PERIOD_NOT_A_QUARTER "C147" "A case row whose period is not a quarter" "Where exact dates were removed, `period` says in which quarter the complaint was received: `2024-25-q2`. A whole year is not enough, because its complaints could not stand in any quarter. Figures known for a year only belong into data/aggregates/.";
MORE_CASE_FAULTS "C148" "More faults of the same kind" "The file has so many different faults of one kind that only the first are listed. Put those right and run the check again; often one alias or one setting mends them all.";
STAGES_OUT_OF_ORDER "C149" "Stages that cannot follow one another" "The rows of one case contradict each other: a later stage was received, or answered, before an earlier stage was received. A complaint reaches stage 2 only after it was made at stage 1, so one of the dates, stages or references is a slip. The earlier stage's row is named too.

A later stage that was received before the earlier one was answered is a warning: it happens where a council does not answer in time, but is more often a slip. Where it is right, give the earlier stage the outcome `escalated_without_outcome`, or leave it as it is.";
ANSWER_ON_DAY_OFF "C180" "An answer on a day that does not count" "The answer was recorded on a Saturday, a Sunday, a bank holiday or another day that does not count, after the day it was due. Counted in working days it took no longer than allowed, but the due day had passed, so it counts as late: the day is what a resident was promised.

Often the answer went out on the working day before and was entered later. Then correct the date.";
}
