//! All about one account.

use std::collections::BTreeMap;

use tenure_columns::{Cell, Value};
use tenure_rules::SignalId;
use tenure_rules::program::{Cause, Chunk, Gaps, Scratch, SettledRow};

use super::RiskProgram;
use super::bulk::RiskScratch;
use super::cases::{Case, RuleCases};
use super::coverage::{Coverage, Standing, standing, without_rows};
use super::odds::BandIndex;
use super::overlays::{Amount, Factors, OverlayState};
use super::plain::{Code, PlainRow, amount, settle, total};
use super::plugins::PluginJudgment;
use super::tables::{RiskBound, is_of};
use super::unit::Unit;

/// Where points come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A rule.
    Rule {
        /// Its number in the rulebook.
        rule: usize,
        /// The row of its scope's frame, for scopes narrower than the account.
        row: Option<usize>,
        /// The bin, of a rule of bins.
        bin: Option<usize>,
    },
    /// A plugin.
    Plugin {
        /// Its number in the rulebook.
        plugin: usize,
        /// The reason, by its number in the plugin's description.
        reason: u16,
    },
    /// What the mode or cap of a group changes, by its number in the rulebook.
    Cap(usize),
    /// What the limit of all points cuts.
    Clamp,
}

/// Points given to an account.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskContribution {
    /// Where they come from.
    pub origin: Origin,
    /// The points, after overlays; not zero.
    pub points: i64,
    /// The signals that the rule looked at, by number, with the values that it saw.
    pub seen: Vec<(SignalId, Cell<Value>)>,
}

/// What could not be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnjudgedItem {
    /// A rule.
    Rule {
        /// Its number in the rulebook.
        rule: usize,
        /// The row of its scope's frame; `None` for the account, or where nobody knows how many rows there are.
        row: Option<usize>,
    },
    /// A plugin, by its number in the rulebook.
    Plugin(usize),
    /// The condition of an overlay, by its number in the rulebook, from 0.
    Overlay(usize),
}

/// A rule or overlay that could not be judged, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskGap {
    /// What could not be judged.
    pub item: UnjudgedItem,
    /// The base signals that are missing, by number.
    pub missing: Vec<SignalId>,
    /// The first error met, in the order of the text.
    pub error: Option<Cause>,
}

/// All about the risk of one account.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskDetail {
    /// Points.
    pub points: i64,
    /// The least points for any completion of what is unknown.
    pub points_low: i64,
    /// The most points for any completion of what is unknown.
    pub points_high: i64,
    /// Probability of leaving, in basis points.
    pub probability_bp: i64,
    /// The band.
    pub band: BandIndex,
    /// The coverage, in basis points.
    pub coverage_bp: i64,
    /// What gave points: rules in the order of the rulebook, then groups, then the clamp. They add up to the points.
    pub contributions: Vec<RiskContribution>,
    /// What could not be judged: rules in the order of the rulebook, then overlays.
    pub unjudged: Vec<RiskGap>,
    /// The record kind whose rules leave the widest range.
    pub most_informative: Option<String>,
}

/// One row of an enabled rule.
struct RuleRow {
    row: Option<usize>,
    code: Code,
    seen: Vec<(SignalId, Cell<Value>)>,
    gaps: Gaps,
}

/// An account under examination.
struct Examination<'a> {
    program: &'a RiskProgram,
    /// By enabled rule.
    rows: Vec<Vec<RuleRow>>,
    /// By plugin that gives points.
    plugins: &'a [PluginJudgment],
    overlays: Vec<OverlayState>,
    detail: RiskDetail,
    /// The width of the range that each record kind leaves.
    widths: BTreeMap<String, i128>,
}

/// What one row of a rule came to.
pub(super) fn code(chunk: &Chunk<'_>, rule: &RuleCases, row: usize) -> Code {
    match chunk.settled_row(rule.output, row) {
        SettledRow::True if !rule.is_bins => Code::Case(0),
        SettledRow::Bin(bin) => Code::Case(bin as u16),
        SettledRow::True | SettledRow::False => Code::Case(rule.cases.len() as u16),
        SettledRow::NotApplicable => Code::NotApplicable,
        SettledRow::Unjudged => Code::Case(rule.unjudged() as u16),
    }
}

