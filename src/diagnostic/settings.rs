//! Rules from C050 on; see [`super::Rule`].

use super::rules;

rules! {
    SETTINGS_SYNTAX "C050" "candour.toml is not TOML"
    "The file breaks a rule of the TOML language, so it cannot be read. The usual causes are a missing quotation mark, a \
missing = sign, a bracket that is not closed, or the same section written twice.\n\nTexts stand in quotation marks: name = \
\"Anytown\". Numbers and true or false stand without. A list stands in square brackets: [\"one\", \"two\"]. Nothing else in the \
file is checked until this is mended.";
    SETTINGS_UNKNOWN_KEY "C051" "A key of candour.toml is not known"
    "Candour refuses keys that it does not know, because a misspelt key would otherwise be passed over in silence and the \
site would not do what you asked. The nearest known key is offered.\n\nIf the key stands in the right spelling, look whether \
it stands under the right heading: a key belongs to the last [heading] above it.";
    SETTINGS_WRONG_KIND "C052" "A value of candour.toml is of the wrong kind"
    "The value is a text where a number must stand, or a single text where a list must stand, or a day that is not written \
year, month, day.\n\nTexts: \"in quotation marks\". Numbers: 10. Yes or no: true or false. Lists: [\"one\", \"two\"]. Days: \
\"2024-06-28\".";
    SETTINGS_MISSING "C053" "Something that candour.toml must say is missing"
    "A site cannot be made without this: the council's name and area code, the address where the site will stand, a name for \
each service, a reason for each accepted finding. Add the line that the message names.";
    AREA_CODE "C054" "The area code has the wrong shape or is of another nation"
    "An area code is the nine-character code that the Office for National Statistics gives each council: a letter (E for \
England, W for Wales, S for Scotland, N for Northern Ireland) and eight digits, as E06000021. It stands in every published \
table, so that people can join your figures with others. You find yours by searching for your council's name and \"GSS code\". \
The letter must be that of `nation`, by which bank holidays, time limits and ombudsmen go; England where none is named.";
    SETTINGS_CHOICE "C055" "A value of candour.toml is not one of the permitted ones"
    "Some keys take only certain words: nation, unit, clock, change, method and others. The message lists them.";
    BASE_URL "C056" "The base address has the wrong shape"
    "base_url is the whole address at which the site will stand, beginning with https:// and without a question mark or hash: \
https://complaints.example.gov.uk/ or https://www.example.gov.uk/complaints/. It is used for the canonical address of each \
page, for feeds and for the site map. Links inside the site do not depend on it.";
    CODE_SHAPE "C057" "A code has the wrong shape"
    "Codes are the short names by which data and addresses refer to services, natures and so on: [services.adult_care]. They \
hold small letters a to z, digits and underscores only, and begin with a letter or digit. The words that people read go into \
name. A code stays as it is for ever once figures are published under it, even when the name changes.";
    SLUG_SHAPE "C058" "A slug has the wrong shape"
    "A slug is the part of a web address that stands for a service: /services/adult-care/. It holds small letters a to z, \
digits and hyphens only. Without the key, the slug is made from the code.";
    SLUG_TWICE "C059" "Two services have the same slug"
    "Each service with pages has an address of its own, so no two may have the same slug. Addresses are permanent: change the \
one that has not been published yet.";
    RESERVED_WORD "C060" "A word that Candour keeps for itself"
    "all stands for the whole council, and items for the pages of single decisions and lessons. Neither can be the code or \
the slug of a service.\n\nA slug is the name of a folder, too, and Windows keeps some names for devices: con, prn, aux, nul, com1 to com9 and lpt1 to \
lpt9. A service may have such a code, with another slug.";
    PARENT_UNKNOWN "C061" "A service's parent does not exist"
    "parent names the service above by its code, the word in [services.CODE], not by its printed name. Leave parent out for a \
service that stands directly below the council.";
    PARENT_CYCLE "C062" "A service stands above itself"
    "Following parent from this service leads back to it. One of the services in the circle must have another parent or none.";
    ALIAS_TWICE "C063" "One spelling means two codes"
    "The same spelling is given as an alias of two codes, or is the name of one and an alias of another. Case rows that use \
it could be counted under either. Spellings are compared without capitals, spaces, hyphens and underscores: \"Part upheld\" and \
\"part-upheld\" are the same. Remove it from one of the two.";
    DATE_ORDER "C064" "Dates of candour.toml are in the wrong order"
    "A last day stands before its first day, or a later entry of a series stands before an earlier one. Put the entries in the \
order of time.";
    POLICY_NOT_DONE "C065" "A disclosure policy that cannot be carried out"
    "The [disclosure] section asks for something that Candour does not do: a threshold other than 3, 5 or 10 (or 0, which hides \
nothing), or rounding with settings that do not go with it. A setting that is read and not carried out would be worse than \
none, so the build stops.\n\nRounding (method = \"round\") needs a secret of 16 characters or more, from which lots are drawn; it prints \
noughts as 0, so zeros = \"hide\" cannot be carried out beside it; and base, what numbers are rounded to, is 5, 10 or 20 and \
not below the threshold.\n\nThe threshold is the count from which a number may be shown: with 5, numbers from 1 to 4 are hidden. 5 is usual for \
councils; 10 is asked for where the figures are of health or of few people; 3 hides least. docs/disclosure.md helps to choose.";
    REASON_MISSING "C066" "A choice of the disclosure policy needs a reason"
    "A threshold under 5, protect and show change what is hidden. Readers have a right to know why, so the methods page \
prints the reason. Write it in one or two plain sentences under [disclosure] reason.";
    ACCEPT_INCOMPLETE "C067" "An accepted finding is not complete"
    "An [[accept]] entry says in public that a finding is known. It needs code (the finding's code, as C201), key (as the \
message of the finding gives it) and reason (a sentence that the page prints). Where two sources disagree, use says which to \
publish: \"computed\", \"supplied\" or the text of the row's source column.";
    TIMER "C068" "A stage's time limit cannot be right"
    "A target of 0 days cannot be met, a maximum below the target cannot be kept, and a second entry for a stage needs from, \
the first day on which complaints run by it. A later entry starts a series break: the pages say that figures before and after \
must not be compared.";
    STAGES "C069" "A procedure's stages do not fit together"
    "stages lists the stages that exist: \"informal\", \"1\", \"2\", \"3\". A stage with a time limit must be among them, and a \
procedure of your own needs at least one stage.";
    REFERENCE "C071" "A code that candour.toml names does not exist"
    "A service, procedure or other code is named that is defined nowhere in the file and is not built in. The nearest known \
one is offered.";
    PAGE_LAYOUT "C072" "A page layout names something unknown"
    "[pages.x] lists sections, tiles and parts by their ids. docs/configuration.md has the list of them. A section of your own \
needs a table: [pages.x.closing] with title and tiles or parts.";
    COLUMN_ALIAS "C073" "A column alias cannot be right"
    "Under [columns] stands our name of a column on the left and yours on the right: received = [\"Date Logged\"]. The left side \
must be a column that Candour knows, and no heading may stand for two columns or be both read and ignored.";
    OWN_MEASURE "C074" "A measure of your own cannot be right"
    "[measures.x] describes something that only your council counts. It needs a name, a unit and a definition, and its code \
must not be that of a built-in measure.";
    POLICY_TERM "C075" "The disclosure policy names something unknown"
    "protect and show list what is hidden when small: procedures, services and contacts by their codes, breakdowns such as \
complainant or nature+outcome, \"teams\", or \"everything\".";
    LANGUAGE_NOT_BUILT "C076" "A language that is not built yet"
    "languages may name several, and this version builds the first one alone. The others are named so that nobody believes \
they are there. A council that must publish in two languages needs another way for the second.";
    EMBARGO "C077" "Figures under embargo"
    "embargo under [release] is the day before which these figures may not be public. Until then candour build is refused, \
because what it makes is meant for everybody; candour check and candour serve work, so that the site can be made ready and \
looked at on this computer. The day of the build counts: --as-of, else date under [release], else today. So beside a date the \
embargo does nothing, and that is said.";
    CALENDAR_FILE "C080" "A calendar file cannot be read"
    "Files under data/calendars/ hold the days on which your council was closed besides weekends and bank holidays, or bank \
holidays that this version does not know yet. A table has the columns date, title and change, where change is add (a day \
without work) or remove (a bank holiday on which you worked). The government's bank-holidays.json is read as it comes.";
}
