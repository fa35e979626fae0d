//! What a rulebook says, in a form that programs list.

use std::collections::BTreeSet;

use serde::Serialize;
use tenure_rules::{
    ActionRule, Bin, Dictionary, Judge, KeyBinding, Overlay, Rule, ScaleTarget, SignalDef,
    SignalId, Texts,
};

use crate::rulebook::{DiagnosticLevel, Rulebook};

/// What a rulebook says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Description {
    /// Its id.
    pub id: String,
    /// Its version, by its author.
    pub version: String,
    /// The digest of its texts: 32 hex digits.
    pub digest: String,
    /// The version of the condition language.
    pub language: u32,
    /// The currency of its amounts of money (ISO 4217).
    pub currency: Option<String>,
    /// Basis points of accounts lost over the horizon without any evidence.
    pub prior_bp: i64,
    /// The horizon, in months.
    pub horizon_months: i64,
    /// Points that double the odds.
    pub pdo: i64,
    /// Coverage under which a band is `insufficient`, in basis points.
    pub min_coverage_bp: i64,
    /// The bands, from the least risky to the riskiest.
    pub bands: Vec<DescribedBand>,
    /// What the points meant in what happened, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calibration: Option<DescribedCalibration>,
    /// The rules, in the order of the text.
    pub rules: Vec<DescribedRule>,
    /// The overlays, in the order of the text.
    pub overlays: Vec<DescribedOverlay>,
    /// The action rules, in the order of the text.
    pub actions: Vec<DescribedAction>,
    /// The ids of the plugins that it binds.
    pub plugins: Vec<String>,
    /// The signals that its enabled rules, overlays and actions read, by name.
    pub signals: Vec<DescribedSignal>,
    /// What looks like a mistake and is none, in the order of the text.
    pub warnings: Vec<String>,
}

/// A map from points to probabilities, and to what it was fitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DescribedCalibration {
    /// How it was fitted.
    pub method: String,
    /// The fewest and the most points that it was fitted to.
    pub points: [i64; 2],
    /// Digest of the data: 32 hex digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// The first day on which an account of it was scored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last such day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// How many accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounts: Option<i64>,
    /// How many of them were lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<i64>,
    /// Calibration error in accounts that were held out, in basis points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_bp: Option<i64>,
}

/// A band of probability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DescribedBand {
    /// Its name.
    pub name: String,
    /// The first probability above it, in basis points; absent for the last band.
    pub below_bp: Option<i64>,
}

/// A rule: what gives points.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DescribedRule {
    /// Its id.
    pub id: String,
    /// Its group, if it has one.
    pub group: Option<String>,
    /// What one row is: `account`, `contract` ...
    pub scope: &'static str,
    /// Whether it is judged at all.
    pub enabled: bool,
    /// The condition's text, or the signal that falls into bins.
    pub condition: String,
    /// The least points that it gives.
    pub points_low: i64,
    /// The most points that it gives.
    pub points_high: i64,
    /// The signals that it reads.
    pub signals: Vec<String>,
    /// Why, by language.
    pub reason: Texts,
}

/// An overlay: points scaled where a condition holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DescribedOverlay {
    /// The condition's text.
    pub condition: String,
    /// The group whose rules are scaled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The rule that is scaled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Numerator and denominator of the factor.
    pub by: [i64; 2],
}

/// An action rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DescribedAction {
    /// Its id.
    pub id: String,
    /// What one row is: `account`, `contract` ...
    pub scope: &'static str,
    /// Whether it is judged at all.
    pub enabled: bool,
    /// The condition's text.
    pub condition: String,
    /// What a key is bound to: `anchor`, `term`, `row`, `quarter`, `episode:…` or `period:…`.
    pub key: String,
    /// Whether it bypasses the choice between actions (never consent).
    pub mandatory: bool,
    /// The kinds of things to do, step by step.
    pub kinds: Vec<String>,
    /// The signals that it reads.
    pub signals: Vec<String>,
    /// Why, by language.
    pub reason: Texts,
}

/// A signal that a rulebook reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DescribedSignal {
    /// Its name.
    pub name: String,
    /// The type of its values: `int`, `float`, `bool` or `text`.
    #[serde(rename = "type")]
    pub ty: &'static str,
    /// Of what it tells: `account`, `contract` ...
    pub scope: &'static str,
    /// The unit, such as `days`.
    pub unit: Option<String>,
    /// The record kinds that it is derived from: what the host must keep.
    pub kinds: Vec<String>,
    /// What it is, in one line.
    pub doc: String,
}

impl Description {
    pub(crate) fn of(rulebook: &Rulebook) -> Self {
        let checked = rulebook.checked();
        let dictionary = &checked.dictionary;
        let risk = &checked.risk;
        Self {
            id: checked.id.clone(),
            version: checked.version.clone(),
            digest: rulebook.digest(),
            language: checked.language,
            currency: checked.currency.clone(),
            prior_bp: risk.prior_bp,
            horizon_months: risk.horizon_months,
            pdo: risk.pdo,
            min_coverage_bp: risk.min_coverage_bp,
            bands: bands(risk),
            calibration: risk.calibration.as_ref().map(calibration),
            rules: checked.rules.iter().map(|r| rule(r, dictionary)).collect(),
            overlays: checked.overlays.iter().map(overlay).collect(),
            actions: checked
                .actions
                .iter()
                .map(|a| action(a, dictionary))
                .collect(),
            plugins: checked.plugins.iter().map(|p| p.id.clone()).collect(),
            signals: signals(checked),
            warnings: warnings(rulebook),
        }
    }
}