impl RiskBound<'_> {
    /// All about one account; an account past the end is one of which nothing is known.
    pub fn detail(&self, account: usize, scratch: &mut RiskScratch) -> RiskDetail {
        self.detail_with(account, &[], scratch)
    }

    /// The same, with what each of the program's plugins said of the account, in their order; one that is left out does
    /// not apply.
    pub fn detail_with(
        &self,
        account: usize,
        plugins: &[PluginJudgment],
        scratch: &mut RiskScratch,
    ) -> RiskDetail {
        let mut examination = Examination {
            program: self.program,
            plugins,
            rows: Vec::new(),
            overlays: Vec::new(),
            detail: RiskDetail {
                points: 0,
                points_low: 0,
                points_high: 0,
                probability_bp: 0,
                band: BandIndex::Insufficient,
                coverage_bp: 0,
                contributions: Vec::new(),
                unjudged: Vec::new(),
                most_informative: None,
            },
            widths: BTreeMap::new(),
        };
        examination
            .rows
            .resize_with(self.program.rules.len(), Vec::new);
        let overlays = self.judge_account(account, scratch.account(), &mut examination);
        self.judge_narrow(account, scratch.narrow(), &mut examination);
        examination.add_up(self.last_bands.of(account));
        examination.detail.unjudged.extend(overlays);
        examination.detail
    }

    /// Runs the account's rules, and returns the overlays that could not be judged.
    fn judge_account(
        &self,
        account: usize,
        scratch: &mut Scratch,
        examination: &mut Examination<'_>,
    ) -> Vec<RiskGap> {
        let program = self.program;
        let chunk = self.account.run(account..account + 1, scratch);
        for rule in &program.account.rules {
            let row = rule_row(&chunk, &program.rules[*rule], 0, None);
            examination.rows[*rule].push(row);
        }
        let mut gaps = Vec::new();
        for (number, overlay) in program.overlays.iter().enumerate() {
            let state = match chunk.settled_row(overlay.output, 0) {
                SettledRow::True => OverlayState::On,
                SettledRow::False | SettledRow::Bin(_) | SettledRow::NotApplicable => {
                    OverlayState::Off
                }
                SettledRow::Unjudged => {
                    let Gaps { missing, error } = chunk.gaps(overlay.output, 0);
                    gaps.push(RiskGap {
                        item: UnjudgedItem::Overlay(number),
                        missing,
                        error,
                    });
                    OverlayState::Unknown
                }
            };
            examination.overlays.push(state);
        }
        gaps
    }

    fn judge_narrow(
        &self,
        account: usize,
        scratch: &mut Scratch,
        examination: &mut Examination<'_>,
    ) {
        for (scoped, narrow) in self.program.narrow.iter().zip(&self.narrow) {
            let rows = narrow.rows_of(&(account..account + 1));
            if let Some(code) = without_rows(narrow.list(account)) {
                for rule in &scoped.rules {
                    let row = self.unlisted(*rule, code);
                    examination.rows[*rule].push(row);
                }
                continue;
            }
            let mut start = rows.start;
            while start < rows.end {
                let chunk = narrow.bound.run(start..rows.end, scratch);
                for rule in &scoped.rules {
                    let cases = &self.program.rules[*rule];
                    for row in 0..chunk.rows() {
                        let row = rule_row(&chunk, cases, row, Some(start + row));
                        examination.rows[*rule].push(row);
                    }
                }
                start += chunk.rows().max(1);
            }
        }
    }

    /// A rule of an account without a list: all its signals of that scope are missing, where it is unknown.
    fn unlisted(&self, rule: usize, code: Code) -> RuleRow {
        let program = self.program;
        let cases = &program.rules[rule];
        let scoped = program
            .narrow
            .iter()
            .find(|scoped| scoped.scope == cases.scope);
        let reads = scoped.map_or_else(Vec::new, |scoped| scoped.program.reads(cases.output));
        let own = |signal: &SignalId| {
            let def = program.dictionary.get(*signal);
            def.is_some_and(|def| is_of(def.scope, def.per_contract, cases.scope))
        };
        RuleRow {
            row: None,
            code,
            seen: Vec::new(),
            gaps: Gaps {
                missing: reads.into_iter().filter(own).collect(),
                error: None,
            },
        }
    }
}

