//! The steps in order: what is small, what protects it, what repeats it, and the proof.

use super::mask::{Mask, mask, protect_days};
use super::model::{Model, model};
use super::noughts;
use super::places::layout;
use super::policy::Policy;
use super::protect::{Protection, protect_places};
use super::reach::Reach;
use super::rounding::{self, Rounding};
use super::verify::{Claim, Verifier, Witness};
use crate::config::Site;
use crate::cube::Cube;
use crate::history::History;
use crate::vocabulary::ObservationKey;
use std::sync::Arc;

/// What is hidden, and how it came about.
#[derive(Debug)]
pub struct Hiding {
    /// What the site shows at all.
    pub reach: Reach,
    /// The figures that are not shown.
    pub mask: Mask,
    /// The counts as cells and sums.
    pub model: Model,
    /// Which cells protect which, with their tables.
    pub protection: Protection,
    /// Means that could not be protected.
    pub exposed_means: Vec<ObservationKey>,
    /// What the proof leaves open: figures that would be known, with the reason.
    pub faults: Vec<(ObservationKey, &'static str)>,
    /// The tables of the proof.
    pub tables: Vec<Witness>,
    /// The proofs, by the figures they are of.
    pub claims: Vec<Claim>,
    /// What is printed of each count, where the policy rounds: then no count is hidden.
    pub rounding: Option<Rounding>,
}

/// Hides what the policy protects, and tests the proof.
pub fn hide(cube: &Cube, site: &Site) -> Hiding {
    hide_after(cube, site, &History::default(), Reach::default())
}

/// The same where there were releases before, and the site does not show every figure there is: what earlier releases hid
/// stays hidden, and what they showed is known.
pub fn hide_after(cube: &Cube, site: &Site, earlier: &History, reach: Reach) -> Hiding {
    if site.disclosure.rounds() {
        return rounding::proof::round(cube, site, earlier, reach);
    }
    let policy = Policy::after(site, earlier).within(&reach);
    let full = noughts::written(cube, site, &policy);
    let mut model = model(&full, site, &policy);
    let layout = layout(&model, site, &cube.codes);
    let protection = protect_places(&mut model.system, Some(&layout), &model.bounds);
    model.settle();
    let mut mask = mask(cube, &model, &policy);
    let days = protect_days(cube, site, &policy, &mut mask);
    let exposed = days.protection.exposed.iter();
    let exposed_means = exposed.map(|cell| days.keys[*cell as usize]).collect();
    let (tables, claims) = claims(&model, &protection);
    let verifier = Verifier::new(&full, site, &policy, &mask, &model.withheld);
    let faults = verifier.verify(&tables, &claims);
    Hiding {
        reach,
        mask,
        model,
        protection,
        exposed_means,
        faults,
        tables,
        claims,
        rounding: None,
    }
}

/// Writes the proof in figures instead of cells.
fn claims(model: &Model, protection: &Protection) -> (Vec<Witness>, Vec<Claim>) {
    let tables = protection.tables.iter();
    let tables = tables.map(|table| model.witness(table)).collect();
    let mut claims = Vec::new();
    for (cell, proof) in &protection.proofs {
        let mut pairs = vec![(proof.least, proof.most)];
        pairs.extend(&proof.alone);
        let same: Arc<[ObservationKey]> = model.keys[*cell as usize].clone().into();
        for key in same.iter() {
            claims.extend(pairs.iter().map(|&(least, most)| Claim {
                key: *key,
                least: least as usize,
                most: most as usize,
                same: same.clone(),
            }));
        }
    }
    claims.sort_by_key(|claim| (claim.key, claim.least, claim.most));
    (tables, claims)
}
