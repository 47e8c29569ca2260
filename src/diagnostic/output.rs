//! Rules C280 to C299: output.

use super::rules;

rules! {
    PATH_TAKEN "C280" "Two files at one address"
        "Two pages or files of the site would have the same address, also comparing without capital letters, because some computers do not tell them apart. One would overwrite the other.\n\nGive one of the two services, texts or decisions another slug.";
    OUTPUT_NOT_OURS "C281" "Output folder that is not Candour's"
        "The folder that the site should be written to holds files and no MANIFEST of Candour's. Building replaces the whole folder, so it would delete what is there.\n\nChoose another folder with --out, or empty this one yourself.";
    OUTPUT_HOLDS_SOURCES "C282" "Output folder that holds the sources"
        "The folder that the site should be written to holds the settings, the data, the texts or the theme that it is made from, or stands among them. Building would delete them, or read its own output as data.\n\nChoose another folder with --out.";
    OUTPUT_BUSY "C283" "Another build is running"
        "Another candour is writing to the same folder at this moment. Two at once could mix two sites.\n\nWait until it has ended. If none is running, the computer was perhaps switched off during one: the next try will work.";
    FOREIGN_FILE "C284" "File in the output folder that is not Candour's"
        "The output folder holds a file that Candour did not write. Building replaces the whole folder, so the file would be lost.\n\nMove it out of the folder. What belongs to every site you publish can stand in the theme's static/ folder, or be added by the script that uploads the site.";
    WRITE_FAILED "C285" "The site could not be written"
        "The operating system refused to create, write, link or rename a file or folder of the output: the disk may be full, the folder may belong to somebody else, or another program may hold a file or folder in it open, which on Windows keeps it from being replaced. The message names the path and the system's reason. The old site is as it was.";
    NAME_REFUSED "C286" "A name that not every computer can have"
        "A file or folder of the site has a name that Windows cannot have: one that it keeps for a device (con, prn, aux, nul, com1 to com9, lpt1 to lpt9, with any ending), one that ends with a dot or a space, or one with any of < > : \" | ? * and the backslash. The site could not be copied to such a computer, nor served from one.\n\nRename what it comes from.";
    BROKEN_LINK "C290" "Link that leads nowhere"
        "A page links to an address of the site, or to a place on a page, that does not exist. Readers would meet an error page, so the build stops.\n\nLinks in your own texts are checked as well: write them from the site's root or relative to the page.";
    ORPHAN_PAGE "C291" "Page that no page links to"
        "A page of the site can be reached only by typing its address. That is sometimes meant; most often a link was forgotten.";
    REPEATED_ID "C292" "Id that stands twice on a page"
        "Two elements of a page have the same id, so a link to it leads to the first one only, and screen readers may name the wrong one.";
    SHARED_TITLE "C293" "Pages with the same title"
        "Two pages have the same title. Whoever has several open, or reads a list of search results, cannot tell them apart.\n\nMost often two services or two texts have the same name.";
}
