//! `switch`, and the words that a text can be.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::dictionary::{Dictionary, SignalType};
use crate::expr::{Arm, Const, Expr, ExprKind, Pattern, Span};
use crate::syntax::{Raw, RawArm, RawPattern};

use super::{DerivedNames, Info, Typed, Typer, what};

/// How many words a message lists.
const SHOWN_WORDS: usize = 20;

impl Typer<'_> {
    pub(super) fn switch(
        &mut self,
        scrutinee: &Raw,
        arms: &[RawArm],
        default: Option<&Raw>,
        span: Span,
    ) -> Option<Typed> {
        let typed_scrutinee = self
            .expr(scrutinee)
            .filter(|typed| self.can_switch(typed, span));
        let arms: Vec<Option<(Arm, [Info; 2])>> = arms
            .iter()
            .map(|arm| self.arm(arm, typed_scrutinee.as_ref()))
            .collect();
        let Some(default) = default else {
            self.error(
                "no-default",
                span,
                "this `switch` has no `_`",
                "end it with `_ => …`, for what fits no other arm",
            );
            return None;
        };
        let default = self.expr(default)?;
        let scrutinee = typed_scrutinee?;
        let arms: Vec<(Arm, [Info; 2])> = arms.into_iter().collect::<Option<_>>()?;
        let misfits = arms
            .iter()
            .filter(|(arm, _)| !self.branches_fit(&default.expr, &arm.value, "switch"))
            .count();
        if misfits > 0 {
            return None;
        }
        self.build_switch(scrutinee, arms, default, span)
    }

    fn build_switch(
        &mut self,
        scrutinee: Typed,
        arms: Vec<(Arm, [Info; 2])>,
        default: Typed,
        span: Span,
    ) -> Option<Typed> {
        let mut parts = vec![scrutinee.info, default.info];
        parts.extend(arms.iter().flat_map(|(_, infos)| *infos));
        let money = default.info.money || arms.iter().any(|(_, [_, value])| value.money);
        let kind = ExprKind::Switch {
            scrutinee: Box::new(scrutinee.expr),
            arms: arms.into_iter().map(|(arm, _)| arm).collect(),
            default: Box::new(default.expr),
        };
        let (Some(ty), info) = (
            switch_type(&kind),
            Info {
                money,
                ..Info::default()
            },
        ) else {
            return None;
        };
        self.build(kind, ty, span, info, &parts)
    }

    fn can_switch(&mut self, scrutinee: &Typed, span: Span) -> bool {
        let expr = &scrutinee.expr;
        if !matches!(expr.ty, SignalType::Int | SignalType::Text) {
            let message = format!("{}; `switch` looks at an int or a text", self.is_a(expr));
            self.error(
                "type-mismatch",
                expr.span,
                message,
                "write if test { a } else { b }",
            );
            return false;
        }
        if scrutinee.info.money && !self.scene.currency {
            self.no_currency(expr.span, span);
            return false;
        }
        true
    }

    fn arm(&mut self, arm: &RawArm, scrutinee: Option<&Typed>) -> Option<(Arm, [Info; 2])> {
        let patterns: Vec<Option<Pattern>> = arm
            .patterns
            .iter()
            .map(|pattern| self.pattern(pattern, arm.patterns_span, &scrutinee?.expr))
            .collect();
        let guard = arm.guard.as_ref().map(|guard| self.guard(guard));
        let value = self.expr(&arm.value)?;
        let patterns = patterns.into_iter().collect::<Option<_>>()?;
        let guard = match guard {
            Some(guard) => Some(guard?),
            None => None,
        };
        let infos = [
            guard.as_ref().map(|guard| guard.info).unwrap_or_default(),
            value.info,
        ];
        let guard = guard.map(|guard| guard.expr);
        Some((
            Arm {
                patterns,
                guard,
                value: value.expr,
            },
            infos,
        ))
    }

    fn guard(&mut self, guard: &Raw) -> Option<Typed> {
        let typed = self.expr(guard)?;
        self.is_wanted(&typed, super::Want::Condition)
            .then_some(typed)
    }

    fn pattern(&mut self, pattern: &RawPattern, span: Span, scrutinee: &Expr) -> Option<Pattern> {
        match (pattern, scrutinee.ty) {
            (RawPattern::Int(int), SignalType::Int) => Some(Pattern::Is(Const::Int(*int))),
            (
                RawPattern::Range {
                    start,
                    end,
                    inclusive,
                },
                SignalType::Int,
            ) => Some(Pattern::Range {
                start: *start,
                end: *end,
                inclusive: *inclusive,
            }),
            (RawPattern::Text(text), SignalType::Text) => self
                .is_word(scrutinee, text, span)
                .then(|| Pattern::Is(Const::Text(Arc::clone(text)))),
            _ => {
                let message = format!("{}, and the pattern is not", self.is_a(scrutinee));
                self.error(
                    "type-mismatch",
                    span,
                    message,
                    format!("give {} as a constant", what(scrutinee.ty)),
                );
                None
            }
        }
    }

    /// Whether a text constant is one of the words that the other side can be.
    pub(super) fn word_fits(&mut self, side: &Expr, other: &Expr) -> bool {
        match &other.kind {
            ExprKind::Const(Const::Text(text)) => {
                let text = Arc::clone(text);
                self.is_word(side, &text, other.span)
            }
            _ => true,
        }
    }

    fn is_word(&mut self, side: &Expr, text: &str, span: Span) -> bool {
        let Some(words) = words(self.scene.dictionary, self.scene.derives, side) else {
            return true;
        };
        if words.contains(text) {
            return true;
        }
        let list = words
            .iter()
            .take(SHOWN_WORDS)
            .map(|word| format!("\"{word}\""))
            .collect::<Vec<_>>()
            .join(", ");
        let help = match self.near(text, words.iter().map(String::as_str)) {
            Some(near) => format!("did you mean \"{near}\"? It is one of {list}"),
            None => format!("it is one of {list}"),
        };
        self.error(
            "unknown-word",
            span,
            format!("`{}` is never \"{text}\"", self.say(side.span)),
            help,
        );
        false
    }
}

/// The words that a text can be, if there is a closed list of them.
pub(crate) fn words(
    dictionary: &Dictionary,
    derives: &DerivedNames,
    expr: &Expr,
) -> Option<BTreeSet<String>> {
    let of = |part: &Expr| words(dictionary, derives, part);
    match &expr.kind {
        ExprKind::Const(Const::Text(text)) => Some(BTreeSet::from([text.to_string()])),
        ExprKind::Signal(id) => {
            let words = dictionary.get(*id)?.words.as_ref()?;
            Some(words.iter().cloned().collect())
        }
        ExprKind::Derived(number, _) => derives.names.get(*number as usize)?.words.clone(),
        ExprKind::Coalesce(a, b) | ExprKind::If(_, a, b) => Some(&of(a)? | &of(b)?),
        ExprKind::Switch { arms, default, .. } => arms
            .iter()
            .try_fold(of(default)?, |words, arm| Some(&words | &of(&arm.value)?)),
        _ => None,
    }
}

fn switch_type(kind: &ExprKind) -> Option<SignalType> {
    match kind {
        ExprKind::Switch { default, .. } => Some(default.ty),
        _ => None,
    }
}
