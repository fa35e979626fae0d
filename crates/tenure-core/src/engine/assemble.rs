//! One account's decision, put together from what was computed.

use std::collections::BTreeMap;

use tenure_columns::{Cell, Value};
use tenure_rules::{Judge, Rule, Scope};

use super::ANNUAL_VALUE;
use super::batch::Batch;
use super::plugins::Hired;
use super::seen::{cap_reason, clamp_reason, evidence};
use super::why::missing;
use crate::decision::{
    Appraised, Contribution, Decision, INSUFFICIENT, Provenance, Risk, Scored, Texts, Unjudged,
};
use crate::digest::{digest_of, digest_of_decision};
use crate::risk::{BandIndex, Origin, RiskContribution, RiskDetail, RiskGap, UnjudgedItem};
use crate::signals::View;

/// The version of the engine, as provenance tells it.
const ENGINE: &str = concat!("tenure ", env!("CARGO_PKG_VERSION"));

impl Batch<'_, '_> {
    /// The decision about an account.
    pub(super) fn decision(&self, account: usize) -> Option<Decision> {
        let (view, detail) = (self.views.get(account)?, self.details.get(account)?);
        let outcome = self.outcome(account, false);
        let mut decision = Decision {
            account_id: view.account().id.0.clone(),
            as_of: view.day(),
            risk: self.risk(detail),
            contributions: self.contributions(account, detail),
            unknown: self.unknown(account, detail),
            most_informative: detail.most_informative.clone(),
            actions: outcome.actions,
            closed: outcome.closed,
            waiting: outcome.waiting,
            holdout: self.engine.is_held_out(&view.account().id),
            digest: String::new(),
            provenance: Provenance {
                rulebook: self.engine.provenance.clone(),
                tenant: self.tenant.digest().to_owned(),
                input: digest_of(&view.account().canonical_json()),
                engine: ENGINE.to_owned(),
                plugins: self.engine.plugins.iter().map(Hired::provenance).collect(),
            },
        };
        decision.digest = digest_of_decision(&decision);
        Some(decision)
    }

    /// The part of an account's decision that needs no records.
    pub(super) fn scored(&self, account: usize) -> Option<Scored> {
        let (view, detail) = (self.views.get(account)?, self.details.get(account)?);
        Some(Scored {
            account_id: view.account().id.0.clone(),
            as_of: view.day(),
            risk: self.risk(detail),
            contributions: self.contributions(account, detail),
            unknown: self.unknown(account, detail),
            most_informative: detail.most_informative.clone(),
        })
    }

    fn contributions(&self, account: usize, detail: &RiskDetail) -> Vec<Contribution> {
        let given = detail.contributions.iter();
        given
            .filter_map(|given| self.contribution(account, given))
            .collect()
    }

    fn unknown(&self, account: usize, detail: &RiskDetail) -> Vec<Unjudged> {
        let gaps = detail.unjudged.iter();
        gaps.filter_map(|gap| self.unjudged(account, gap)).collect()
    }

    /// The decision about an account, with what it is worth and what was wrong with it.
    pub(super) fn appraised(&self, account: usize) -> Option<Appraised> {
        let warnings = self.derived.warnings.iter();
        Some(Appraised {
            decision: self.decision(account)?,
            annual_value: self.annual_value(account),
            currency: self.views.get(account).and_then(View::currency),
            warnings: warnings
                .filter(|warning| warning.account as usize == account)
                .map(|warning| warning.problem.clone())
                .collect(),
        })
    }

    fn annual_value(&self, account: usize) -> Option<i64> {
        let id = self.engine.rulebook.dictionary.find(ANNUAL_VALUE)?;
        match self.derived.accounts.column(id.index())?.cell(account) {
            Cell::Known(Value::Int(minor)) => Some(minor),
            _ => None,
        }
    }

