//! What is missing where nobody knows whether a step is to be done.

use tenure_rules::program::{Output, Program, Scratch};

use super::batch::Batch;
use super::scoped::Scoped;
use super::why::missing;
use crate::actions::{Ended, Stage};

impl Batch<'_, '_> {
    /// How each candidate of an account ended, with what is missing where its condition or its step's own is unknown.
    pub(super) fn ended(&self, account: usize) -> Vec<Ended> {
        let mut all = self.outcome(account, true).ended;
        for ended in all.iter_mut().filter(|ended| ended.stage == Stage::Unknown) {
            ended.missing = self.missing_of(account, ended).unwrap_or_default();
        }
        all
    }

    fn missing_of(&self, account: usize, ended: &Ended) -> Option<Vec<String>> {
        let rulebook = &self.engine.rulebook;
        let rule = rulebook.action(&ended.action)?;
        let own = rule.steps.get(ended.step)?.when.as_ref();
        let outputs: Vec<Output<'_>> = std::iter::once(&rule.condition)
            .chain(own)
            .map(Output::Expr)
            .collect();
        let program = Program::compile(&outputs);
        let scoped = Scoped::new(self.derived, rule.scope, program.inputs());
        let bound = program.bind_with(scoped.len(), |id| scoped.column(id));
        let mut rows = scoped.rows_of(account);
        let row = rows.find(|row| scoped.entity(*row) == ended.entity.as_deref())?;
        let mut scratch = Scratch::default();
        let chunk = bound.run(row..row + 1, &mut scratch);
        let mut gaps = (0..outputs.len()).map(|output| {
            let gaps = chunk.gaps(output, 0);
            missing(rulebook, &gaps.missing, gaps.error).signals
        });
        gaps.find(|missing| !missing.is_empty())
    }
}
