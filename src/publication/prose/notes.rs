//! What a reader of a page of figures must know.

use crate::config::OutcomeBasis;
use crate::publication::compose::Composer;
use crate::publication::page::{Block, Inline, Link};
use crate::publication::sentence::Line;
use crate::publication::table::Tables;
use crate::vocabulary::{Code, ObservationKey, code};

/// Tests of time by another limit than the procedure's own.
const OTHER_LIMITS: [Code; 3] = [
    code::IN_TIME_EXTENDED,
    code::IN_TIME_CODE,
    code::IN_TIME_OUTER,
];

impl Composer<'_> {
    /// Returns what a reader of a page of figures must know.
    pub(in crate::publication) fn page_notes(&self, tables: &Tables) -> Vec<Block> {
        let words = self.from.words;
        let any = |told: &dyn Fn(&ObservationKey) -> bool| tables.now.iter().any(told);
        let basis = match self.from.site.measures.outcome_basis {
            OutcomeBasis::Received => "notes.outcomes_received",
            OutcomeBasis::Responded => "notes.outcomes_responded",
        };
        let other_limit = |key: &ObservationKey| {
            let test = key.category(code::TIMELINESS);
            test.is_some_and(|test| OTHER_LIMITS.contains(&test))
        };
        let mut lines: Vec<Line> = [
            (any(&|key| key.contact == code::COMPLAINT), basis),
            (
                any(&|key| key.category(code::NATURE).is_some()),
                "notes.natures",
            ),
            (any(&other_limit), "notes.timeliness"),
            (
                any(&|key| key.measure == code::MEAN_RESPONSE_DAYS),
                "notes.averages",
            ),
            (
                any(&|key| key.measure == code::RECEIVED_ALL_STAGES),
                "notes.all_stages",
            ),
        ]
        .into_iter()
        .filter(|(told, _)| *told)
        .map(|(_, key)| vec![Inline::text(words.get(key))])
        .collect();
        let link = Link::new("about/methods/", words.get("nav.methods"));
        let methods = ("link", vec![Inline::Link { link }]);
        lines.push(match words.pieces("notes.methods", &[methods]) {
            unsaid if unsaid.is_empty() => vec![Inline::text(words.get("nav.methods"))],
            said => said,
        });
        vec![Block::Notes { lines }]
    }
}
