//! The decision: contributions, coverage, band, and what is missing most.

use std::collections::BTreeMap;

use tenure_model::RecordKind;
use tenure_rules::{Calibration, Knot, Overlay, Rule};

use super::eval::{Missing, State};
use super::judge::{Verdict, weight};
use super::plugins::JudgedPlugin;
use super::points::{Range, Scales, Scored, add_up, hold, range_of};
use super::signals::Entity;
use super::{Day, ReferenceDecision, Unjudged};
use crate::fault::Fault;

/// A rule with its rows.
struct Judged<'r> {
    rule: &'r Rule,
    rows: Vec<Scored>,
}

type Listed = Vec<(String, Option<String>, i64)>;

fn to_i64(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

/// The rows of the plugins of a group, or of those without one.
fn of_plugins<'p>(plugins: &'p [JudgedPlugin<'_>], group: Option<&String>) -> Vec<&'p Scored> {
    let of = plugins
        .iter()
        .filter(|plugin| plugin.binding.group.as_ref() == group);
    of.flat_map(|plugin| &plugin.rows).collect()
}

/// The mean of the knots on both sides, each weighted by the other's distance; the nearest knot's beyond the outermost.
fn calibrated(calibration: &Calibration, points: i64, fault: Fault) -> i64 {
    let knots = &calibration.knots;
    let on = |pair: &[Knot]| pair[0].points <= points && points <= pair[1].points;
    let Some(pair) = knots.windows(2).find(|pair| on(pair)) else {
        let nearest = knots.iter().min_by_key(|knot| knot.points.abs_diff(points));
        return nearest.map_or(0, |knot| knot.probability_bp);
    };
    let [left, right] = [points - pair[0].points, pair[1].points - points].map(i128::from);
    let (low, high) = (pair[0].probability_bp, pair[1].probability_bp);
    if fault == Fault::SteppedCalibration && right > 0 {
        return low;
    }
    let sum = i128::from(low) * right + i128::from(high) * left;
    to_i64((2 * sum + left + right) / (2 * (left + right)))
}

impl Day<'_> {
    /// Decides.
    pub(crate) fn decide(&self) -> ReferenceDecision {
        let overlays = self.overlays();
        let judged = self.judge_all(&overlays);
        let plugins = self.judge_plugins();
        let (points, range, contributions) = self.total(&judged, &plugins);
        let probability_bp = self.probability(points);
        let coverage_bp = self.coverage(&judged, &plugins);
        ReferenceDecision {
            points,
            probability_bp,
            band: self.band(probability_bp, coverage_bp),
            coverage_bp,
            points_low: to_i64(range.low),
            points_high: to_i64(range.high),
            contributions,
            unknown: self.unknown(&judged, &plugins, &overlays),
            most_informative: self.most_informative(&judged, &plugins),
        }
    }

    fn overlays(&self) -> Vec<(&Overlay, State)> {
        self.rulebook
            .overlays
            .iter()
            .map(|overlay| {
                let state = self.with_row(Entity::Account, |evaluator| {
                    evaluator.eval(&overlay.condition)
                });
                (overlay, state)
            })
            .collect()
    }

    fn limit(&self) -> i128 {
        i128::from(self.rulebook.risk.pdo) * 20
    }

    fn judge_all(&self, overlays: &[(&Overlay, State)]) -> Vec<Judged<'_>> {
        let enabled = self.rulebook.rules.iter().filter(|rule| rule.enabled);
        enabled
            .map(|rule| {
                let scales = Scales::of(rule, overlays);
                let rows = self
                    .judge(rule)
                    .into_iter()
                    .map(|row| Scored {
                        points: scales.scale(row.points(), self.fault),
                        range: range_of(rule, &row, &scales, self.limit(), self.fault),
                        row,
                    })
                    .collect();
                Judged { rule, rows }
            })
            .collect()
    }

    /// The points, the range around them, and what they are made of.
    fn total(&self, judged: &[Judged<'_>], plugins: &[JudgedPlugin<'_>]) -> (i64, Range, Listed) {
        let mut listed: Listed = judged
            .iter()
            .flat_map(|of_rule| {
                let given = of_rule.rows.iter().filter(|row| row.points != 0);
                given.map(|row| {
                    let entity = row.row.entity.clone();
                    (of_rule.rule.id.clone(), entity, to_i64(row.points))
                })
            })
            .collect();
        for plugin in plugins {
            for (reason, points) in &plugin.given {
                let name = format!("plugin:{}/{reason}", plugin.binding.id);
                listed.push((name, None, *points));
            }
        }
        let (points, range) = self.add_groups(judged, plugins, &mut listed);
        let held = points.clamp(-self.limit(), self.limit());
        if held != points {
            listed.push(("clamp".to_owned(), None, to_i64(held - points)));
        }
        (to_i64(held), hold(range, self.limit()), listed)
    }

    /// Adds up what stands alone and every group; caps are listed.
    fn add_groups(
        &self,
        judged: &[Judged<'_>],
        plugins: &[JudgedPlugin<'_>],
        listed: &mut Listed,
    ) -> (i128, Range) {
        let alone = judged
            .iter()
            .filter(|of_rule| of_rule.rule.group.is_none())
            .flat_map(|of_rule| &of_rule.rows);
        let alone = alone.chain(of_plugins(plugins, None));
        let mut points = 0;
        let mut range = Range::exactly(0);
        for row in alone {
            points += row.points;
            range.low += row.range.low;
            range.high += row.range.high;
        }
        for group in &self.rulebook.groups {
            let rows: Vec<&Scored> = judged
                .iter()
                .filter(|of_rule| of_rule.rule.group.as_ref() == Some(&group.id))
                .flat_map(|of_rule| &of_rule.rows)
                .chain(of_plugins(plugins, Some(&group.id)))
                .collect();
            let result = add_up(group, &rows, self.fault);
            let before: i128 = rows.iter().map(|row| row.points).sum();
            if result.points != before {
                let name = format!("cap:{}", group.id);
                listed.push((name, None, to_i64(result.points - before)));
            }
            points += result.points;
            range.low += result.range.low;
            range.high += result.range.high;
        }
        (points, range)
    }

    fn probability(&self, points: i64) -> i64 {
        let risk = &self.rulebook.risk;
        if let Some(calibration) = &risk.calibration {
            return calibrated(calibration, points, self.fault);
        }
        let prior = risk.prior_bp as f64 / (10_000 - risk.prior_bp) as f64;
        let odds = prior * libm::exp2(points as f64 / risk.pdo as f64);
        let probability = odds / (1.0 + odds);
        (10_000.0 * probability).round() as i64
    }

    fn coverage(&self, judged: &[Judged<'_>], plugins: &[JudgedPlugin<'_>]) -> i64 {
        let (mut applicable, mut known) = (0_i128, 0_i128);
        for of_rule in judged {
            let weight = if self.fault == Fault::EqualWeights {
                1
            } else {
                weight(of_rule.rule)
            };
            let mut rows = of_rule
                .rows
                .iter()
                .filter(|row| row.row.verdict != Verdict::NotApplicable)
                .peekable();
            if rows.peek().is_none() {
                continue;
            }
            applicable += weight;
            if rows.all(|row| row.row.verdict != Verdict::Unjudged) {
                known += weight;
            }
        }
        for plugin in plugins {
            let weight = if self.fault == Fault::EqualWeights {
                1
            } else {
                plugin.weight
            };
            match plugin.verdict {
                Verdict::NotApplicable => {}
                Verdict::Unjudged => applicable += weight,
                Verdict::Points(_) | Verdict::InWords(_) => {
                    applicable += weight;
                    known += weight;
                }
            }
        }
        if applicable == 0 {
            0
        } else {
            to_i64(10_000 * known / applicable)
        }
    }

    fn band(&self, probability_bp: i64, coverage_bp: i64) -> String {
        let risk = &self.rulebook.risk;
        if coverage_bp < risk.min_coverage_bp {
            return "insufficient".to_owned();
        }
        if let Some(kept) = self.kept_band(probability_bp) {
            return kept;
        }
        risk.bands
            .iter()
            .find(|band| band.below_bp.is_none_or(|below| probability_bp < below))
            .map(|band| band.name.clone())
            .unwrap_or_default()
    }

    /// The band of the latest score, if the probability is still near it.
    fn kept_band(&self, probability_bp: i64) -> Option<String> {
        if self.fault == Fault::NoHysteresis || !self.seen.keeps(RecordKind::Scores) {
            return None;
        }
        let risk = &self.rulebook.risk;
        let last = &self.seen.last_score()?.band;
        let place = risk.bands.iter().position(|band| band.name == *last)?;
        let lower = match place {
            0 => None,
            _ => risk.bands.get(place - 1)?.below_bp,
        };
        let upper = risk.bands.get(place)?.below_bp;
        let near = lower.is_none_or(|cut| probability_bp >= cut - risk.hysteresis_bp)
            && upper.is_none_or(|cut| probability_bp < cut + risk.hysteresis_bp);
        near.then(|| last.clone())
    }

    fn unknown(
        &self,
        judged: &[Judged<'_>],
        plugins: &[JudgedPlugin<'_>],
        overlays: &[(&Overlay, State)],
    ) -> Vec<Unjudged> {
        let rules = judged.iter().flat_map(|of_rule| {
            let rows = of_rule.rows.iter().map(|row| &row.row);
            rows.filter(|row| row.verdict == Verdict::Unjudged)
                .map(|row| self.unjudged(&of_rule.rule.id, row.entity.clone(), &row.missing))
        });
        let overlays = overlays
            .iter()
            .enumerate()
            .filter(|(_, (_, state))| *state == State::Unknown)
            .map(|(place, (overlay, _))| {
                let missing = self.with_row(Entity::Account, |evaluator| {
                    evaluator.missing(&overlay.condition)
                });
                self.unjudged(&format!("overlay:{}", place + 1), None, &missing)
            });
        let plugins = plugins
            .iter()
            .filter_map(|plugin| self.unjudged_plugin(plugin));
        rules.chain(plugins).chain(overlays).collect()
    }

    fn unjudged(&self, rule: &str, entity: Option<String>, missing: &Missing) -> Unjudged {
        Unjudged {
            rule: rule.to_owned(),
            entity,
            missing: self.names(missing),
            error: missing.error,
            failed: false,
        }
    }

    fn most_informative(
        &self,
        judged: &[Judged<'_>],
        plugins: &[JudgedPlugin<'_>],
    ) -> Option<String> {
        let mut widths: BTreeMap<String, i128> = BTreeMap::new();
        let of_plugins = plugins.iter().flat_map(|plugin| &plugin.rows);
        for row in judged
            .iter()
            .flat_map(|of_rule| &of_rule.rows)
            .chain(of_plugins)
        {
            for kind in self.kinds_of(&row.row.missing) {
                *widths.entry(kind).or_default() += row.range.width();
            }
        }
        let widest = widths.values().copied().max().filter(|width| *width > 0)?;
        // By name, so the first of equal ones.
        widths
            .into_iter()
            .find(|(_, width)| *width == widest)
            .map(|(kind, _)| kind)
    }

    fn kinds_of(&self, missing: &Missing) -> std::collections::BTreeSet<String> {
        let defs = missing
            .signals
            .iter()
            .filter_map(|id| self.rulebook.dictionary.get(*id));
        defs.flat_map(|def| {
            if def.kinds.is_empty() {
                vec!["account".to_owned()]
            } else {
                def.kinds.clone()
            }
        })
        .collect()
    }
}
