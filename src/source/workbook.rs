//! Workbooks.
use super::Limits;
use super::table::{Kind, Table};
use crate::diagnostic::Report;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

pub(super) fn is_packed(path: &Path) -> bool {
    let mut head = [0; 4];
    std::fs::File::open(path)
        .and_then(|mut file| file.read_exact(&mut head))
        .is_ok()
        && head == *b"PK\x03\x04"
}
pub(super) fn open(
    _bytes: Vec<u8>,
    _kind: Kind,
    _file: Arc<str>,
    _limits: &Limits,
    _report: &mut Report,
) -> Option<Table> {
    None
}
