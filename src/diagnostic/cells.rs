//! C100 to C129: cells and columns; see [`super::Rule`].

use super::rules;

rules! {
    UNKNOWN_COLUMN "C100" "A column is not known"
"Only columns that are known are read: a list of what is allowed is the one sure way of keeping out what must not be \
published. docs/columns.md lists the columns of each kind of table with the other headings that are read for them.\n\n\
When your system calls one of them by another name, say so under [columns] in candour.toml: received = [\"Date Logged\"]. \
When a column is not needed, name it under ignore; it is then dropped unread.";

    PERSONAL_COLUMN "C101" "A column looks like personal data"
"Names, addresses, telephone numbers, dates of birth, the officer in charge and free text about a case have no place in the \
data of a public site. They are not needed, and what is not there cannot leak.\n\nLeave the column out of the export. When \
the export cannot be changed, name the column under [columns] ignore in candour.toml: it is then dropped before anything \
looks at it.";

    TWO_COLUMNS_FOR_ONE "C102" "Two columns would be read as one"
"Two headings of this table are both read for the same column: directorate and service area, for instance, are both read \
as service. Which one is meant must not be guessed.\n\nName the other one under [columns] ignore in candour.toml, or rename \
it.";

    MISSING_COLUMN "C103" "A column is missing"
"Without this column the rows cannot be understood. Perhaps it is there under a name that is not known: then say so under \
[columns] in candour.toml.";

    UNKNOWN_CODE "C104" "A word is not one this site knows"
"Outcomes, stages, natures and the like are words of a list, so that the same thing is counted under one name. A word that \
is not on the list would be left out of a total somewhere, so it is an error.\n\nA slip of the finger is corrected in the \
table. A word your system always uses is added to candour.toml, as an alias of the code it means or as a code of your \
own.";

    UNKNOWN_SERVICE "C105" "A service is not one this site knows"
"Every service has a place in candour.toml with its name and its permanent address. Services are compared without regard \
to capitals, spaces and hyphens, and by their aliases.\n\nAdd the spelling to the aliases of the service, or add the new \
service. When services were joined or split, keep the old one with its last day (to) and its successor.";

    DATE "C106" "A date cannot be read"
"Dates are written 2024-07-03, 03/07/2024 (the day first) or 03-Jul-2024, in one form for a whole column. They are never \
guessed: a date with the month first, a year of two digits, a spreadsheet's inner number or a day that does not exist is \
refused.\n\nThe safest way is to format the column as year-month-day in the spreadsheet before exporting it.";

    TIME_DROPPED "C107" "Dates carry a time of day"
"The day counts, not the hour. The time was dropped. Mind that an export which converts time zones can move an entry made \
shortly after midnight to the day before.";

    COUNT "C108" "A number cannot be read"
"Counts are whole numbers. Where there is none, say which it is: 0 when there were none, [x] when it is not known, [z] when \
there can be none, [c] when it is hidden to protect people. An empty cell, a dash or n/a could mean any of these, and a \
reader would take the wrong one for the truth.\n\nPer cent signs, pound signs and footnote marks are left out; shares are \
worked out from the counts.";

    NUMBER_READ "C109" "A number was read with a guess"
"The cell is not written as it should be, but it can mean only one thing: 1,234 is 1234, * and <5 are [c]. It was read so. \
Write it properly and the warning goes.";

    MONEY "C110" "A sum of money cannot be read"
"Sums are written as pounds alone: 175 or 175.50. Several in one cell are divided by ;, one for each requirement, and a \
part may be empty.";

    PERIOD "C111" "A period cannot be read"
"The council's year from April 2024 is written 2024-25 and its second quarter 2024-25-q2; 2024/25, 2024-2025 and 2024/25 Q2 \
are read too. School years are academic-2023-24, calendar years calendar-2023, other stretches 2023-01-01--2023-03-31. The \
second half of a year must follow from the first: 2024-26 is refused.";

    YES_NO "C112" "Neither yes nor no"
"This column answers a question with yes or no. Leave the cell empty when the answer is not known.";

    HIDDEN_CHARACTER "C113" "A character hides or imitates another"
"Some characters cannot be seen, some turn the direction of text, and some Greek and Cyrillic letters look just like Latin \
ones. In a name or a code they make two words that look the same and are not, or show a reader another text than the one \
that was checked.\n\nType the cell anew instead of copying it.";

    SPELT_OTHERWISE "C114" "A name is spelt otherwise than in candour.toml"
"Names are compared without regard to capitals, spaces, hyphens and signs, and characters that look the same are the same: \
an ordinary space and one that does not break, an accent typed with its letter or after it. The message says which of your \
names such a spelling was taken for, so that you can see that none was taken for a wrong one.\n\nNothing need be done. The note \
goes when the spelling is added to the name's aliases in candour.toml, or when the data spell the name as candour.toml does.";
}
