//! The objects that templates ask for names, rows and cells.

use crate::publication::page::{Cell, Choice};
use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};
use std::sync::Arc;

/// Named values, as a template asks for them: `tile.heading`.
#[derive(Debug)]
pub(super) struct Fields<const N: usize> {
    pub(super) names: &'static [&'static str; N],
    pub(super) values: [Value; N],
}

impl<const N: usize> Object for Fields<N> {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let at = self.names.iter().position(|name| *name == key)?;
        Some(self.values[at].clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(self.names)
    }
}

/// Makes an object from names and values.
macro_rules! fields {
    ($($name:ident: $value:expr),* $(,)?) => {
        Value::from_object(Fields { names: &[$(stringify!($name)),*], values: [$(Value::from($value)),*] })
    };
    // `r#type` would name the field so; a block's kind is called `type`, as in the JSON of the publication.
    ($kind:literal; $($name:ident: $value:expr),* $(,)?) => {
        Value::from_object(Fields {
            names: &["type", $(stringify!($name)),*],
            values: [Value::from($kind), $(Value::from($value)),*],
        })
    };
}

pub(super) use fields;

/// The cells of a row; the `cells` filter prints them all, and a template may go through them one by one.
#[derive(Debug)]
pub(in crate::output) struct Cells(pub Arc<[Cell]>);

impl Object for Cells {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        Some(cell(self.0.get(key.as_usize()?)?))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.0.len())
    }
}

/// The rows of a table; the `rows` filter prints them all, and a template may go through them one by one.
#[derive(Debug)]
pub(in crate::output) struct Rows(pub Vec<Row>);

/// The head of a row, as HTML, and its cells.
#[derive(Debug)]
pub(in crate::output) struct Row {
    pub head: String,
    pub cells: Arc<[Cell]>,
}

impl Object for Rows {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let Row { head, cells } = self.0.get(key.as_usize()?)?;
        let cells = Value::from_object(Cells(cells.clone()));
        Some(fields! { head: Value::from_safe_string(head.clone()), cells: cells })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.0.len())
    }
}

/// The choices of a selector; the `choices` filter prints them all, and a template may go through them one by one.
#[derive(Debug)]
pub(in crate::output) struct Choices {
    pub choices: Arc<[Choice]>,
    /// Where each leads to on its page; empty for the page's beginning.
    pub anchors: Vec<&'static str>,
}

impl Object for Choices {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let at = key.as_usize()?;
        let Choice {
            text,
            path,
            current,
            depth,
        } = self.choices.get(at)?;
        Some(fields! {
            text: text,
            path: path,
            anchor: self.anchors.get(at).copied().unwrap_or_default(),
            current: *current,
            depth: u64::from(*depth),
        })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.choices.len())
    }
}

/// A cell; the `cell`, `figure` and `attributes` filters print its parts.
#[derive(Debug)]
pub(in crate::output) struct CellValue(pub Cell);

impl Object for CellValue {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let cell = &self.0;
        Some(match key {
            "key" => (&cell.key).into(),
            "text" => (&cell.text).into(),
            "meaning" => cell.meaning().into(),
            "marks" => list(
                cell.marks(),
                |(mark, meaning)| fields! { text: mark, meaning: meaning },
            ),
            "link" => cell.link().into(),
            "words" => cell.words.into(),
            _ => return None,
        })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&["key", "text", "meaning", "marks", "link", "words"])
    }
}

/// Returns what is made of each item.
pub(super) fn list<T>(items: &[T], convert: impl Fn(&T) -> Value) -> Value {
    Value::from(items.iter().map(convert).collect::<Vec<Value>>())
}

/// Returns a cell, which prints itself when it is asked.
pub(super) fn cell(cell: &Cell) -> Value {
    Value::from_object(CellValue(cell.clone()))
}
