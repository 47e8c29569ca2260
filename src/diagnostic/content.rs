//! Rules C250 to C279: content and themes.

use super::rules;

rules! {
    LANGUAGE_UNREADABLE "C250" "The language file cannot be read"
        "The words of the pages stand in a language file, lang/CODE.toml in the theme. It is TOML: lines of key = \"words\" under\n[section] headings. Something in it is not, so no page can be written.\n\nThe message says what is wrong. If you have changed the file, compare it with the one the theme came with.";
    FRONT_MATTER "C251" "The head of a content page is not TOML"
    "A page under content/ may begin with a head between two lines of three plus signs:\n\n    +++\n    title = \"How to \
complain\"\n    +++\n\nThe head is written in TOML, like candour.toml: texts stand in quotation marks. Nothing else of the page is \
checked until the head is mended.";
    FRONT_MATTER_KEY "C252" "A key in the head of a content page is not known"
    "The head of a content page takes title, description and order, and for statements reviewed and expires. A misspelt key \
would otherwise be passed over in silence. The nearest known key is offered.";
    FRONT_MATTER_KIND "C253" "A value in the head of a content page is of the wrong kind"
    "A key of the head takes a text, a whole number or a day, and the value is another. Texts stand in quotation marks, \
whole numbers without, days as \"2024-06-28\".";
    PAGE_TITLE "C254" "A content page has no title"
    "Every page needs a title: it is the heading, the name in the browser's tab and the words of links to it. Write it in the \
head:\n\n    +++\n    title = \"How to complain\"\n    +++\n\nor begin the text with a heading: # How to complain.";
    RAW_HTML "C255" "HTML in a content page is printed as text"
    "Content is written in Markdown. HTML tags in it are not carried out, because they could break the page for people who \
use a screen reader, or load something from elsewhere. They are printed as they stand. Say it in Markdown instead.";
    LINK_SCHEME "C256" "A link in a content page leads nowhere safe"
    "Links may begin with https://, http://, mailto: or tel:, or lead to a page of this site (../data/). Others, such as \
javascript: or file:, are not printed as links. An address of a folder on your own computer does not work for anybody else.";
    FIGURE_REFERENCE "C257" "A figure reference in a content page cannot be read"
    "A figure is put into a text by its key:\n\n    {{ figure \"adults/2023-24/complaint/corporate/1/received\" }}\n\nThe key \
stands beside each figure's anchor on its page. In place of the service or period inside the key, service= and period= may be \
written after it.";
    IMAGE "C258" "An image in a content page has no words"
    "People who cannot see the picture hear its words instead: ![The words](picture.png). Images from other sites are not \
loaded, because that would tell the other site who reads this one.";
    UNKNOWN_THEME "C260" "Unknown theme"
        "The theme named in candour.toml, or the one that a theme.toml `extends`, has no folder under themes/ and is not the built-in one.\n\nGive the folder the same name, or write name = \"default\" under [theme].";
    THEME_FILE "C261" "theme.toml cannot be read"
        "A theme.toml holds `name`, `extends` and `contract` and nothing else. The line shown is not TOML, or names another key.";
    THEME_CIRCLE "C262" "Themes that extend each other"
        "A theme extends one below it, and so on down to the built-in default. Here the chain comes back to a theme that it has already been through.\n\nLet one of them extend \"default\".";
    THEME_CONTRACT "C263" "Theme for another template contract"
        "What templates may use is fixed by a numbered contract. This theme says it was written for a number that this version of candour does not offer, so its pages might come out wrong without any error.\n\nCompare the theme with docs/themes.md, change what has changed, then change the number in theme.toml.";
    UNUSED_THEME_FILE "C264" "Theme file that no page uses"
        "A theme replaces files of the default theme by the same name. This file has a name that the default theme does not have, so nothing reads it: its name is probably misspelt.\n\nParts of a theme's own begin with an underscore (templates/_map.html); pictures and style sheets go into static/.";
    TEMPLATE_SYNTAX "C266" "Template cannot be read"
        "A template of the theme breaks the grammar of templates at the place shown: a tag that is not closed, a word that is not known, text that is not UTF-8.";
    UNKNOWN_TEMPLATE "C267" "Template that is not there"
        "A page or a template asks for a template that neither the theme nor the default theme has.";
    TEMPLATE_ERROR "C268" "Template that fails"
        "A template asked for something that the page does not have, or did something that cannot be done. Nothing is printed for a name that is not known, because a figure could go missing that way unseen.\n\ndocs/themes.md lists what a template may use.";
    TEMPLATE_ENDLESS "C269" "Template that does not end"
        "A page took more steps than any page needs. A loop in the template probably never ends.";
    PAGE_NAME "C270" "A content page's file name cannot be an address"
    "The address of a page is made from its file name: content/our-promise.md is /our-promise/. So the name holds small \
letters, digits and hyphens only.";
    PAGE_EXPIRED "C271" "A content page is due to be looked at again"
    "The page's head names a day by which somebody must see that it is still right, and that day has passed. Statements about \
accessibility, contacts and time limits go out of date without anybody noticing. Look at the page, mend it, and set reviewed and \
expires anew.";
    PAGE_BLANK "C272" "A content page says nothing"
    "The page has a head and no text. A page without text helps nobody: write it, or delete the file.";
    PAGE_GAP "C273" "A place is still to be filled in"
    "The pages, the settings and the tables of a new site have places marked [fill in: ...] for what only the council can know: \
who to write to, how long an answer takes, why small numbers may be shown. They are printed as they stand, for everybody to see. \
Put the words in their place, or take the sentence out. The address https://complaints.example/ is such a place, too.";
    LOW_CONTRAST "C275" "Colours too close to read"
        "Two colours of the theme's style sheet that stand on one another are too close: people with weak sight, or with the sun on their screen, could not read the text or see the line. The law asks for 4.5 to 1 between text and ground, and 3 to 1 for lines, marks and the ring around what is chosen.\n\nThe colours are the custom properties of :root in static/style.css, once for the light scheme and once for the dark one.";
}
