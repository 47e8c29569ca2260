//! Rules from C150 on: records that do not make sense, alone or together; see [`super::Rule`].

use super::rules;

rules! {
    UNKNOWN_MEASURE "C150" "A measure is not one this site knows"
    "The measure column names what was counted: received, responded, mean_response_days and so on, all of them in \
docs/measures.md. A share, a rate or a change takes the name of what it is made of and an ending: received_percent, \
received_per_1000, received_change, received_change_percent.\n\nA council's own measure is declared in candour.toml first:\n\n    \
[measures.managers_trained]\n    name = \"Managers trained\"\n    unit = \"count\"\n    definition = \"Managers who took the course.\"";
    UNKNOWN_BREAKDOWN "C151" "A breakdown is not one this site knows"
    "The breakdown column says by what a figure is divided: outcome, nature, complainant, channel, remedy, timeliness, \
response_band, refusal_reason, next_stage, service, ombudsman, decision, decision_reason, finding or group. Two of them are \
joined by a plus sign in alphabetical order, and so are their categories: nature+outcome with conduct+upheld.";
    CATEGORIES_UNEVEN "C152" "Breakdowns and categories do not match"
    "Each breakdown needs one category, in the same order: breakdown nature+outcome needs a category like conduct+upheld. A \
figure of all categories has neither. At most two breakdowns can be joined, with ombudsman or group on top.";
    UNIT_MISFIT "C153" "A unit does not fit its measure"
    "Each measure has its unit: counts are counts, shares are percent. Only measures of days leave a choice: working_days, \
calendar_days or school_days. Leave the column empty to take the unit of the measure and procedure.";
    VALUE_RANGE "C154" "A value cannot be"
    "Counts are whole and not below nought. How many people or homes there are is never nought, because rates are of them. A share of all cannot be over 100 (only the share that went on to the next stage \
can, when complaints of last year go on this year). A change may be below nought. unsigned is said of changes only.";
    STAGE_ABSENT "C155" "A procedure has no such stage"
    "A figure above nought is given for a stage that the procedure does not have in candour.toml: adult social care has one \
stage in law, the corporate procedure two. If your procedure has it, add it there: stages = [\"1\", \"2\", \"3\"] under the \
procedure.";
    NOT_ALIVE "C156" "A figure is of a time in which its service did not exist"
    "candour.toml says from when and until when the service existed, and the period of this figure lies outside. Either a \
figure stands under the wrong service (its predecessor, its successor) or the dates are wrong.";
    RECORD_FUTURE "C157" "A date or period lies in the future"
    "Nothing can have been received, decided or counted on a day that has not come. The day of the build is today, or what \
--as-of or [release] date says. Most often a year is mistyped.";
    NOT_BELOW "C158" "A part is not below its whole"
    "Breakdown service gives the share that a part has of the service in the service column, so the part must stand below \
that service in candour.toml.";
    TOTAL_LEFT_OUT "C159" "A row of totals is left out"
    "The table has a row of totals: \"Total\" stands where its service, period, quarter, procedure, stage or category would. It was \
compared with the rows it adds up, as far as the table has them, and it agrees, so nothing is lost: Candour makes its own totals. \
Where such a row leaves its service, procedure or stage empty, it is taken to add up rows of any. Means and shares are not \
compared.";
    TOTAL_WRONG "C160" "A row of totals is not the sum of its rows"
    "The table has a row of totals, and the rows above it make another sum. One of the rows or the total is wrong, or a row is \
missing from the table.";
    GROUP_MISPLACED "C161" "A comparison without its group, or a group without comparison"
    "Figures of other councils stand in data/benchmarks.csv and name the group they are of: similar or england. Your own \
figures stand in data/aggregates/ and have no group.";
    RECORD_PERIOD "C162" "A row has no period"
    "Every row says what period it is of: 2023-24, 2023-24-q1, academic-2023-24, or undated where it is not known. A wide \
table may have year and quarter instead. An ombudsman's decision may have its date, decided_on, instead.";
    DATE_OUTSIDE "C163" "A date lies outside its period"
    "The row gives both the day of the decision and a period, and the day is not in that period. The council's year runs from \
1 April to 31 March. Leave the period empty to take it from the date.";
    NEEDS_ID "C164" "A record needs a name of its own"
    "Each decision and each lesson has a permanent address, made from its id or the ombudsman's reference. This one has \
neither. Give it an id of small letters, digits and hyphens, such as lgsco-2024-1, and never change it.";
    ID_SHAPE "C165" "An id has the wrong shape"
    "An id becomes part of a web address, so it holds small letters a to z, digits and hyphens only.";
    ID_TWICE "C166" "Two records have the same id"
    "Ids are permanent addresses, so no two decisions and no two lessons may share one. One ombudsman's case is one row, with \
its requirements, amounts and findings divided by semicolons.";
    REFERENCE_SHAPE "C167" "A reference has the wrong shape"
    "The Local Government and Social Care Ombudsman's references have eight digits, the first two of them the year: 22 001 239. \
The Housing Ombudsman's have nine: 202215678.";
    DECISION_PAIR "C168" "This ombudsman does not decide so"
    "Each ombudsman has decisions of its own. The Local Government and Social Care Ombudsman upholds or does not, or closes a \
complaint before investigating it. The Housing Ombudsman makes findings on each issue (maladministration, service failure, \
reasonable redress and others), which stand in the findings column, several divided by semicolons.";
    DECISION_MISSING "C169" "A decision without a decision"
    "A row of the decisions table needs a decision (upheld, not_upheld, closed_initial, …) or findings.";
    REQUIREMENTS_UNEVEN "C170" "More parts than requirements"
    "The nth amount, the nth due date and the nth done date belong to the nth requirement, divided by semicolons; a part may \
be empty. This row has more of them than requirements, so one cannot be told from another.";
    LINK_SHAPE "C171" "A link is not a web address"
    "A link begins with https:// and goes to a page that anyone can open: the ombudsman's own page of the decision, the new \
policy. Links to files on a computer or to an internal site do not work for residents.";
    LESSON_STATUS "C172" "A lesson's status is not known"
    "status says what has become of the promise: done, under_way or not_done. Residents look for exactly this.";
    LESSON_EMPTY "C173" "A lesson without words"
    "A lesson says what people said, what the council found and what it did. At least what was said or found, or what was \
done, must be there.";
    QUOTE_NOT_RELEASED "C174" "A quotation that was not released is left out"
    "Words of thanks are printed only when the person who wrote them, or the team that keeps them, has released them for \
publication: released = yes. Others are left out.";
    QUALIFIER_UNKNOWN "C175" "A qualifier is not known"
    "The qualifier column says how exact a printed figure is: about, over, under, or unsigned for a change whose direction is \
not known. Exact figures have none.";
    NOTHING_OF_NOTHING "C176" "A share or mean of nothing"
    "The denominator is 0, so there is no share and no mean. Write [z], not applicable, as the value.";
    EMPTY_TEXT "C177" "A text is missing"
    "The row exists to print this text, and it is empty. Write the text, or take the row out.";
    LESSON_UNKNOWN "C178" "A decision names a lesson that does not exist"
    "The lessons column of a decision says in words what the council learned, or names lessons of data/lessons/ by their ids; \
the page of the decision links to these, and the lesson links back. A part that is nearly the id of a lesson, or that \
stands beside one and is written as ids are, must be one: small letters, digits and hyphens without a space.";
    LESSON_UNANSWERED "C179" "A lesson does not say what was done"
    "Readers look for three things: what people said, what the council found and what it did. Where the column we_did is empty the \
page leaves its heading out, and the promise with it. Of a lesson that is done, say what was done; of one under way, what is being \
done; of one that was not done, the reason. Nothing is asked of a lesson whose status is planned, because nothing has been done yet: \
it is printed as under way.";
    CALENDAR_CHANGE "C190" "A calendar's change is not known"
        "A table in data/calendars/ says of each day whether the council is closed on it. The column change holds add (closed, also when it is left empty), remove (a bank holiday on which you work after all) or school (only schools are closed). Anything else could mean either, so it is not guessed.";
    LANGUAGE_GAP "C191" "The language file lacks a sentence"
        "A page needs words that the language file does not have, and would show the name of the sentence in their place. Add the key to the theme's lang file; if it is your own file, compare it with the one that comes with Candour.";
    TOO_MANY_CODES "C192" "More codes than a site can have"
        "Services, natures, themes and all other codes of candour.toml and of the tables are kept in one list of at most 65,535. Nothing is published of a site that has more, because the last ones could not be told apart. No council has so many: most often a list was pasted in that holds something else, such as case numbers.";
}
