//! Rules from C200 on: figures that contradict one another; see [`super::Rule`].

use super::rules;

rules! {
    TWO_VALUES "C200" "One figure has two values"
    "The same figure (the same service, period, procedure, stage and measure) is supplied more than once, and the values \
differ. Reports often print a figure in a summary and again in a chapter, and the two were made at different times.\n\nCorrect \
the wrong one. If both were published, accept the finding: use names the one to publish by the text of its source column \
(or as file:row), and the page prints the other in a note with your reason:\n\n    [[accept]]\n    code = \"C200\"\n    key = \"\
children/2024-25/complaint/corporate/1/received\"\n    use = \"Stage One\"\n    reason = \"The chapter on outcomes prints 214. One \
complaint was counted twice there.\"";
    PARTS_UNEQUAL "C201" "Parts do not add up to their whole"
    "Candour knows which figures add up: quarters to their year, the services below to the service above, procedures to \
their stage, in time and late to those answered, values printed as one to the values they join, stages to the total over \
all stages. All the parts of this whole are there, and their sum is another number.\n\nAll parts are there when each of the \
services that candour.toml lists below has a figure, or when the same parts make the whole in at least two other periods. The \
message gives every part with its row. Correct the part or the whole that is wrong. If it was published so, accept the finding; \
use = \"computed\" publishes the sum of the parts instead of the printed whole.\n\nA total that nobody supplied must come out the \
same whichever way it is added up: the year of the whole council from its quarters, and from the years of its services. Where it \
does not, the message gives both sums. If that is accepted, the first is published and the other stands beside it.";
    PARTS_EXCEED "C202" "Parts are more than their whole"
    "Not all parts of this whole are supplied, but those that are make more than the whole already. So the whole is too small \
or a part too large, whatever the others are. This also holds for lists that do not add up, such as natures: no single nature \
can have more complaints than there are.";
    PARTS_SHORT "C203" "Parts fall short of their whole"
    "Upheld, partially upheld and not upheld are all given, and together with the other outcomes they are fewer than the \
complaints they are of. The rest must have become something: they are open, withdrawn, refused, of unknown outcome, or other. \
Readers take a table of outcomes for the whole, so say what is missing. It is a warning, because the figures that are there may \
all be right.";
    OTHER_KIND "C204" "A sum holds only with another kind of year"
    "The total is that of a council's year (April to March), and it adds up only when figures of academic years are counted \
in. Candour never adds different kinds of period itself, but many reports do. It is only a note: it names the part, so that you can say so \
beside the figure in the column note.";
    SHARE_UNEQUAL "C205" "A percentage does not follow from its counts"
    "The measure of a share names its base: received_percent is a share of those received, responded_percent of those \
answered. The counts are supplied too, and they give another figure, even allowing for rounding. Where another base or last \
year's counts would give the printed figure, the message says so: that is usually the cause.\n\nCorrect the share or the counts. \
If it was published so, accept the finding; use = \"computed\" publishes what the counts give, \"supplied\" what was printed. The \
other stands in the note.";
    CHANGE_UNEQUAL "C206" "A change does not follow from its two values"
    "A change is this year's value less last year's. In percent it is that difference divided by last year's value. Both \
years' values are known, and they give another change. Frequent causes: the difference was divided by this year's value; the \
difference of two percentages was printed as a percentage (31 % to 21 % is 10 percentage points, and a third less); one of the \
two values was corrected later.\n\nUse \"computed\" or \"supplied\" says which to publish.";
    RATE_UNEQUAL "C207" "A rate does not follow from its count and population"
    "A rate per 1,000 or 100,000 people is the count divided by the population (or homes) of that year in context.csv. They \
give another rate than the one that is supplied. Look which year's population was used.";
    NO_BASE "C208" "No base gives a percentage whose base is not stated"
    "unstated_percent is a share that was printed without saying of what. Its count is known, and Candour has tried it against \
everything it could be a share of. None gives the printed figure, so it or the count is wrong.";
    MIXED_BASES "C209" "Shares in one table have different bases"
    "Readers compare the shares of a table with one another and expect them to add to a hundred. These do not have one base: \
some are of those received, others of those accepted or answered. The key of this finding is that of the table, without \
categories. The explanation is printed beside the shares that are not of the common base.";
    BASE_CHANGES "C210" "A table changes its base from one year to the next"
    "The shares of one year are of one base and those of the next year of another, so a rise or fall between them may be \
nothing but the other base. Take both years of one base, or accept the finding: the page prints your reason \
beside the shares.";
    OTHER_BASE "C211" "A share in time is not of the answers"
    "Whether a complaint was answered in time can be said of those that were answered. Here the share is of those received, \
some of which are still open or were withdrawn, so it is too low, and it cannot be compared with the other shares of the table. \
The message gives the share of those answered.";
    SHARES_NOT_HUNDRED "C212" "Shares do not add to a hundred"
    "The shares of all outcomes add to 100, give or take half a unit of the last printed digit of each. More than that cannot \
be: outcomes overlap, or a share is wrong. Less is a warning: an outcome is missing from the table.";
    FLOW_BROKEN "C213" "What came in is not what went out"
    "Open at the start and received must be responded, closed without a response, and open at the end: no complaint is lost \
and none appears. Where one of the five is not supplied, only a sum that no value of it could mend is reported.";
    MEAN_OF_NOTHING "C214" "A mean of nothing"
    "A mean number of days is given, but no complaint was answered, so there is nothing it could be the mean of. Write [z], not \
applicable. A mean of one complaint is that complaint's own time: think before you publish it.";
    DECISION_ROWS "C215" "The ombudsmen's decisions do not match the printed total"
    "The decisions table lists more decisions or findings than the supplied figure says, or it lists every decision of the \
year and their findings are not as many as printed. Correct the total or the rows.";
    AMOUNTS_UNEQUAL "C216" "Payments do not add up to their total"
    "The amounts of one decision, in pounds, make another sum than its total_amount. Correct either; the nth amount belongs to \
the nth requirement.";
    COUNTED_AND_SUPPLIED "C217" "A figure is counted and supplied too"
    "Candour makes this figure from the case rows, and it is supplied as a ready figure as well. Two makers of one figure \
drift apart unseen, so one must go: take the row out of the aggregates, or that service's and period's cases out of data/cases/.";
    ACCEPT_STALE "C218" "An accepted finding that does not exist"
    "An [[accept]] entry names a finding by code and key, and there is no such finding. Either the figure has been corrected \
and the entry can go, or its code or key is misspelt and the finding it was meant for still stands among the errors.";
    ACCEPT_CHOICE "C219" "An accepted finding does not say which value to publish"
    "Two values disagree, and the [[accept]] entry must say which one is published: use = \"computed\" for what Candour works \
out, \"supplied\" for what was printed, or the text of the source column (or file:row) where both were printed.";
    NOT_IN_TOTALS "C220" "A supplied figure is not in the counted totals"
    "Some services send case rows and this one sends ready figures. Totals of the whole council are counted from the case \
rows, so they leave it out, and a note beside them says so. Candour does not add the two: the ready figures have not every measure \
and quarter, so some totals would include the service and others would not.\n\nSend its case rows too, or turn the case rows into \
figures with candour tabulate and supply everything as figures.";
    JUMP "C221" "A count jumps"
    "A count differs from the one a year earlier by more than chance and the usual ups and downs explain. The sums may all be \
right and something still be wrong: rows read twice, a service whose rows did not come, complaints filed under another heading. \
Jumps are listed with both counts, the least likely first.\n\nWhat is a jump depends on the size of the counts. If people \
complain one by one and nothing has changed, the difference of two years' counts a and b varies about nought with a variance of \
a + b; each count may also move by a tenth of itself, as real ones do. It is a jump when the difference, less one, is over three \
standard deviations: (|a - b| - 1)² > 9 × (a + b + (a² + b²) / 100). So 3 and 9 is chance, 300 and 700 is not, and a whole \
council's 1,595 and 1,805 is an ordinary year. Where a series has at least four other steps and usually moves more than that, \
the limit grows with its median step. Periods that are not over are not compared, nor services that began or ended between \
them.\n\nIt is a warning. If the count is right, say why: with an [[accept]] entry of its code and key the page prints your reason \
beside the figure, and readers need not guess.";
    MEAN_IMPOSSIBLE "C222" "A mean does not fit its number of complaints"
    "Days are whole, so a mean times its number of answers is a whole number of days, as exactly as the mean was printed. Three \
answers have a mean of 12.3 or of 12.7 days, never of 12.5. A median is a whole number of days or a half, a longest answer a whole \
number. And where the row of a mean has a denominator, it must be the number of complaints answered.\n\nCorrect the mean or the \
count. A mean of some of the answers only may be accepted with a reason that says which.";
    MEANS_UNEQUAL "C223" "A mean does not follow from those of its parts"
    "All parts (the four quarters, the services, the procedures) have a mean and a number of answers, and together they have all \
the answers of the whole. Each mean times its number, added up and divided by all answers, is the mean of the whole. The one that was \
printed is another, even allowing for the rounding of each.\n\nOften somebody took the mean of the means, as if a quarter with \
three answers weighed as much as one with thirty. The message says so where it fits.";
    DAYS_CONTRADICT "C224" "Numbers of days contradict one another"
    "The longest answer took at least as long as the mean and the median, and the median is not above the 90th percentile. Nor can \
a mean be so small that all answers together took fewer days than the longest of them. Correct the one that is wrong.";
    CARRIED_OVER "C225" "What was open at the end was not open at the next start"
    "What is open when a period ends is open when the next one begins. The two are supplied, often in two years' reports, and they \
differ: complaints were found or struck out between the two counts, or one of them was corrected alone. Correct the one that is \
wrong. If both were published, accept the finding with the reason; the page prints it beside the start.";
    UNITS_MIX "C226" "Units mix"
    "Numbers of days that readers compare are in different units: this year's in working days and last year's in calendar days, one \
service's beside another's of the same procedure, a mean over procedures that count differently, or a change and what it is a change \
of. A number of calendar days is two fifths higher than the same time in working days, so the comparison would be false.\n\nDifferent \
procedures may well report in different units. Give one procedure's numbers in one unit. If a procedure changed its unit, accept the \
finding with a reason: it is a break in the series, and the page says so beside the figure.";
    OTHER_LENGTH "C227" "A change compares years that are not alike"
    "A change is printed against the year before, and the two are not alike: there is no figure for the year before of the same kind, \
but the change holds against one of another kind (a school year against April to March); or the service began or ended within one of \
the two years, so that a part of a year is compared with a whole one. A rise or fall between them may be nothing but months. Supply \
the figure of the like year, or take the change out. If it was published so, accept the finding and say what was compared.";
    PUBLISHED_OTHERWISE "C228" "A figure is not what was published"
    "An earlier release (releases/<day>/complaints.csv) shows another number for this figure, and readers have that release. Last \
year's report said 1,595 and this year's data say 1,605 for the same year: one of the two is wrong, or something was corrected \
since.\n\nFor figures that you supply it is an error, one for each service, period, procedure and stage. Correct the figure, \
or accept the finding with what was corrected; the page prints your reason beside each of the figures. The key ends in all, because it \
is that of all figures of the place.\n\nFor figures counted from case rows it is a warning, one for each period, because cases are \
found and corrected at any time. Accept it with the reason, or look for rows that were read twice or went missing.\n\nNot \
compared are figures that were provisional then (status p), since replies have come in; figures that were hidden; shares, which follow from \
their counts; and rough numbers. Every figure that was once shown as another number is marked [r], revised.";
    SOURCE_OF_NOTHING "C229" "A source is named of figures that are not there"
    "[[ombudsmen.x.figures]] in candour.toml says in what letter or table an ombudsman published its figures of a year. The sentence \
stands under that year's figures of the whole council; there are none of this ombudsman and year, so no page shows it. Supply the figures \
(contact ombudsman_enquiry, breakdown ombudsman), correct the year, or take the entry out.";
}
