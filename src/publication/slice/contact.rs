//! Compliments, comments and all other contacts that are no complaints.

use super::{SlicePage, by_breakdowns, table};
use crate::config::SectionLayout;
use crate::period::Period;
use crate::publication::page::{Block, Column, Inline, Table, TableRow};
use crate::publication::table::Tables;
use crate::vocabulary::{Code, List, ObservationKey, code};

impl SlicePage<'_, '_> {
    /// Compliments, comments and all other contacts: one table, then what is known of each.
    pub(super) fn contacts(&self, tables: &Tables, settings: &SectionLayout) -> Vec<Block> {
        let mut blocks = Vec::new();
        if let Some(tiles) = &settings.tiles {
            let scope = self.scope(code::COMPLAINT, code::ALL, code::ALL);
            let tiles = self.tiles(&scope, Some(tiles));
            if !tiles.is_empty() {
                blocks.push(Block::Tiles { tiles });
            }
        }
        blocks.extend(self.contacts_table(tables).map(table));
        for contact in self.other_contacts(tables) {
            for (procedure, stage) in self.places(tables, contact) {
                let scope = self.scope(contact, procedure, stage);
                let what = tables.what(&scope);
                if (procedure, stage) != (code::ALL, code::ALL)
                    || self.more_than_received(tables, contact)
                {
                    blocks.extend(tables.by_measure(&scope, "table.figures", &what).map(table));
                }
                blocks.extend(by_breakdowns(tables, &scope, &what));
            }
        }
        blocks
    }

    fn other_contacts(&self, tables: &Tables) -> Vec<Code> {
        let not_other = [
            code::COMPLAINT,
            code::OMBUDSMAN_ENQUIRY,
            code::CONTEXT,
            code::ALL,
        ];
        let entries = &self.sheet.names.site.list(List::Contact).entries;
        entries
            .iter()
            .map(|entry| entry.code)
            .filter(|contact| {
                !not_other.contains(contact) && tables.now.iter().any(|key| key.contact == *contact)
            })
            .collect()
    }

    pub(super) fn places(&self, tables: &Tables, contact: Code) -> Vec<(Code, Code)> {
        let mut places: Vec<(Code, Code)> = tables
            .now
            .iter()
            .filter(|key| key.contact == contact)
            .map(|key| (key.procedure, key.stage))
            .collect();
        places.sort();
        places.dedup();
        places
    }

    /// Whether a contact has measures beside the count and its change, which the common table shows.
    fn more_than_received(&self, tables: &Tables, contact: Code) -> bool {
        let change = self.sheet.figures.change_code(code::RECEIVED, false);
        tables.now.iter().any(|key| {
            key.contact == contact
                && key.procedure == code::ALL
                && key.stage == code::ALL
                && key.breakdowns[0].is_none()
                && key.measure != code::RECEIVED
                && Some(key.measure) != change
        })
    }

    /// All other contacts, a row each: how many came in each quarter, in the period, the year before, and the change.
    fn contacts_table(&self, tables: &Tables) -> Option<Table> {
        let names = &self.sheet.names;
        let change = self.sheet.figures.change_code(code::RECEIVED, false)?;
        let key = |contact: Code, period: Period| {
            ObservationKey::contacts(self.service, period, contact, code::RECEIVED)
        };
        let has = |key: &ObservationKey| self.sheet.has(key);
        let mut contacts = self.other_contacts(tables);
        contacts.retain(|contact| has(&key(*contact, self.period)));
        let known = |then: &Period| contacts.iter().any(|contact| has(&key(*contact, *then)));
        let mut periods = tables.quarters.clone();
        periods.push(self.period);
        periods.extend(tables.before.filter(known));
        let changed = |contact: &Code| key(*contact, self.period).measure(change);
        let with_change = contacts.iter().any(|contact| has(&changed(contact)));
        let rows: Vec<TableRow> = contacts
            .iter()
            .map(|contact| {
                let counts = periods.iter().map(|period| key(*contact, *period));
                let change = with_change.then(|| changed(contact));
                TableRow {
                    head: vec![Inline::text(names.of(List::Contact, *contact))],
                    cells: counts
                        .chain(change)
                        .map(|key| self.sheet.cell(&key))
                        .collect(),
                }
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let mut columns = vec![Column::words(names.words.get("table.contact"))];
        let head = |period: &Period| Column::figures(tables.period_head(self.period, *period));
        columns.extend(periods.iter().map(head));
        if with_change {
            columns.push(Column::figures(names.words.get("table.change")));
        }
        let caption = names.words.fill(
            "table.contacts",
            &[
                ("service", &names.service(self.service)),
                ("period", &names.period(self.period)),
            ],
        );
        Some(Table::new(caption, columns, rows))
    }
}
