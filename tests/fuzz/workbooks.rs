//! Workbooks: damaged as they lie on the disk, and damaged inside, where the packing is whole.

use crate::corpus::files;
use crate::damage::{Bytes, Damage, Random, Text};
use crate::readers;
use crate::runner::fuzz;
use std::io::{Cursor, Read, Write};

/// The parts of a packed file; nothing when it is not one.
fn unpack(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).ok()?;
        let mut bytes = Vec::new();
        part.by_ref().take(1 << 20).read_to_end(&mut bytes).ok()?;
        parts.push((part.name().ok()?.into_owned(), bytes));
    }
    Some(parts)
}

fn pack(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        if writer
            .start_file(name.as_str(), zip::write::SimpleFileOptions::default())
            .is_ok()
        {
            writer.write_all(bytes).expect("memory is written to");
        }
    }
    writer.finish().expect("memory is written to").into_inner()
}

/// Damages a part of a workbook and packs it again.
struct Inside;

const XML: Text = Text {
    dividers: b" <>=\"/",
    words: &[
        "<row r=\"1048577\">",
        "<row r=\"0\">",
        "<c r=\"XFD1\">",
        "<c r=\"A0\">",
        "<c r=\"ZZZZZ9\">",
        "t=\"s\"",
        "t=\"d\"",
        "t=\"e\"",
        "t=\"inlineStr\"",
        "<v>",
        "</v>",
        "2958466",
        "-1",
        "0.5",
        "1E+300",
        "60",
        "<f>",
        "<is><t>",
        "<mergeCell ref=\"A1:A9\"/>",
        "table:number-rows-repeated=\"1048576\"",
        "table:number-columns-repeated=\"99999999\"",
        "office:date-value=\"2024-02-30\"",
        "</row>",
        "<row>",
        "<sheet ",
        "<!DOCTYPE x [<!ENTITY a \"b\">]>",
        "&a;",
        "<![CDATA[",
        "]]>",
        "<?xml encoding=\"utf-16\"?>",
    ],
};

impl Damage for Inside {
    fn damage(&self, input: &mut Vec<u8>, corpus: &[Vec<u8>], random: &mut Random) {
        let Some(mut parts) = unpack(input).filter(|parts| !parts.is_empty()) else {
            return;
        };
        let other = unpack(random.one(corpus).as_slice()).unwrap_or_default();
        let pieces: Vec<Vec<u8>> = other
            .into_iter()
            .map(|(_, bytes)| bytes)
            .chain([Vec::new()])
            .collect();
        let which = random.below(parts.len());
        match random.below(20) {
            0 => drop(parts.remove(which)),
            1 => parts[which].0 += "x",
            _ => XML.damage(&mut parts[which].1, &pieces, random),
        }
        *input = pack(&parts);
    }
}

fn run(name: &str, ending: &str, damage: impl Damage) {
    let mut corpus: Vec<Vec<u8>> = files(|path| path.ends_with(ending))
        .into_iter()
        .map(|(_, bytes)| bytes)
        .collect();
    corpus.extend(crate::workbooks::made(ending));
    fuzz(name, &corpus, damage, |bytes| {
        readers::case_file(bytes, ending.trim_start_matches('.'));
    });
}

/// Small workbooks of both kinds with everything that has a reader: text, dates, numbers, formulas, hidden things.
fn made(ending: &str) -> Option<Vec<u8>> {
    let xlsx = [
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"r\"><workbookPr/><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"rId1\" Type=\"worksheet\" Target=\"worksheets/s1.xml\"/></Relationships>",
        ),
        (
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>",
        ),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>service</t></si><si><t>received</t></si><si><r><t>ad</t></r><r><t>ults</t></r></si></sst>",
        ),
        (
            "xl/worksheets/s1.xml",
            "<worksheet><cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"inlineStr\"><is><t>outcome</t></is></c><c r=\"D1\" t=\"str\"><v>procedure</v></c><c r=\"E1\" t=\"str\"><v>stage</v></c></row><row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\" s=\"1\"><v>45400</v></c><c r=\"C2\" t=\"str\"><f>A1</f><v>upheld</v></c><c r=\"D2\" t=\"str\"><v>corporate</v></c><c r=\"E2\"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref=\"A7:A9\"/></mergeCells></worksheet>",
        ),
    ];
    let ods = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "content.xml",
            "<office:document-content><office:automatic-styles><style:style style:name=\"ta1\"><style:table-properties table:display=\"true\"/></style:style></office:automatic-styles><office:body><office:spreadsheet><table:table table:name=\"A\" table:style-name=\"ta1\"><table:table-column table:number-columns-repeated=\"3\"/><table:table-row><table:table-cell office:value-type=\"string\"><text:p>service</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>received</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>procedure</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>stage</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"string\"><text:p>a<text:s text:c=\"2\"/>dults</text:p></table:table-cell><table:table-cell office:value-type=\"date\" office:date-value=\"2024-04-03\"><text:p>03/04/24</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>corporate</text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>",
        ),
    ];
    let parts: &[(&str, &str)] = match ending {
        ".xlsx" => &xlsx,
        ".ods" => &ods,
        _ => return None,
    };
    let parts: Vec<(String, Vec<u8>)> = parts
        .iter()
        .map(|(name, text)| (name.to_string(), text.as_bytes().to_vec()))
        .collect();
    Some(pack(&parts))
}

#[test]
fn excel_workbooks() {
    run("xlsx", ".xlsx", Inside);
}

#[test]
fn excel_workbooks_as_bytes() {
    run("xlsx-bytes", ".xlsx", Bytes);
}

#[test]
fn opendocument_sheets() {
    run("ods", ".ods", Inside);
}
