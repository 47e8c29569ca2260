//! Rules from C250 on; see [`super::Rule`].

use super::rules;

rules! {
    LANGUAGE_UNREADABLE "C250" "The language file cannot be read"
        "The words of the pages stand in a language file, lang/CODE.toml in the theme. It is TOML: lines of key = \"words\" under\n[section] headings. Something in it is not, so no page can be written.\n\nThe message says what is wrong. If you have changed the file, compare it with the one the theme came with.";
}