fn rule_row(chunk: &Chunk<'_>, rule: &RuleCases, row: usize, number: Option<usize>) -> RuleRow {
    let code = code(chunk, rule, row);
    let seen = match code {
        Code::Case(case) if usize::from(case) < rule.unjudged() => chunk.seen(rule.output, row),
        Code::Case(_) | Code::NotApplicable | Code::Unlisted => Vec::new(),
    };
    let case = match code {
        Code::Case(case) => rule.cases.get(usize::from(case)),
        Code::NotApplicable | Code::Unlisted => None,
    };
    let is_open = code == Code::Case(rule.unjudged() as u16);
    RuleRow {
        row: number,
        code,
        seen,
        gaps: if is_open || case.is_some_and(|case| case.in_words) {
            chunk.gaps(rule.output, row)
        } else {
            Gaps::default()
        },
    }
}

impl Examination<'_> {
    fn add_up(&mut self, last_band: Option<u16>) {
        let program = self.program;
        let mut results = Vec::new();
        let mut caps = Vec::new();
        let mut listed: Vec<(usize, RiskContribution)> = Vec::new();
        for unit in &program.units {
            let (result, sum) = self.unit(unit, &mut listed);
            results.push(result);
            if let (Some(group), true) = (unit.group, result.points != sum) {
                caps.push((group, result.points.saturating_sub(sum)));
            }
        }
        listed.sort_by_key(|(rule, _)| *rule);
        let listed = listed.into_iter().map(|(_, contribution)| contribution);
        self.detail.contributions.extend(listed);
        caps.sort_unstable();
        for (group, points) in caps {
            self.give(Origin::Cap(group), points);
        }
        self.finish(&results, last_band);
    }

    /// What a unit comes to, and the sum of what its rows give.
    fn unit(&mut self, unit: &Unit, listed: &mut Vec<(usize, RiskContribution)>) -> (Amount, i64) {
        let program = self.program;
        let states: Vec<OverlayState> = unit
            .overlays
            .iter()
            .map(|overlay| self.overlays[*overlay])
            .collect();
        let mut amounts = Vec::new();
        for (member, rule) in unit.rules.iter().enumerate() {
            let rows = std::mem::take(&mut self.rows[rule.rule]);
            let cases = &program.rules[rule.rule].cases;
            let factors = Factors::of_member(unit, rule, &program.overlays, &states);
            for row in &rows {
                let plain = PlainRow {
                    member,
                    code: row.code,
                };
                let amount = amount(unit, &program.rules, &plain, |case| {
                    factors.scale(cases.get(case).unwrap_or(&Case::NOTHING))
                });
                if amount.points != 0 {
                    listed.push((rule.rule, contribution(program, rule.rule, row, amount)));
                }
                self.blame(row, amount);
                amounts.push(amount);
            }
            self.rows[rule.rule] = rows;
        }
        for place in &unit.plugins {
            amounts.extend(self.plugin(unit, *place, listed));
        }
        let sum = total(amounts.iter().map(|amount| amount.points));
        (settle(unit, &amounts), sum)
    }

    /// What a plugin gives; it is listed after all rules.
    fn plugin(
        &mut self,
        unit: &Unit,
        place: usize,
        listed: &mut Vec<(usize, RiskContribution)>,
    ) -> Vec<Amount> {
        let (Some(member), Some(judgment)) =
            (self.program.plugins.get(place), self.plugins.get(place))
        else {
            return Vec::new();
        };
        for (reason, points) in judgment.points() {
            let contribution = RiskContribution {
                origin: Origin::Plugin {
                    plugin: member.number,
                    reason: *reason,
                },
                points: *points,
                seen: Vec::new(),
            };
            listed.push((self.program.rules.len() + place, contribution));
        }
        let amounts = judgment.amounts(unit, member.weight);
        if let Some(open) = amounts.iter().find(|amount| !amount.is_exact()) {
            self.charge(judgment.gaps(), *open);
        }
        amounts
    }

    /// Charges the record kinds of a row's missing signals with the width of its interval.
    fn blame(&mut self, row: &RuleRow, amount: Amount) {
        if row.code != Code::NotApplicable {
            self.charge(&row.gaps.missing, amount);
        }
    }

    /// Charges the record kinds of missing signals with the width of an interval.
    fn charge(&mut self, missing: &[SignalId], amount: Amount) {
        let mut kinds: Vec<&str> = Vec::new();
        for signal in missing {
            match self.program.dictionary.get(*signal) {
                Some(def) if !def.kinds.is_empty() => {
                    kinds.extend(def.kinds.iter().map(String::as_str));
                }
                Some(_) | None => kinds.push("account"),
            }
        }
        kinds.sort_unstable();
        kinds.dedup();
        let width = i128::from(amount.high) - i128::from(amount.low);
        for kind in kinds {
            *self.widths.entry(kind.to_owned()).or_default() += width;
        }
    }

    fn give(&mut self, origin: Origin, points: i64) {
        self.detail.contributions.push(RiskContribution {
            origin,
            points,
            seen: Vec::new(),
        });
    }

    fn finish(&mut self, results: &[Amount], last_band: Option<u16>) {
        let odds = &self.program.odds;
        let limit = odds.limit;
        let points = total(results.iter().map(|result| result.points));
        let held = points.clamp(-limit, limit);
        if held != points {
            self.give(Origin::Clamp, held.saturating_sub(points));
        }
        let coverage = self.coverage().basis_points();
        let (probability, band) = odds.of(held);
        let band = odds.settled(i64::from(probability), band, last_band);
        let unjudged = self.gaps();
        let detail = &mut self.detail;
        detail.points = held;
        detail.points_low = total(results.iter().map(|result| result.low)).clamp(-limit, limit);
        detail.points_high = total(results.iter().map(|result| result.high)).clamp(-limit, limit);
        detail.probability_bp = i64::from(probability);
        detail.coverage_bp = coverage;
        detail.band = odds.band(band, coverage);
        detail.unjudged = unjudged;
        let mut widest: Option<(&String, i128)> = None;
        for (kind, width) in &self.widths {
            if *width > widest.map_or(0, |(_, most)| most) {
                widest = Some((kind, *width));
            }
        }
        detail.most_informative = widest.map(|(kind, _)| kind.clone());
    }

    fn coverage(&self) -> Coverage {
        let mut coverage = Coverage::default();
        for (rule, rows) in self.program.rules.iter().zip(&self.rows) {
            let codes = rows.iter().map(|row| row.code);
            let unjudged = rule.unjudged() as u16;
            coverage.add(rule.weight, standing(unjudged, codes));
        }
        for (member, judgment) in self.program.plugins.iter().zip(self.plugins) {
            coverage.add(member.weight, judgment.standing());
        }
        coverage
    }

    fn gaps(&self) -> Vec<RiskGap> {
        let mut gaps = Vec::new();
        for (rule, rows) in self.program.rules.iter().zip(&self.rows) {
            let unjudged = Code::Case(rule.unjudged() as u16);
            for row in rows {
                if row.code == unjudged || row.code == Code::Unlisted {
                    gaps.push(RiskGap {
                        item: UnjudgedItem::Rule {
                            rule: rule.number,
                            row: row.row,
                        },
                        missing: row.gaps.missing.clone(),
                        error: row.gaps.error,
                    });
                }
            }
        }
        for (member, judgment) in self.program.plugins.iter().zip(self.plugins) {
            if judgment.standing() == Standing::Unjudged {
                gaps.push(RiskGap {
                    item: UnjudgedItem::Plugin(member.number),
                    missing: judgment.gaps().to_vec(),
                    error: None,
                });
            }
        }
        gaps
    }
}

fn contribution(
    program: &RiskProgram,
    rule: usize,
    row: &RuleRow,
    amount: Amount,
) -> RiskContribution {
    let cases = &program.rules[rule];
    let bin = match row.code {
        Code::Case(case) if cases.is_bins => Some(usize::from(case)),
        Code::Case(_) | Code::NotApplicable | Code::Unlisted => None,
    };
    RiskContribution {
        origin: Origin::Rule {
            rule: cases.number,
            row: row.row,
            bin,
        },
        points: amount.points,
        seen: row.seen.clone(),
    }
}
