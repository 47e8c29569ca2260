//! Which kinds of complaints may be moved to change a count.

use super::super::layout::{Choice, Feature, Kind, Layout};
use super::bounds::Chosen;

/// A breakdown, and the category of it that complaints must have.
pub(super) type Fixed<'l> = Option<(usize, &'l Choice)>;

/// Kinds of complaints that are moved together, and the category that the first must have.
#[derive(Debug)]
pub(super) struct Try<'l> {
    pub(super) chosen: Chosen,
    pub(super) fixed: Fixed<'l>,
    /// Whether the first kind may be moved with no other.
    pub(super) alone: bool,
    /// Whether anything is changed where one stands in the place of the other.
    pub(super) changes: bool,
}

/// Complaints that are open between two quarters.
#[derive(Debug)]
pub(super) struct Open<'l> {
    pub(super) kinds: Vec<&'l Kind>,
    /// The numbers of these kinds, those that come in before those that are answered later.
    pub(super) numbers: Vec<usize>,
    /// The categories that one of them may be of.
    pub(super) fixed: Vec<Fixed<'l>>,
}

/// All that may be tried to change a count, whatever the place.
#[derive(Debug, Default)]
pub(super) struct Tries<'l> {
    /// One kind alone, or two.
    pub(super) two: Vec<Try<'l>>,
    /// Two kinds, and a third that makes up for both.
    pub(super) three: Vec<Try<'l>>,
    /// Answered, or closed, a quarter later.
    pub(super) later: Vec<Open<'l>>,
    /// Come in in one quarter and answered, or closed, in the next.
    pub(super) both: Vec<Open<'l>>,
    /// Come in and open when the figures end.
    pub(super) waiting: Vec<Open<'l>>,
}

/// No third kind.
const NO_THIRD: usize = usize::MAX;

/// How many kinds may make up for two others.
const THIRD: usize = 2;

impl<'l> Tries<'l> {
    pub(super) fn new(layout: &'l Layout, feature: Feature) -> Self {
        let mut tries = Tries::default();
        for (one, kind) in layout.kinds.iter().enumerate() {
            let fixed = fixed(layout, &[kind], feature, kind.base.contains(&feature));
            for (other, with) in layout.kinds.iter().enumerate() {
                // Kinds that have nothing in common stand for nothing in each other's place.
                let common = kind.base.iter().any(|feature| with.base.contains(feature));
                if (one != other && !common) || kind.in_place != with.in_place {
                    continue;
                }
                // What all kinds add to stays where they only take each other's place, unless a category has it too.
                let only = |kind: &Kind| {
                    let mut choices = categories(layout, kind);
                    kind.base.contains(&feature) && !choices.any(|of| of.1.contains(&feature))
                };
                let stays = only(kind) && only(with);
                let of = |third: usize| {
                    let stays = stays && (third == NO_THIRD || only(&layout.kinds[third]));
                    let third = if third == NO_THIRD { 0 } else { third };
                    fixed.iter().map(move |fixed| Try {
                        chosen: Chosen {
                            kinds: [one, other, third],
                            fixed: fixed.map(|of| of.0),
                        },
                        fixed: *fixed,
                        alone: one == other && !kind.in_place,
                        changes: !stays,
                    })
                };
                tries.two.extend(of(NO_THIRD));
                if !kind.in_place {
                    let third = 0..layout.kinds.len().min(THIRD);
                    tries
                        .three
                        .extend(third.flat_map(of).filter(|of| of.changes));
                }
            }
        }
        let open = |kinds: &[(usize, &'l Kind)]| {
            let numbers = kinds.iter().map(|kind| kind.0).collect();
            let kinds: Vec<&Kind> = kinds.iter().map(|kind| kind.1).collect();
            let base = kinds.iter().any(|kind| kind.base.contains(&feature));
            let free = base || layout.stock.contains(&feature);
            Open {
                fixed: fixed(layout, &kinds, feature, free),
                kinds,
                numbers,
            }
        };
        let first = layout.kinds.len();
        let comes_in = layout.kinds.iter().position(|kind| kind.in_place);
        for (number, kind) in (first..).zip(&layout.later) {
            tries.later.push(open(&[(number, kind)]));
            let comes_in = comes_in.map(|at| (at, &layout.kinds[at]));
            tries
                .both
                .extend(comes_in.map(|of| open(&[of, (number, kind)])));
        }
        let last = first + layout.later.len();
        tries.waiting.push(open(&[(last, &layout.waiting)]));
        for tries in [&mut tries.later, &mut tries.both, &mut tries.waiting] {
            tries.retain(|of| !of.fixed.is_empty());
        }
        tries
    }
}

/// Returns the categories of these kinds to which a count belongs; any will do where the kinds have the count anyway.
fn fixed<'l>(
    layout: &'l Layout,
    kinds: &[&Kind],
    feature: Feature,
    anyway: bool,
) -> Vec<Fixed<'l>> {
    if anyway {
        return vec![None];
    }
    let choices = kinds.iter().flat_map(|kind| categories(layout, kind));
    let of = choices.filter(|(_, choice)| choice.contains(&feature));
    of.map(Some).collect()
}

/// Returns the categories that a kind may have, each with its breakdown.
fn categories<'l>(layout: &'l Layout, kind: &Kind) -> impl Iterator<Item = (usize, &'l Choice)> {
    kind.dimensions.iter().flat_map(|&dimension| {
        let choices = layout.dimensions[dimension].choices.iter();
        choices.map(move |choice| (dimension, choice))
    })
}
