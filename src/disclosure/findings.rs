//! What stops a build because it could not be protected, and what the publisher must decide.

use super::account::Account;
use super::hide::Hiding;
use super::mask::Mask;
use super::policy::Policy;
use crate::config::Site;
use crate::cube::Cube;
use crate::diagnostic::{Diagnostic, Location, Report, Rule, Severity, named as rule};
use crate::history::History;
use crate::period::Period;
use crate::vocabulary::{ObservationKey, code};
use std::collections::BTreeSet;

/// The key by which candour.toml accepts that groups with one outcome are shown.
pub const ONE_OUTCOME: &str = "disclosure/one_outcome";

/// How many figures of one kind are named; the others are counted.
const NAMED: usize = 12;

/// How many groups a warning names.
const GROUPS: usize = 5;

/// Reports every figure that the public could work out; nothing may be built then. No finding gives a number.
pub fn report(hiding: &Hiding, cube: &Cube, site: &Site, report: &mut Report) {
    let mut told: BTreeSet<ObservationKey> = BTreeSet::new();
    let exposed: Vec<ObservationKey> = hiding
        .protection
        .exposed
        .iter()
        .filter_map(|cell| hiding.model.keys.get(*cell as usize))
        .filter_map(|keys| {
            told.extend(keys);
            keys.first().copied()
        })
        .collect();
    let place = |key: &ObservationKey| key.text(&cube.codes);
    let rounded = hiding.rounding.is_some();
    let (what, tried) = match rounded {
        true => (
            "small number",
            "other ways to round it and the figures that stand in the same sums",
        ),
        false => (
            "hidden number",
            "every way to hide more figures that stand in the same sums",
        ),
    };
    for key in exposed.iter().take(NAMED) {
        let message = format!("the {what} {} could be worked out", place(key));
        let cure = cure(key, site, &cube.codes);
        report.push(
            Diagnostic::error(rule::COUNT_EXPOSED, message)
                .fact("tried", tried)
                .help(match rounded {
                    true => coarser(site, &cure),
                    false => cure,
                }),
        );
    }
    rest(exposed.len(), rule::COUNT_EXPOSED, "numbers", report);
    let means = &hiding.exposed_means;
    for key in means.iter().take(NAMED) {
        let message = format!("the hidden average {} could be worked out", place(key));
        report.push(
            Diagnostic::error(rule::MEAN_EXPOSED, message)
                .fact(
                    "tried",
                    "hiding the averages of other periods, services and procedures",
                )
                .help(cure(key, site, &cube.codes)),
        );
    }
    rest(means.len(), rule::MEAN_EXPOSED, "averages", report);
    let faults: BTreeSet<(ObservationKey, &str)> = hiding
        .faults
        .iter()
        .filter(|(key, _)| !told.contains(key))
        .copied()
        .collect();
    for (key, why) in faults.iter().take(NAMED) {
        let message = format!("the proof about {} does not hold: {why}", place(key));
        report.push(Diagnostic::error(rule::PROOF_FAILS, message).help(cure(
            key,
            site,
            &cube.codes,
        )));
    }
    rest(faults.len(), rule::PROOF_FAILS, "proofs", report);
}

fn rest(count: usize, rule: &'static Rule, what: &str, report: &mut Report) {
    if count > NAMED {
        let message = format!("the same is true of {} more {what}", count - NAMED);
        report.push(Diagnostic::error(rule, message).help(
            "Publish less finely where the numbers are small: the others often follow from the first ones.",
        ));
    }
}

/// Says first that a larger base leaves more open.
fn coarser(site: &Site, cure: &str) -> String {
    match site.disclosure.base {
        base @ (5 | 10) => {
            let twice = 2 * base;
            format!(
                "Round to {twice}, which leaves more open:\n    [disclosure]\n    base = {twice}\n{cure}"
            )
        }
        _ => cure.to_owned(),
    }
}

/// Says how a place can be published less finely.
fn cure(key: &ObservationKey, site: &Site, codes: &crate::vocabulary::Codes) -> String {
    let mut ways = Vec::new();
    let node = site.services.get(key.service);
    if let Some(node) = node.filter(|node| node.parent.is_some()) {
        ways.push(format!(
            "count the team in its service, without figures of its own:\n    [services.{}]\n    page = false",
            codes.word(node.code)
        ));
    } else if let Some(node) = node {
        ways.push(format!(
            "put {} together with another small service: give both one code in the tables",
            codes.word(node.code)
        ));
    }
    if let Some((name, _)) = key.breakdowns.iter().flatten().next() {
        ways.push(format!(
            "leave the column {} out of the tables",
            codes.word(*name)
        ));
    }
    if matches!(key.period, Period::Quarter(..)) {
        ways.push("give the figures of years and not of quarters".to_owned());
    }
    ways.push(
        "name what need not be protected under [disclosure] show, with its reason".to_owned(),
    );
    format!("One of these: {}.", ways.join(";\n"))
}

