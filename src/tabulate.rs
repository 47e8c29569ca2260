//! `candour tabulate`: case files to the long table of aggregates.
//!
//! A council that does not want its case rows to leave the case system's computer tabulates them there and publishes from
//! the table: put into `data/aggregates/` it makes the same site as the rows would have. Its `source` column says
//! [`AggregateRecord::CASE_ROWS`], by which the cube knows that these figures were counted and not printed; which of them a
//! page shows is then decided in one place for both. The table is **not
//! protected**: it holds the true numbers, small ones included, so it is as private as the case rows themselves.

use crate::calendar::Calendar;
use crate::config::Site;
use crate::cube::cases::{Coverage, Sink, Tables, Value};
use crate::dataset::AggregateRecord;
use crate::dataset::cases::Cases;
use crate::diagnostic::Report;
use crate::number::Decimal;
use crate::period::Period;
use crate::release::Shorthand;
use crate::source::Table;
use crate::vocabulary::{Code, Codes, ObservationKey, code};
use chrono::NaiveDate;
use std::io::{self, Write};

/// The columns of the long form (contract 3).
pub const HEADER: &str = "period,service,contact,procedure,stage,breakdown,category,measure,value,qualifier,numerator,denominator,unit,basis,source,note";

/// The counted case rows of some files, ready to be written.
#[derive(Debug)]
pub struct Tabulation {
    /// How many case rows there were.
    pub cases: usize,
    /// The date as of which they were counted.
    pub as_of: NaiveDate,
    tables: Tables,
    site: Site,
}

impl Tabulation {
    /// Reads and counts case tables; nothing when the report has an error.
    pub fn count(
        tables: &[&Table],
        site: Site,
        calendar: &Calendar,
        as_of: NaiveDate,
        report: &mut Report,
    ) -> Option<Tabulation> {
        let cases = Cases::read(tables, &site, calendar, as_of, report);
        cases.check_gaps(tables, std::iter::empty(), &site, report);
        if report.has_errors() {
            return None;
        }
        let tables = Tables::count(&cases, &site, as_of);
        Some(Tabulation {
            cases: cases.len(),
            as_of,
            tables,
            site,
        })
    }

    /// Returns the periods that the case rows cover.
    pub fn coverage(&self) -> Coverage {
        self.tables.coverage
    }

    /// Writes the table; returns how many figures it holds.
    pub fn write(&self, out: &mut (impl Write + Send)) -> io::Result<usize> {
        out.write_all(HEADER.as_bytes())?;
        out.write_all(b"\r\n")?;
        let mut figures = 0;
        let mut failed = Ok(());
        let words: Vec<Word> = self.site.codes.words().map(Word::of).collect();
        self.tables.emit_all(
            &self.site,
            || Rows::new(&self.site.codes, &words),
            |rows| {
                figures += rows.count;
                if failed.is_ok() {
                    failed = out.write_all(&rows.text);
                }
            },
        );
        failed?;
        out.flush()?;
        Ok(figures)
    }
}

/// A word of the table with room behind it: half a million rows have eight words each, and as many bytes for each word are
/// copied without a call.
struct Word {
    bytes: [u8; Word::ROOM],
    /// How many of the bytes are the word; nothing for a word that is longer.
    length: Option<u8>,
}

impl Word {
    const ROOM: usize = 32;

    fn of(word: &str) -> Word {
        let mut bytes = [0; Word::ROOM];
        let length = bytes.get_mut(..word.len()).map(|room| {
            room.copy_from_slice(word.as_bytes());
            word.len() as u8
        });
        Word { bytes, length }
    }
}

/// Rows of the table as text.
struct Rows<'a> {
    codes: &'a Codes,
    /// The words of the codes, by their numbers.
    words: &'a [Word],
    text: Vec<u8>,
    count: usize,
    /// What the rows of one series and period begin with, and of which they do.
    beginning: Vec<u8>,
    begins: Option<(Period, [Code; 4])>,
}

impl<'a> Rows<'a> {
    fn new(codes: &'a Codes, words: &'a [Word]) -> Self {
        Rows {
            codes,
            words,
            text: Vec::new(),
            count: 0,
            beginning: Vec::new(),
            begins: None,
        }
    }

    /// Writes the word of a code. It needs no quotation marks: codes are letters, digits and `_`.
    #[inline]
    fn word(&mut self, code: Code) {
        match self.words.get(usize::from(code.0)) {
            Some(Word {
                bytes,
                length: Some(length),
            }) => {
                self.text.extend_from_slice(bytes);
                let room = Word::ROOM - usize::from(*length);
                self.text.truncate(self.text.len() - room);
            }
            _ => self
                .text
                .extend_from_slice(self.codes.word(code).as_bytes()),
        }
    }

    fn begin(&mut self, key: &ObservationKey) {
        let parts = [key.service, key.contact, key.procedure, key.stage];
        if self.begins != Some((key.period, parts)) {
            self.begins = Some((key.period, parts));
            self.beginning.clear();
            self.beginning.extend_from_slice(key.period.id().as_bytes());
            self.beginning.push(b',');
            for part in parts {
                // A total is an empty cell.
                if part != code::ALL {
                    let word = self.codes.word(part);
                    self.beginning.extend_from_slice(word.as_bytes());
                }
                self.beginning.push(b',');
            }
        }
        self.text.extend_from_slice(&self.beginning);
    }

    fn join(&mut self, key: &ObservationKey, part: impl Fn(&(Code, Code)) -> Code) {
        for (at, pair) in key.breakdowns.iter().flatten().enumerate() {
            if at > 0 {
                self.text.push(b'+');
            }
            self.word(part(pair));
        }
        self.text.push(b',');
    }
}

impl Sink for Rows<'_> {
    fn put(&mut self, key: &ObservationKey, value: Value) {
        self.count += 1;
        self.begin(key);
        self.join(key, |pair| pair.0);
        self.join(key, |pair| pair.1);
        if key.measure != code::ALL {
            self.word(key.measure);
        }
        self.text.push(b',');
        match value.value {
            Ok(number) => write_decimal(&mut self.text, number),
            Err(why) => self.text.extend_from_slice(marker(why)),
        }
        self.text.extend_from_slice(b",,");
        for number in [value.numerator, value.denominator] {
            if let Some(number) = number {
                write_decimal(&mut self.text, Decimal::whole(number));
            }
            self.text.push(b',');
        }
        self.text.extend_from_slice(value.unit.code().as_bytes());
        self.text.extend_from_slice(b",,");
        self.text
            .extend_from_slice(AggregateRecord::CASE_ROWS.as_bytes());
        self.text.extend_from_slice(b",\r\n");
    }
}

fn marker(why: Shorthand) -> &'static [u8] {
    match why {
        Shorthand::Confidential => b"[c]",
        Shorthand::NotAvailable => b"[x]",
        Shorthand::NotApplicable => b"[z]",
    }
}

/// Writes a number; most are counts, which need no formatting machinery.
fn write_decimal(text: &mut Vec<u8>, number: Decimal) {
    if number.places() == 0
        && let Ok(count) = u64::try_from(number.units())
    {
        write_count(text, count);
    } else {
        text.extend_from_slice(number.to_string().as_bytes());
    }
}

fn write_count(text: &mut Vec<u8>, count: u64) {
    if count < 10 {
        return text.push(b'0' + count as u8);
    }
    let mut digits = [0; 20];
    let (mut at, mut rest) = (digits.len(), count);
    while rest > 0 {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    text.extend_from_slice(&digits[at..]);
}
