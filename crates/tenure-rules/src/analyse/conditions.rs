//! Conditions, and parts of them, that are always true or never.

use crate::expr::{Const, Expr, ExprKind};
use crate::rulebook::{Judge, Rulebook};

use super::domain::Numbers;
use super::places::At;
use super::truth::{Reasoner, Truth};
use super::{Analyst, Claim};

/// What a condition decides, for the sentence about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rule,
    Action,
    Other,
}

/// Every condition that decides something but those of rules, with its place and its entry's name.
pub(super) fn beside_rules(rulebook: &Rulebook) -> Vec<(&Expr, At, String)> {
    let mut all = Vec::new();
    for (index, overlay) in rulebook.overlays.iter().enumerate() {
        let at = At::new("overlay", index).key("when");
        all.push((&overlay.condition, at, format!("overlay:{}", index + 1)));
    }
    for (index, action) in rulebook.actions.iter().enumerate() {
        if !action.enabled {
            continue;
        }
        let at = || At::new("action", index);
        all.push((&action.condition, at().key("when"), action.id.clone()));
        for (number, step) in action.steps.iter().enumerate() {
            if let Some(when) = &step.when {
                let at = at().key("do").item(number).key("when");
                all.push((when, at, action.id.clone()));
            }
        }
        for (key, factors) in [
            ("propensity", &action.propensity),
            ("context", &action.context),
        ] {
            for (number, factor) in factors.iter().enumerate() {
                if let Some(when) = &factor.condition {
                    let at = at().key(key).item(number).key("when");
                    all.push((when, at, action.id.clone()));
                }
            }
        }
    }
    all
}

impl Analyst<'_> {
    pub(super) fn conditions(&mut self) {
        let rulebook = self.rulebook;
        for (index, derive) in rulebook.derives.iter().enumerate() {
            if derive.value.ty == crate::dictionary::SignalType::Bool {
                let at = At::new("derive", index).key("value");
                self.condition(&derive.value, &at, &derive.name, Kind::Other);
            }
        }
        for (index, rule) in rulebook.rules.iter().enumerate() {
            if let Judge::When { condition, .. } = &rule.judge
                && rule.enabled
            {
                let at = At::new("rule", index).key("when");
                self.condition(condition, &at, &rule.id, Kind::Rule);
            }
        }
        for (condition, at, entry) in beside_rules(rulebook) {
            let whole = at.section == "action" && at.way.len() == 1;
            let kind = if whole { Kind::Action } else { Kind::Other };
            self.condition(condition, &at, &entry, kind);
        }
    }

    fn condition(&mut self, expr: &Expr, at: &At, entry: &str, kind: Kind) {
        // Whoever writes `true` means it.
        if expr.kind == ExprKind::Const(Const::Bool(true)) {
            return;
        }
        let truth = self.reasoner.truth(expr);
        match (truth.yes.is_empty(), kind) {
            (true, Kind::Rule | Kind::Action) => self.unreachable(expr, at, entry, kind),
            (true, Kind::Other) => self.never(expr, at, entry),
            (false, _) if truth.no.is_empty() => self.always(expr, at, entry, &truth),
            (false, _) => self.parts(expr, at, entry),
        }
    }

    /// Looks at the parts of a condition that is neither always nor never true.
    fn parts(&mut self, expr: &Expr, at: &At, entry: &str) {
        let parts: Vec<&Expr> = match &expr.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().collect(),
            ExprKind::Not(inner) => vec![inner],
            ExprKind::If(test, yes, no) => vec![test, yes, no],
            ExprKind::Coalesce(first, second) => vec![first, second],
            _ => return,
        };
        for part in parts {
            // A constant is meant, and a derived name is told of where it stands.
            let known = matches!(part.kind, ExprKind::Const(_) | ExprKind::Derived(..));
            if known || part.ty != crate::dictionary::SignalType::Bool {
                continue;
            }
            let truth = self.reasoner.truth(part);
            if truth.yes.is_empty() {
                self.never(part, at, entry);
            } else if truth.no.is_empty() {
                self.always(part, at, entry, &truth);
            } else {
                self.parts(part, at, entry);
            }
        }
    }

    fn unreachable(&mut self, expr: &Expr, at: &At, entry: &str, kind: Kind) {
        let (what, does) = match kind {
            Kind::Rule => ("rule", "gives its points"),
            Kind::Action | Kind::Other => ("action", "is proposed"),
        };
        let message = format!(
            "this {what} never {does}: no account fulfils its condition{}",
            self.why(expr, |truth| truth.yes.is_empty())
        );
        let help = "mend the comparison that cannot hold beside the others; to keep it for later write enabled = false";
        self.find(
            "unreachable-rule",
            (at, expr.span),
            entry,
            message,
            help,
            Claim::Proved,
        );
    }

    fn never(&mut self, expr: &Expr, at: &At, entry: &str) {
        let said = self.said(expr, at);
        let message = format!(
            "`{said}` is never true, whatever the account{}",
            self.why(expr, |truth| truth.yes.is_empty())
        );
        let help = "mend the comparison, or leave this part out";
        self.find(
            "never-true",
            (at, expr.span),
            entry,
            message,
            help,
            Claim::Proved,
        );
    }

    fn always(&mut self, expr: &Expr, at: &At, entry: &str, truth: &Truth) {
        let said = self.said(expr, at);
        let (lost, help) = if truth.lost.is_empty() {
            ("", "mend the comparison, or leave this part out")
        } else {
            (
                " wherever it can be told",
                "mend the comparison; if it is to ask whether something is known, write is_known(…)",
            )
        };
        let why = self.why(expr, |truth| truth.no.is_empty());
        let message = format!("`{said}` is always true{lost}{why}");
        self.find(
            "always-true",
            (at, expr.span),
            entry,
            message,
            help,
            Claim::Proved,
        );
    }

    /// The text of an expression.
    fn said(&self, expr: &Expr, at: &At) -> String {
        let text = self.text_of(at).unwrap_or("");
        let said = expr.text(text).split_whitespace().collect::<Vec<_>>();
        said.join(" ")
    }

    /// What the dictionary says about the signals of a condition, where it would not be so without.
    fn why(&self, expr: &Expr, holds: impl Fn(&Truth) -> bool) -> String {
        let mut boundless = Reasoner::boundless(&self.rulebook.dictionary);
        if holds(&boundless.truth(expr)) {
            return String::new();
        }
        let words = |id| {
            let def = self.rulebook.dictionary.get(id)?;
            let words = Numbers::of(def).words()?;
            Some(format!("`{}` is {words}", def.name))
        };
        let said: Vec<String> = expr.signals().into_iter().filter_map(words).collect();
        match said.as_slice() {
            [] => String::new(),
            said => format!(" ({})", said.join(", ")),
        }
    }

    fn text_of(&self, at: &At) -> Option<&str> {
        use super::places::Step::{Item, Key};
        let rulebook = self.rulebook;
        match (at.section, at.way.as_slice()) {
            ("derive", _) => Some(&rulebook.derives.get(at.index)?.text),
            ("overlay", _) => Some(&rulebook.overlays.get(at.index)?.text),
            ("rule", _) => match &rulebook.rules.get(at.index)?.judge {
                Judge::When { text, .. } => Some(text),
                Judge::Bins { .. } => None,
            },
            ("action", [Key("when")]) => Some(&rulebook.actions.get(at.index)?.text),
            ("action", [Key(_), Item(_), Key("when")]) => self.places.text(at),
            _ => None,
        }
    }
}