/// Refuses exact numbers beside rounded ones of an earlier release, and other multiples than that release printed: laid side
/// by side the two would tell more than either.
pub fn earlier(earlier: &History, site: &Site, report: &mut Report) {
    let base = i64::from(site.disclosure.base);
    let rounds = site.disclosure.rounds();
    for (release, printed, sure) in earlier.bases() {
        if rounds && (printed == base || (!sure && printed % base == 0)) {
            continue;
        }
        let message = match rounds {
            true => format!(
                "the release {release} was rounded to {printed}, and this one would be to {base}"
            ),
            false => format!("the release {release} was rounded, and this one would not be"),
        };
        report.push(
            Diagnostic::error(rule::ROUNDED_BEFORE, message).help(format!(
                "go on as it was published:\n    [disclosure]\n    method = \"round\"\n    base = {printed}"
            )),
        );
    }
}

/// The key by which candour.toml accepts that numbers are shown which an earlier release hid.
pub const SHOWN_AFTER_ALL: &str = "disclosure/shown_after_all";

/// Refuses to show what an earlier release hid, where the policy hides nothing any more, until somebody says why.
pub fn shown_after_all(earlier: &History, cube: &Cube, site: &Site, report: &mut Report) {
    let figures = cube.iter().filter(|(key, of)| {
        let number = of.value.ok();
        number.is_some_and(|number| earlier.hid(key) && !earlier.showed(key, number))
    });
    let keys: Vec<ObservationKey> = figures.map(|(key, _)| *key).collect();
    if keys.is_empty() {
        return stale(rule::SHOWN_AFTER_ALL, SHOWN_AFTER_ALL, site, report);
    }
    let message = match keys.len() {
        1 => "a number that an earlier release hid would be shown".to_owned(),
        n => format!("{n} numbers that an earlier release hid would be shown"),
    };
    let help = format!(
        "Keep the threshold that was: then they stay hidden. If they may be seen, say why:\n    [[accept]]\n    \
         code = \"{}\"\n    key = \"{SHOWN_AFTER_ALL}\"\n    reason = \"what the page on data quality says about it\"",
        rule::SHOWN_AFTER_ALL.code
    );
    let places = named(keys.iter().copied(), keys.len(), cube);
    let finding = Diagnostic::error(rule::SHOWN_AFTER_ALL, message)
        .fact("figures", places)
        .key(SHOWN_AFTER_ALL)
        .help(help);
    raise(finding, site, report);
}

/// Warns of what the publisher must decide, and says what earlier releases have settled.
pub fn warn(account: &Account, cube: &Cube, site: &Site, report: &mut Report) {
    groups(account, cube, site, report);
    steps(account, cube, site, report);
    already_public(account, cube, report);
}

/// The key by which candour.toml accepts small steps since an earlier release.
pub const STEPS: &str = "disclosure/steps";

/// Warns of numbers that moved by less than the threshold since they were shown last.
fn steps(account: &Account, cube: &Cube, site: &Site, report: &mut Report) {
    let steps = &account.steps;
    if steps.is_empty() {
        return stale(rule::SMALL_STEP, STEPS, site, report);
    }
    let message = match steps.len() {
        1 => "a protected number moved by less than the threshold since an earlier release"
            .to_owned(),
        n => format!(
            "{n} protected numbers moved by less than the threshold since an earlier release"
        ),
    };
    let help = format!(
        "A complaint that was added or moved late can be made out by laying the two releases side by side. Wait for the \
         next quarter with it, or say why it may be seen:\n    [[accept]]\n    code = \"{}\"\n    key = \"{STEPS}\"\n    \
         reason = \"what the page on data quality says about it\"",
        rule::SMALL_STEP.code
    );
    let places = steps.iter().map(|step| step.key);
    let finding = Diagnostic::warning(rule::SMALL_STEP, message)
        .fact("figures", named(places, steps.len(), cube))
        .key(STEPS)
        .help(help);
    raise(finding, site, report);
}