fn calibration(fitted: &tenure_rules::Calibration) -> DescribedCalibration {
    let ends = [fitted.knots.first(), fitted.knots.last()];
    DescribedCalibration {
        method: fitted.method.clone(),
        points: ends.map(|knot| knot.map_or(0, |knot| knot.points)),
        data: fitted.data.clone(),
        from: fitted.from.clone(),
        to: fitted.to.clone(),
        accounts: fitted.accounts,
        lost: fitted.lost,
        error_bp: fitted.error_bp,
    }
}

fn bands(risk: &tenure_rules::RiskModel) -> Vec<DescribedBand> {
    let bands = risk.bands.iter().map(|band| DescribedBand {
        name: band.name.clone(),
        below_bp: band.below_bp,
    });
    bands.collect()
}

fn rule(rule: &Rule, dictionary: &Dictionary) -> DescribedRule {
    let (condition, points) = match &rule.judge {
        Judge::When { text, points, .. } => (text.clone(), vec![0, *points]),
        Judge::Bins { signal, bins } => (
            dictionary
                .get(*signal)
                .map_or_else(String::new, |s| s.name.clone()),
            bin_points(bins),
        ),
    };
    DescribedRule {
        id: rule.id.clone(),
        group: rule.group.clone(),
        scope: rule.scope.as_str(),
        enabled: rule.enabled,
        condition,
        points_low: points.iter().copied().min().unwrap_or(0),
        points_high: points.iter().copied().max().unwrap_or(0),
        signals: names(read_by_rule(rule), dictionary),
        reason: rule.reason.clone(),
    }
}

/// What the bins give; a value that falls into none gives nothing.
fn bin_points(bins: &[Bin]) -> Vec<i64> {
    bins.iter().map(|bin| bin.points).chain([0]).collect()
}

fn read_by_rule(rule: &Rule) -> Vec<SignalId> {
    match &rule.judge {
        Judge::When { condition, .. } => condition.signals(),
        Judge::Bins { signal, .. } => vec![*signal],
    }
}

fn overlay(overlay: &Overlay) -> DescribedOverlay {
    let (group, rule) = match &overlay.target {
        ScaleTarget::Group(group) => (Some(group.clone()), None),
        ScaleTarget::Rule(rule) => (None, Some(rule.clone())),
    };
    DescribedOverlay {
        condition: overlay.text.clone(),
        group,
        rule,
        by: [overlay.num, overlay.den],
    }
}

fn action(action: &ActionRule, dictionary: &Dictionary) -> DescribedAction {
    DescribedAction {
        id: action.id.clone(),
        scope: action.scope.as_str(),
        enabled: action.enabled,
        condition: action.text.clone(),
        key: key(&action.key),
        mandatory: action.mandatory,
        kinds: action.steps.iter().map(|step| step.kind.clone()).collect(),
        signals: names(read_by_action(action), dictionary),
        reason: action.reason.clone(),
    }
}

fn key(key: &KeyBinding) -> String {
    match key {
        KeyBinding::Anchor => "anchor".to_owned(),
        KeyBinding::Term => "term".to_owned(),
        KeyBinding::Episode(of) => format!("episode:{of}"),
        KeyBinding::Row => "row".to_owned(),
        KeyBinding::Period(days) => format!("period:{days}"),
        KeyBinding::Quarter => "quarter".to_owned(),
    }
}

fn read_by_action(action: &ActionRule) -> Vec<SignalId> {
    let steps = action.steps.iter().filter_map(|step| step.when.as_ref());
    let all = std::iter::once(&action.condition)
        .chain(&action.value)
        .chain(steps);
    all.flat_map(|condition| condition.signals()).collect()
}

fn names(signals: Vec<SignalId>, dictionary: &Dictionary) -> Vec<String> {
    let found = signals.into_iter().filter_map(|id| dictionary.get(id));
    let names: BTreeSet<&str> = found.map(|signal| signal.name.as_str()).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The signals that whatever is enabled reads.
fn signals(rulebook: &tenure_rules::Rulebook) -> Vec<DescribedSignal> {
    let rules = rulebook.rules.iter().filter(|rule| rule.enabled);
    let actions = rulebook.actions.iter().filter(|action| action.enabled);
    let overlays = rulebook.overlays.iter();
    let read: Vec<SignalId> = rules
        .flat_map(read_by_rule)
        .chain(actions.flat_map(read_by_action))
        .chain(overlays.flat_map(|overlay| overlay.condition.signals()))
        .collect();
    let dictionary = &rulebook.dictionary;
    let names = names(read, dictionary);
    let found = names.iter().filter_map(|name| dictionary.find(name));
    found
        .filter_map(|id| dictionary.get(id))
        .map(signal)
        .collect()
}

fn signal(signal: &SignalDef) -> DescribedSignal {
    DescribedSignal {
        name: signal.name.clone(),
        ty: signal.ty.as_str(),
        scope: signal.scope.as_str(),
        unit: signal.unit.clone(),
        kinds: signal.kinds.clone(),
        doc: signal.doc.clone(),
    }
}

fn warnings(rulebook: &Rulebook) -> Vec<String> {
    let warnings = rulebook.warnings().iter();
    let warnings = warnings.filter(|one| one.level == DiagnosticLevel::Warning);
    warnings.map(ToString::to_string).collect()
}
