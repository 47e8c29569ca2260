//! Rules C300 to C329: disclosure.

use super::rules;

rules! {
    COUNT_EXPOSED "C300" "A hidden number could be worked out"
    "The policy hides this number because it is small. But no way was found to hide enough others so that nobody can work it \
out from what is still shown, or come closer to it than the threshold allows. So nothing is built; the old site stays as it \
is. The message names the place of the number, never the number.\n\nWhat was tried: other numbers that stand in the same sums \
(other outcomes, quarters, services, procedures, stages) were hidden with it, the least important first, up to the council's \
totals, and every way was tested by looking for two tables of whole numbers that agree with everything shown.\n\nThe cure is to \
publish less finely where the numbers are small: give quarters no pages for this service and publish its years, count a small \
team in its service (page = false), put two small services together, or leave a breakdown out of the table. A lower threshold \
or `show` also helps, but needs a reason that is printed. docs/disclosure.md says more.";
    MEAN_EXPOSED "C301" "A hidden average could be worked out"
    "An average over few answers tells how long single people waited, so it is hidden. This one could be worked out from the \
averages of other periods, services or procedures that are shown. So nothing is built; the old site stays as it is.\n\nPublish \
less finely where there are few answers: count a small team in its service (page = false), or put two small services together.";
    PROOF_FAILS "C302" "The proof that a number stays hidden does not hold"
    "Before a site is built each hidden number gets a proof: two tables of whole numbers, far enough apart, that both agree \
with all that would be published. A part of the program that knows nothing of how they were found tests every one. For this \
number the test failed, so nothing is built; the old site stays as it is.\n\nThis is most likely a fault of Candour: please \
report it with the settings, without the figures. Until it is mended, publishing the place less finely helps, as `candour \
explain C300` says.";
    ONE_OUTCOME "C303" "All complaints of a small group ended the same way"
    "Where all complaints of a few people had one outcome, the table tells each one's outcome, whether or not the numbers \
are hidden: who knows that a neighbour complained knows how it ended. The noughts of the other outcomes tell it, because noughts are \
shown.\n\nDecide whether that matters here. If it does, hide noughts too (zeros = \"hide\" under [disclosure]), or publish the \
group less finely. If not, accept the finding in candour.toml with a reason; the page on data quality prints it.";
    SMALL_STEP "C304" "A number moved by a small step since an earlier release"
    "Earlier releases stay public. Where a protected number was 12 in the last release and is 13 in this one, whoever lays the \
two side by side sees one complaint by itself: when it came to be counted, and by its other figures perhaps how it ended.\n\n\
Decide whether that matters here. Late cases can wait for the next quarter. If the step may be seen, accept the finding in \
candour.toml with a reason; the page on data quality prints it.";
    ALREADY_PUBLIC "C305" "Small numbers that are public already"
    "An earlier release (releases/<day>/complaints.csv) showed these small numbers. Hiding them now would hide nothing: whoever has \
the earlier table knows them, and no proof could be given that they are not known. So they are shown, and no other number is \
hidden for their sake. If they should never have been published, the earlier release has to be withdrawn as well.";
    ROUNDED_BEFORE "C306" "An earlier release was rounded otherwise"
    "A release in releases/ printed rounded numbers, and this one would print exact ones, or multiples of another number. \
Both stay public: whoever lays them side by side could tell small numbers from the two together, which neither tells alone. \
So nothing is built.\n\nGo on as it was published: the same method and base under [disclosure], and the same secret, so that a \
number that has not changed is printed as it was. If the earlier release should not count, because it was withdrawn \
before anybody could have seen it, take its folder out of releases/.";
    SHOWN_AFTER_ALL "C307" "Numbers that an earlier release hid would be shown"
    "A release in releases/ hid these numbers to protect people. With threshold = 0 nothing is hidden any more, so this release would \
print them, for the periods in which they were hidden too. Nothing takes that back, so nothing is built until somebody has said why.\n\n\
Keep the threshold: then they stay hidden, and all else is shown as before. If your information officer finds that they may be seen, \
accept the finding in candour.toml with a reason; the page on data quality prints it.";
}