/// Says which small numbers are shown because they are public already.
fn already_public(account: &Account, cube: &Cube, report: &mut Report) {
    let public = &account.already_public;
    if !public.is_empty() {
        let message =
            "small numbers are shown, because an earlier release showed them and they are known";
        report.push(
            Diagnostic::note(rule::ALREADY_PUBLIC, message)
                .fact("figures", named(public.iter().copied(), public.len(), cube)),
        );
    }
}

fn named(keys: impl Iterator<Item = ObservationKey>, count: usize, cube: &Cube) -> String {
    let named: Vec<String> = keys.take(GROUPS).map(|key| key.text(&cube.codes)).collect();
    let text = named.join(", ");
    match count.saturating_sub(GROUPS) {
        0 => text,
        more => format!("{text} and {more} more; candour check --json lists all"),
    }
}

/// Warns of small groups of which all complaints had one outcome: the noughts beside it tell each one's outcome.
fn groups(account: &Account, cube: &Cube, site: &Site, report: &mut Report) {
    let groups = &account.one_outcome;
    let key = ONE_OUTCOME;
    if groups.is_empty() {
        return stale(rule::ONE_OUTCOME, key, site, report);
    }
    let text = named(groups.iter().copied(), groups.len(), cube);
    let message = match groups.len() {
        1 => "in one small group all complaints had the same outcome, and the noughts beside it tell which".to_owned(),
        n => format!("in {n} small groups all complaints had the same outcome, and the noughts beside it tell which"),
    };
    let hide = match site.disclosure.rounds() {
        true => "publish the groups less finely",
        false => "write zeros = \"hide\" under [disclosure]",
    };
    let help = format!(
        "Decide whether it may be seen. If not, {hide}. If so, say why:\n    \
         [[accept]]\n    code = \"{}\"\n    key = \"{key}\"\n    reason = \"what the page on data quality says about it\"",
        rule::ONE_OUTCOME.code
    );
    let finding = Diagnostic::warning(rule::ONE_OUTCOME, message)
        .fact("groups", text)
        .key(key)
        .help(help);
    raise(finding, site, report);
}

/// Reports a warning, or says that it is accepted.
fn raise(mut finding: Diagnostic, site: &Site, report: &mut Report) {
    if let Some(accepted) = site.acceptance(finding.rule.code, &finding.key) {
        finding.severity = Severity::Note;
        finding.help.clear();
        finding = finding.fact("accepted", accepted.reason.clone());
    }
    report.push(finding);
}

/// Warns of an acceptance when there is nothing to accept.
fn stale(rule: &'static Rule, key: &str, site: &Site, report: &mut Report) {
    let Some(accepted) = site.acceptance(rule.code, key) else {
        return;
    };
    let message = format!(
        "nothing needs accepting: there is no finding {} of {key}",
        rule.code
    );
    report.push(
        Diagnostic::warning(rule::ACCEPT_STALE, message)
            .at(Location::file("candour.toml").row(accepted.line))
            .help("Remove the entry, or correct its code or key: the message of a finding gives both."),
    );
}

/// Returns the small groups with one outcome that can be told from the noughts that are shown.
pub(super) fn one_outcome(cube: &Cube, policy: &Policy, mask: &Mask) -> Vec<ObservationKey> {
    if !policy.show_zeros {
        return Vec::new();
    }
    let mut outcomes: std::collections::BTreeMap<ObservationKey, Vec<(ObservationKey, i64)>> =
        std::collections::BTreeMap::new();
    for (key, observation) in cube.iter() {
        let alone = key.breakdown_names() == [Some(code::OUTCOME), None, None];
        let measured = [code::RECEIVED, code::RESPONDED].contains(&key.measure);
        let value = observation.value.ok().and_then(|number| number.as_whole());
        if let (true, true, Some(value)) = (alone, measured, value) {
            let base = key.without(code::OUTCOME);
            outcomes.entry(base).or_default().push((*key, value));
        }
    }
    outcomes
        .into_iter()
        .filter(|(base, parts)| {
            let whole = cube.get(base).and_then(|it| it.value.ok()?.as_whole());
            let whole = whole.unwrap_or_default();
            let told = |(key, value): &(ObservationKey, i64)| *value == 0 && !mask.covers(key);
            policy.protects(base)
                && whole > 0
                && policy.small(whole)
                && !policy.leaves_out(base)
                && parts.iter().any(|(_, value)| *value == whole)
                && parts.iter().any(told)
        })
        .map(|(base, _)| base)
        .collect()
}
