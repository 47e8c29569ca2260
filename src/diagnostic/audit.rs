//! Rules C330 to C349: what the finished site, or a sentence, tells of hidden counts.

use super::rules;

rules! {
    HIDDEN_PRINTED "C330" "A hidden count stands in a file"
        "After all pages and files are made they are read back. A figure that the policy hides has a number in one of them all the same, so nothing was written.\n\nThis is a fault of the program or of a theme, not of your data. If the site has a theme of its own, try without it; otherwise please report it.";
    HIDDEN_FOLLOWS "C331" "A hidden count can be worked out"
        "After all pages and files are made their numbers are read back and put into every sum that is known, as a patient reader would. What they leave of a hidden small count is too little, or a shown figure depends on a hidden one. Nothing was written.\n\nThis is a fault of the program, not of your data: please report it. A coarser choice may avoid it until then: take a breakdown out of the pages with [pages], or count two small services as one.";
    SMALL_NUMBER_TOLD "C332" "A small number told in words"
        "The policy hides small numbers in tables and charts. A sentence that says \"In Fostering two complaints were upheld\" tells such a number all the same, and no program can know whether the sentence and the table mean the same thing.\n\nSay it without the number. Where the number tells nothing that is hidden, somebody approves the sentence: paste the entry that the finding prints into approvals.toml beside candour.toml and write who decided, and on which day. A sentence that is changed afterwards needs a new approval.";
}
