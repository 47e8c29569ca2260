//! C001 to C049: files, and how they are written; see [`super::Rule`].

use super::rules;

rules! {
    NO_SETTINGS "C001" "There is no candour.toml"
"Every site has a file candour.toml in its folder. It says which council this is, which services it has and what its own \
words mean.\n\nThe program looks for it in the folder it is started in, or in the one that --root names. `candour init` \
makes a new folder with everything in it.";

    UNREADABLE "C002" "A file cannot be read"
"The file is there, but the computer did not let the program read it. Most often another program holds it open (a \
spreadsheet locks the workbook it shows), the network drive is not connected, or the file belongs to somebody else.\n\n\
Close it elsewhere, look at its permissions, and try again.";

    UNKNOWN_FILE "C003" "A file of a kind that is not read"
"Under data/ stand tables (.csv, .tsv, .xlsx, .ods) and calendars (.json), under content/ pages (.md), and anything that \
pages show or offer under content/assets/. A file of another kind would be left out silently, so it is named instead.\n\n\
Save a table as CSV or as an .xlsx or .ods workbook. Move what is no data elsewhere: to content/assets/ when the public \
may have it, out of the site's folder when not. A page of HTML, a script or an .svg picture is never published from there: a browser \
could run what is in it. Files whose name begins with a dot, lock files (~$…) and README files are \
passed over.";

    UNKNOWN_FOLDER "C004" "A folder that means nothing here"
"The folder under data/ says what a table holds: cases, aggregates, decisions, lessons, quotes or calendars. Two tables \
stand in data/ itself: context.csv and benchmarks.csv. A table anywhere else would be left out, so it is an error.\n\n\
Move the table into the folder of its kind. Inside that folder further folders may be made as you like, for instance one \
for each year.";

    NAME_CLASH "C005" "Two names that some computers take for one"
"Windows and macOS do not tell upper from lower case in names: Q1.csv and q1.csv are one file there and two on a web \
server. A site with both would be another site on another computer.\n\nRename one of the two.";

    LINK_NOT_FOLLOWED "C006" "A link is not followed"
"A symbolic link points to a file elsewhere. What a site is made of should lie in its own folder, where it can be kept, \
looked through and copied as a whole; so links are passed over.\n\nPut the file itself there.";

    TOO_LARGE "C007" "A file is too large"
"There are limits so that a mistaken or hostile file cannot exhaust the computer: 512 MB for CSV, 64 MB for a workbook, \
4 MB for a text, 64 MB for a picture or document.\n\nFor larger tables say --max-size, for instance --max-size 1024 (in megabytes), or \
split the table: case rows may be spread over any number of files.";

    OLD_WORKBOOK "C008" "A workbook of a kind that is not read"
"Only .xlsx and .ods are read, and what counts is the content, not the name. Older (.xls), binary (.xlsb) and macro \
workbooks (.xlsm) can carry programs or cannot be read exactly, and a workbook with a password cannot be opened at all.\n\n\
Open it in your spreadsheet, choose Save as, and take \"Excel workbook (.xlsx)\", \"OpenDocument spreadsheet (.ods)\" or \
\"CSV UTF-8\".";

    NO_TABLES "C009" "There are no tables"
"A site without any table under data/ has nothing to show. Put the quarter's figures into data/aggregates/ or its case \
rows into data/cases/.";

    EMPTY_TABLE "C010" "A table is empty"
"The file holds nothing: no headings, no rows. It may have been saved before the export was finished, or the wrong sheet \
may have been exported.\n\nExport it again, or delete the file when there is nothing to report. When a service had no \
complaints, say so in figures: a row with 0 is a fact, an empty file is not.";

    NO_HEADINGS "C011" "The first row does not hold headings"
"The first row of a table names its columns. Here it holds a number, a date, or one cell alone, so either the \
headings are missing or a title stands above them.\n\nPut the headings in the first row, one for each column, and nothing above them. docs/columns.md \
lists the headings for each kind of table.";

    DOUBLED_HEADING "C012" "A heading stands twice"
"Two columns with the same heading cannot be told apart, and which of the two is meant must not be guessed.\n\nGive each \
its own heading, or delete one.";

    CELL_WITHOUT_HEADING "C013" "A cell stands in a column without a heading"
"Only columns with a known heading are read; what stands under none could be anything, even a name. So it is an error, not \
passed over.\n\nGive the column its heading, or delete the cell. In a spreadsheet such cells often stand far to the right \
or are typed in white.";

    TOO_MANY_COLUMNS "C014" "A table has too many columns"
"At most 256 columns are read. A table with a column for each month, service or question is turned into rows before it can \
be read: see the long form in docs/columns.md.";

    ENCODING "C015" "A file is not written in UTF-8"
"UTF-8 is the one way of writing text that has every letter. Spreadsheets still write older ones: Windows-1252 when a \
table is saved as \"CSV (comma delimited)\", UTF-16 for \"Unicode text\". They were recognised here and read correctly; \
the warning stands so that you can look at a name with an accent or a pound sign and see that it is right.\n\nSave the \
table as \"CSV UTF-8 (comma delimited)\" and the warning goes.";

    ENCODING_UNDECIDABLE "C016" "The encoding of a file cannot be told"
"The file is neither UTF-8, nor Windows-1252, nor marked UTF-16; or it is one in one row and another in the next, as when \
two files were pasted together. Reading it anyhow would garble letters.\n\nOpen it in your spreadsheet, look at the row \
named, and save it as \"CSV UTF-8 (comma delimited)\".";

    CONTROL_CHARACTER "C017" "A cell holds a control character"
"Control characters are signs for machines that nobody can see. In a table they mean that the export went wrong or that \
the file is no table.\n\nExport the table again. A single cell can be typed anew, or cleaned with the spreadsheet's CLEAN \
function.";

    SEPARATOR "C018" "Cells are divided by another sign than the comma"
"Some spreadsheets divide cells by semicolons or tabs. That was recognised from the headings and the table is read so. \
There is nothing to do; it is said in case a table looks wrong.";

    TOO_MANY_CELLS "C019" "A row has more cells than headings"
"Somewhere in this row a comma divides what should be one cell: Delay, or no reply. From there on every cell would be read \
under the wrong heading.\n\nPut that cell in quotation marks, or save the table again from a spreadsheet, which does so \
itself.";

    TOO_FEW_CELLS "C020" "A row has fewer cells than headings"
"Every row has a cell for every heading, even when it is empty. Where cells are missing nobody can tell which.\n\nWrite the \
empty cells too, or save the table again from a spreadsheet.";

    QUOTATION_MARK "C021" "A quotation mark is not closed"
"A cell may stand in quotation marks, and then may hold commas and line breaks; a quotation mark inside it is doubled. Here \
a mark opens and the cell goes on behind its end, or it is never closed, or it stands in the middle of a cell that does \
not begin with one.\n\nPut the whole cell in quotation marks and double those inside: \"the \"\"hub\"\" desk\".";

    CELL_TOO_LONG "C022" "A cell is too long"
"At most 4,096 bytes may stand in a cell. Tables hold figures, codes and short texts; a whole letter in a cell is a sign \
that free text from case files got into the export.\n\nShorten it, or write it as a page under content/.";

    ROW_TOO_LONG "C023" "A row is too long"
"At most 1 MB may stand in a row. Most often a quotation mark was opened and never closed, so that the rest of the file \
looks like one cell.";

    STRAY_RETURN "C024" "A line break stands outside quotation marks"
"A line break ends a row, unless it stands in a cell with quotation marks. Here a carriage return stands alone inside a \
row, where programs disagree whether a new row begins.\n\nRemove it, or save the table again from a spreadsheet.";

    MORE_FAULTS "C025" "There are more faults than are listed"
"The first thousand faulty rows of a file are listed, no more. When so many rows have a fault it is most often the same \
one: a wrong separator, a column inserted or left out.";

    LOST_CHARACTER "C026" "A letter was lost before the file came here"
"The sign \u{FFFD} stands where a program could not read a letter. What stood there is gone from this file.\n\nExport the \
table again from where it came, as \"CSV UTF-8 (comma delimited)\".";

    NO_ROWS "C027" "A table has headings and no rows"
"The table is read, but it says nothing. When there were no complaints, a row with 0 says so; without it the site prints \
\"not supplied\".";

    WORKBOOK_UNREADABLE "C030" "A workbook cannot be read"
"The file calls itself a workbook, but its parts are missing or damaged. It may have been cut short by an e-mail or \
download.\n\nOpen it in your spreadsheet and save it again, or save the table as CSV.";

    WORKBOOK_BOMB "C031" "A workbook claims to be far larger than it is"
"A workbook is a packed file. This one unpacks to very much more than its size, or says that it holds more than can be, as \
files do that are made to stop programs. It was not opened.\n\nWhen it is honest (a sheet formatted down to the last row, \
for instance), copy the cells that matter into a new workbook or save the sheet as CSV.";

    SEVERAL_SHEETS "C032" "A workbook has several sheets with data"
"One sheet of a workbook is read. When several hold something and none is called like the folder (cases, aggregates, …), \
which one is meant must not be guessed.\n\nKeep one sheet, or call the right one like the folder it stands in.";

    SHEET_NOT_READ "C033" "A sheet is not read"
"Only one sheet of a workbook is read, and hidden sheets never are. This one was passed over; the note stands so that \
nothing is missed by mistake, and so that you know what else lies in the file before you hand it on.";

    HIDDEN_CELLS "C034" "Rows or columns are hidden"
"Hidden rows and columns are still in the file. Somebody hid them, perhaps because they are not to be counted or not to be \
seen, so reading them would be wrong and leaving them out might be.\n\nShow them and delete what is not to be read, or copy \
the visible cells into a new sheet. A filter hides rows too.";

    COMMENTS "C035" "Cells have comments"
"Comments and notes on cells often hold names. They are not read and never published, but they lie in the file. Remove them \
before you hand the file on.";

    MERGED_CELLS "C036" "Cells are merged"
"In merged cells only the first holds the value; the others are empty. A table reader cannot tell what was meant for \
them.\n\nUnmerge them (in the spreadsheet: select all, Merge and centre off) and write the value in each cell.";

    FORMULA_WITHOUT_VALUE "C037" "A formula has no value"
"The workbook was saved by a program that does not calculate, so the cell holds a formula and no result. This program does \
not calculate either.\n\nOpen the workbook in a spreadsheet, let it calculate, save, and try again.";

    ERROR_CELL "C038" "A cell holds an error"
"The spreadsheet could not calculate this cell and shows #REF!, #N/A, #DIV/0! or the like. Put the formula right or type \
the value; where there is none to give, write [x].";

    DATES_1904 "C039" "A workbook counts dates from 1904"
"Older spreadsheets on Apple computers count days from 1904, others from 1900. The dates of this workbook were read \
accordingly; look at one and see that it is right, since copying cells between the two kinds of workbook moves dates by \
four years and a day.";

    NOT_A_TABLE "C040" "A file is not what its name says"
"The content of the file does not agree with its name: a workbook that is called .csv, or a text that is called .xlsx. \
Programs on the way may have renamed it.\n\nGive it the right ending, or export it again.";

    SAMPLE_BESIDE "C041" "An invented table stands beside your own"
"`candour init` puts a few invented cases and a lesson into a new site, so that there is something to look at. Their files' \
names begin with sample-. Beside your own tables they would be counted and published with them, so the build stops.\n\nDelete \
them. A table of your own whose name begins so needs another name.";
    RELEASE_UNREADABLE "C045" "The table of an earlier release cannot be read"
"What was published stays public for ever, so Candour reads the whole tables of earlier releases, releases/<day>/complaints.csv: \
it hides what they hid, takes for known what they showed, and compares. A table that cannot be read would leave a gap in \
that, so the build stops.\n\nCopy the file again from the site as it was published: data/<day>/complaints.csv. It must be \
neither changed nor saved again by a spreadsheet.";
    RELEASE_CODES "C046" "Rows of an earlier release are not compared"
"An earlier release has figures of a service that candour.toml does not have. They are public all the same, and what they tell of \
hidden numbers is not reckoned with.\n\nKeep the service in candour.toml with the last day of its life as `to`, and name what came \
after it.";
}
