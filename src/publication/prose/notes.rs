//! What a reader of a page of figures must know.

use crate::config::OutcomeBasis;
use crate::publication::compose::Composer;
use crate::publication::page::{Block, Inline, Link};
use crate::publication::sentence::Line;
use crate::publication::table::Tables;
use crate::vocabulary::code;

impl Composer<'_> {
    /// Returns what a reader of a page of figures must know.
    pub(in crate::publication) fn page_notes(&self, tables: &Tables) -> Vec<Block> {
        let words = self.from.words;
        let mut lines: Vec<Line> = Vec::new();
        let mut say = |key: &str| lines.push(vec![Inline::text(words.get(key))]);
        let complaints = tables.now.iter().any(|key| key.contact == code::COMPLAINT);
        if complaints {
            say(match self.from.site.measures.outcome_basis {
                OutcomeBasis::Received => "notes.outcomes_received",
                OutcomeBasis::Responded => "notes.outcomes_responded",
            });
        }
        if tables
            .now
            .iter()
            .any(|key| key.category(code::NATURE).is_some())
        {
            say("notes.natures");
        }
        let other_limits = [
            code::IN_TIME_EXTENDED,
            code::IN_TIME_CODE,
            code::IN_TIME_OUTER,
        ];
        if tables.now.iter().any(|key| {
            key.category(code::TIMELINESS)
                .is_some_and(|test| other_limits.contains(&test))
        }) {
            say("notes.timeliness");
        }
        if tables
            .now
            .iter()
            .any(|key| key.measure == code::MEAN_RESPONSE_DAYS)
        {
            say("notes.averages");
        }
        if tables
            .now
            .iter()
            .any(|key| key.measure == code::RECEIVED_ALL_STAGES)
        {
            say("notes.all_stages");
        }
        let mut methods = words.pieces(
            "notes.methods",
            &[(
                "link",
                vec![Inline::Link {
                    link: Link::new("about/methods/", words.get("nav.methods")),
                }],
            )],
        );
        if methods.is_empty() {
            methods.push(Inline::text(words.get("nav.methods")));
        }
        lines.push(methods);
        vec![Block::Notes { lines }]
    }
}
