//! Accounts that show what was never seen.

use tenure_core::coverage::{Coverage, Watch};
use tenure_core::engine::{Engine, PreparedTenant, Scratch};
use tenure_rules::Rulebook;

use super::Options;
use super::file::Exercise;
use super::goal::Goal;
use super::proof;
use super::report::{Found, Missing};
use crate::property::Example;
use crate::property::draw::Draw;
use crate::property::shrink::shrink;

/// How long is looked for where nobody says.
const TRIES: (u64, u64) = (200, 5_000);

/// A search for accounts.
pub(super) struct Search<'r> {
    rulebook: &'r Rulebook,
    engine: &'r Engine,
    draw: Draw<'r>,
    options: Options,
    scratch: Scratch,
    watch: Watch,
}

impl<'r> Search<'r> {
    pub(super) fn new(rulebook: &'r Rulebook, engine: &'r Engine, options: Options) -> Self {
        Self {
            rulebook,
            engine,
            draw: Draw::new(rulebook),
            options,
            scratch: Scratch::default(),
            watch: engine.watch(),
        }
    }

    /// Finds out for each what can be done about it.
    pub(super) fn fill(&mut self, missing: &mut [Missing]) {
        for one in missing.iter_mut() {
            let seen = self.watch.coverage().seen.get(one.goal.place);
            if let Some(why) =
                seen.and_then(|seen| proof::unreachable(self.rulebook, seen, &one.goal))
            {
                one.found = Found::Unreachable(why);
            }
        }
        let focuses = self.draw.focuses() as u64;
        let tries = match self.options.tries {
            0 => (focuses * 2 * 6 / 5).clamp(TRIES.0, TRIES.1),
            tries => tries,
        };
        for number in 0..tries {
            let open: Vec<usize> = (0..missing.len())
                .filter(|place| is_open(missing, *place))
                .collect();
            if open.is_empty() {
                break;
            }
            let example = self.draw.example(number, self.options.seed);
            self.take(&example, &open, missing);
        }
        for one in missing.iter_mut() {
            if matches!(one.found, Found::Open) {
                one.found = Found::Nowhere(tries);
            }
        }
    }

    /// Notes what an example shows of what is open, with the smallest account that still does.
    fn take(&mut self, example: &Example, open: &[usize], missing: &mut [Missing]) {
        let goals = |places: &[usize], missing: &[Missing]| -> Vec<Goal> {
            let of = places.iter().filter_map(|place| missing.get(*place));
            of.map(|one| one.goal.clone()).collect()
        };
        let Some(coverage) = self.look(example) else {
            return;
        };
        let is_met = |place: &usize| {
            missing
                .get(*place)
                .is_some_and(|one| one.goal.is_met(&coverage))
        };
        let met: Vec<usize> = open.iter().copied().filter(is_met).collect();
        if met.is_empty() {
            return;
        }
        let wanted = goals(&met, missing);
        let small = shrink(example, &mut |smaller| self.shows(smaller, &wanted));
        // What is told was decided just so.
        let shown = if self.shows(&small, &wanted) {
            small
        } else {
            example.clone()
        };
        let words: Vec<String> = met
            .iter()
            .filter_map(|place| missing.get(*place))
            .map(|one| one.says.clone())
            .collect();
        let exercise = Exercise::of(&shown, words);
        for place in met {
            if let Some(one) = missing.get_mut(place) {
                one.found = Found::Account(Box::new(exercise.clone()));
            }
        }
    }

    fn shows(&mut self, example: &Example, goals: &[Goal]) -> bool {
        let coverage = self.look(example);
        coverage.is_some_and(|coverage| goals.iter().all(|goal| goal.is_met(&coverage)))
    }

    fn look(&mut self, example: &Example) -> Option<Coverage> {
        look(self.engine, &mut self.scratch, &mut self.watch, example)
    }
}

fn is_open(missing: &[Missing], place: usize) -> bool {
    missing
        .get(place)
        .is_some_and(|one| matches!(one.found, Found::Open))
}

/// What is seen of an example; `None` where it cannot be read or decided.
pub(super) fn look(
    engine: &Engine,
    scratch: &mut Scratch,
    watch: &mut Watch,
    example: &Example,
) -> Option<Coverage> {
    let (account, tenant) = example.read()?;
    let tenant = PreparedTenant::new(tenant).ok()?;
    let accounts = std::slice::from_ref(&account);
    let decided = engine
        .observe(scratch, accounts, &tenant, example.as_of, watch)
        .and_then(|()| engine.observe_tenant(scratch, &tenant, example.as_of, watch));
    let coverage = watch.take();
    decided.ok().map(|()| coverage)
}
