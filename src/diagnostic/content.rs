//! Rules C250 to C279: content and themes.

use super::rules;

rules! {
    LANGUAGE_UNREADABLE "C250" "The language file cannot be read"
        "The words of the pages stand in a language file, lang/CODE.toml in the theme. It is TOML: lines of key = \"words\" under\n[section] headings. Something in it is not, so no page can be written.\n\nThe message says what is wrong. If you have changed the file, compare it with the one the theme came with.";
    UNKNOWN_THEME "C260" "unknown theme"
        "The theme named in candour.toml, or the one that a theme.toml `extends`, has no folder under themes/ and is not the built-in one.\n\nGive the folder the same name, or write name = \"default\" under [theme].";
    THEME_FILE "C261" "theme.toml cannot be read"
        "A theme.toml holds `name`, `extends` and `contract` and nothing else. The line shown is not TOML, or names another key.";
    THEME_CIRCLE "C262" "themes that extend each other"
        "A theme extends one below it, and so on down to the built-in default. Here the chain comes back to a theme that it has already been through.\n\nLet one of them extend \"default\".";
    THEME_CONTRACT "C263" "theme for another template contract"
        "What templates may use is fixed by a numbered contract. This theme says it was written for a number that this version of candour does not offer, so its pages might come out wrong without any error.\n\nCompare the theme with docs/themes.md, change what has changed, then change the number in theme.toml.";
    UNUSED_THEME_FILE "C264" "theme file that no page uses"
        "A theme replaces files of the default theme by the same name. This file has a name that the default theme does not have, so nothing reads it: its name is probably misspelt.\n\nParts of a theme's own begin with an underscore (templates/_map.html); pictures and style sheets go into static/.";
    TEMPLATE_SYNTAX "C266" "template cannot be read"
        "A template of the theme breaks the grammar of templates at the place shown: a tag that is not closed, a word that is not known, text that is not UTF-8.";
    UNKNOWN_TEMPLATE "C267" "template that is not there"
        "A page or a template asks for a template that neither the theme nor the default theme has.";
    TEMPLATE_ERROR "C268" "template that fails"
        "A template asked for something that the page does not have, or did something that cannot be done. Nothing is printed for a name that is not known, because a figure could go missing that way unseen.\n\ndocs/themes.md lists what a template may use.";
    TEMPLATE_ENDLESS "C269" "template that does not end"
        "A page took more steps than any page needs. A loop in the template probably never ends.";
}
