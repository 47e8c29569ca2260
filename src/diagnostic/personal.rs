//! Rules C350 to C369: personal data.

use super::rules;

rules! {
    PERSONAL_DETAIL "C350" "A person's detail would be published"
    "A text that goes onto the site holds something with the shape of a personal detail: an e-mail address, a telephone \
number, a National Insurance or NHS number, a whole postcode, a date of birth, a property's reference number, a payment \
card or a bank account. What is published once stays public for ever, so nothing is built. The message shows the detail \
masked, because a build log may be read by others.\n\nTake the detail out. Where it is the council's own (the complaints \
team's telephone), declare it in candour.toml; it then passes in every spelling:\n\n    [[printable]]\n    label = \"Phone \
number of the complaints team\"\n    text = \"exactly as it is printed\"\n\nThe ombudsmen's published details pass without \
being declared.";
    PERSONAL_WORDS "C351" "A name or an address would be published"
    "A text that goes onto the site holds a title with a name, a house number with a street, or a first name beside praise or blame. \
Such words have no fixed shape, so a person must decide.\n\nWrite \"a resident\", \"an officer\", or \"Mr X\" as ombudsmen \
do, which passes. Where the words may be printed (a councillor who is named in public, the address of a library), approve \
them: the finding prints an entry with a hash of the exact words. Paste it into approvals.toml beside candour.toml and write \
who decided:\n\n    [[approved]]\n    hash = \"9f86d0…\"\n    who = \"A. Officer, complaints manager\"\n    when = \
\"2024-06-28\"\n    reason = \"The councillor's name is on our site.\"\n\nThe council's own addresses can stand under \
[[printable]] in candour.toml instead.";
    PERSONAL_OUTPUT "C352" "The finished site would hold a personal detail"
    "After all pages and files are made they are read once more, before they can take the place of the old site. This detail \
was found there and in none of your texts and tables as a whole: it may come from a theme, or be put together by a page from \
two harmless texts.\n\nLook at the page or file named. Change the text or the theme, or declare or approve the detail as \
`candour explain C350` and `candour explain C351` say.";
    APPROVALS "C353" "approvals.toml cannot be read"
    "approvals.toml holds one entry for each text that looks personal and that somebody decided may be printed:\n\n    \
[[approved]]\n    hash = \"…\"\n    who = \"A. Officer, complaints manager\"\n    when = \"2024-06-28\"\n    reason = \
\"\"\n\nhash, who and when must be there; reason may be. An entry that is not complete approves nothing.";
    APPROVAL_UNUSED "C354" "An approval of words that are not there"
    "An entry of approvals.toml lets certain words be printed, and the site has no such words: they were taken out or changed. \
An approval that stays would let them through when they come back, without anybody deciding anew.\n\nTake the entry out. \
The line shown is that of its hash.";
}