    fn risk(&self, detail: &RiskDetail) -> Risk {
        let calibration = self.engine.rulebook.risk.calibration.as_ref();
        Risk {
            points: detail.points,
            probability_bp: detail.probability_bp,
            horizon_months: self.engine.rulebook.risk.horizon_months,
            calibrated: calibration.is_some_and(|fitted| fitted.covers(detail.points)),
            band: self.engine.band(detail.band).to_owned(),
            coverage_bp: detail.coverage_bp,
            points_low: detail.points_low,
            points_high: detail.points_high,
        }
    }

    fn contribution(&self, account: usize, given: &RiskContribution) -> Option<Contribution> {
        let (rule, row, bin) = match given.origin {
            Origin::Rule { rule, row, bin } => (self.engine.rulebook.rules.get(rule)?, row, bin),
            Origin::Plugin { plugin, reason } => {
                return self.plugin_contribution(account, plugin, reason, given.points);
            }
            Origin::Cap(group) => {
                let group = &self.engine.rulebook.groups.get(group)?.id;
                let rule = format!("cap:{group}");
                return Some(bare(
                    rule,
                    Some(group.clone()),
                    given.points,
                    cap_reason(group),
                ));
            }
            Origin::Clamp => {
                return Some(bare("clamp".to_owned(), None, given.points, clamp_reason()));
            }
        };
        let teller = self.teller(account);
        let dictionary = &self.engine.rulebook.dictionary;
        let seen = given
            .seen
            .iter()
            .filter_map(|(id, cell)| Some((dictionary.get(*id)?, cell.clone())));
        Some(Contribution {
            rule: rule.id.clone(),
            group: rule.group.clone(),
            entity: self.entity(rule.scope, row),
            points: given.points,
            reason: self.reason(account, rule, row, bin),
            evidence: evidence(&teller, seen),
        })
    }

    /// The bin's words, else the rule's; without any, the condition itself.
    fn reason(&self, account: usize, rule: &Rule, row: Option<usize>, bin: Option<usize>) -> Texts {
        let own = match &rule.judge {
            Judge::When { .. } => None,
            Judge::Bins { bins, .. } => bin.and_then(|bin| bins.get(bin)?.reason.as_ref()),
        };
        let texts = own.unwrap_or(&rule.reason);
        let Some(rows) = self.scope(rule.scope).filter(|_| !texts.is_empty()) else {
            let condition = super::rules::condition(&self.engine.rulebook, rule);
            return Texts::from([("en".to_owned(), condition)]);
        };
        self.row_teller(account, rows)
            .fill(texts, row.unwrap_or(account))
    }

    fn unjudged(&self, account: usize, gap: &RiskGap) -> Option<Unjudged> {
        let (rule, entity) = match gap.item {
            UnjudgedItem::Rule { rule, row } => {
                let rule = self.engine.rulebook.rules.get(rule)?;
                (rule.id.clone(), self.entity(rule.scope, row))
            }
            UnjudgedItem::Plugin(number) => {
                (self.engine.rulebook.plugins.get(number)?.name(), None)
            }
            UnjudgedItem::Overlay(number) => (format!("overlay:{}", number + 1), None),
        };
        let missing = missing(&self.engine.rulebook, &gap.missing, gap.error);
        Some(Unjudged {
            rule,
            entity,
            missing: missing.signals,
            error: missing
                .error
                .or_else(|| self.plugin_error(account, gap.item)),
        })
    }

    fn entity(&self, scope: Scope, row: Option<usize>) -> Option<String> {
        let rows = self.scope(scope)?;
        rows.scoped.entity(row?).map(str::to_owned)
    }
}

impl super::Engine {
    /// A band by its name.
    pub(super) fn band(&self, band: BandIndex) -> &str {
        match band {
            BandIndex::Insufficient => INSUFFICIENT,
            BandIndex::Band(number) => {
                let band = self.rulebook.risk.bands.get(usize::from(number));
                band.map_or(INSUFFICIENT, |band| &band.name)
            }
        }
    }
}

/// What no rule gave.
fn bare(rule: String, group: Option<String>, points: i64, reason: Texts) -> Contribution {
    Contribution {
        rule,
        group,
        entity: None,
        points,
        reason,
        evidence: BTreeMap::new(),
    }
}
