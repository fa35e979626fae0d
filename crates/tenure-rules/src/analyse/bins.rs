//! Bins that no value falls into, values that fall into no bin, and values that two rules take.

use crate::dictionary::{SignalDef, SignalId, SignalType};
use crate::expr::{CompareOp, Const};
use crate::rulebook::{Bin, BinTest, GroupMode, Judge, Number, Rule};

use super::places::At;
use super::region::{NOT_APPLICABLE, STALE, States, UNKNOWN};
use super::set::Set;
use super::{Analyst, Claim};

/// What each bin of a rule takes, in their order, and what is left.
pub(super) struct Shares {
    pub(super) of_bins: Vec<States>,
    pub(super) left: Set,
}

/// A rule with bins, what they take, and its number.
struct Binned<'r> {
    index: usize,
    rule: &'r Rule,
    /// The known values for which it gives or takes points.
    weighs: Set,
}

impl<'r> Analyst<'r> {
    pub(super) fn bins(&mut self) {
        let rulebook = self.rulebook;
        let mut seen: Vec<(SignalId, Binned<'r>)> = Vec::new();
        for (index, rule) in rulebook.rules.iter().enumerate() {
            let Judge::Bins { signal, bins } = &rule.judge else {
                continue;
            };
            let Some(def) = rulebook.dictionary.get(*signal) else {
                continue;
            };
            if !rule.enabled {
                continue;
            }
            let shares = self.shares(*signal, def, bins);
            self.shadowed(index, rule, def, &shares);
            self.gap(index, rule, (*signal, def), bins, &shares.left);
            let weighs = weighs(bins, &shares);
            let binned = Binned {
                index,
                rule,
                weighs,
            };
            self.twice(*signal, def, &binned, &seen);
            seen.push((*signal, binned));
        }
    }

    /// What falls into which bin.
    pub(super) fn shares(&mut self, signal: SignalId, def: &SignalDef, bins: &[Bin]) -> Shares {
        let term = self
            .reasoner
            .terms
            .signal(&self.rulebook.dictionary, signal);
        let domain = self.reasoner.terms.domain(term);
        let says_stale = bins.iter().any(|bin| bin.test == BinTest::Stale);
        let (mut left, mut ways) = (domain.known, domain.missing);
        let mut of_bins = Vec::new();
        for bin in bins {
            let takes = match &bin.test {
                BinTest::Stale => States::missing(ways & STALE),
                BinTest::NotApplicable => States::missing(ways & NOT_APPLICABLE),
                BinTest::Unknown if says_stale => States::missing(ways & UNKNOWN),
                BinTest::Unknown => States::missing(ways & (UNKNOWN | STALE)),
                test => States::known(self.test(test, def.ty).and(&left)),
            };
            left = left.and(&takes.known.not());
            ways &= !takes.missing;
            of_bins.push(takes);
        }
        Shares { of_bins, left }
    }

    fn test(&mut self, test: &BinTest, ty: SignalType) -> Set {
        match test {
            BinTest::Below(number) => {
                let constant = match number {
                    Number::Int(int) => Const::Int(*int),
                    Number::Float(float) => Const::Float(*float),
                };
                let below = self.reasoner.values(CompareOp::Lt, ty, &constant);
                below.unwrap_or_else(|| super::domain::all_of(ty))
            }
            BinTest::Is(words) => words.iter().fold(Set::none(), |set, word| {
                set.or(&Set::only(self.reasoner.terms.word(word)))
            }),
            BinTest::IsBool(truth) => Set::only(i64::from(*truth)),
            BinTest::Otherwise => super::domain::all_of(ty),
            BinTest::Stale | BinTest::Unknown | BinTest::NotApplicable => Set::none(),
        }
    }

    /// A bin that takes nothing.
    fn shadowed(&mut self, index: usize, rule: &Rule, def: &SignalDef, shares: &Shares) {
        for (number, takes) in shares.of_bins.iter().enumerate() {
            if !takes.is_empty() {
                continue;
            }
            let at = At::new("rule", index).key("bins").item(number);
            let is = match super::domain::Numbers::of(def).words() {
                Some(words) => format!("`{}` is {words}", def.name),
                None => format!("`{}` is never so", def.name),
            };
            let before = if number > 0 {
                ", and the bins before it take the rest"
            } else {
                ""
            };
            let message = format!("nothing ever falls into bin {}: {is}{before}", number + 1);
            let help = "mend its border, or leave the bin out";
            self.find_at("shadowed-bin", &at, &rule.id, message, help, Claim::Proved);
        }
    }

    /// Values that no bin takes, where the bins are more than one question.
    fn gap(
        &mut self,
        index: usize,
        rule: &Rule,
        (signal, def): (SignalId, &SignalDef),
        bins: &[Bin],
        left: &Set,
    ) {
        let of_values = bins.iter().filter(|bin| is_of_values(&bin.test)).count();
        // Of words only those that the signal's list names are missed.
        let left = &match &def.words {
            Some(words) => left.and(&self.reasoner.terms.words(words)),
            None if def.ty == SignalType::Text => Set::none(),
            None => left.clone(),
        };
        if left.is_empty() || of_values < 2 {
            return;
        }
        let Some(value) = self.reasoner.terms.value(def.ty, left) else {
            return;
        };
        let message = format!(
            "`{}` of {} falls into no bin, and counts as nothing at all",
            def.name,
            super::say(&value)
        );
        let help = "say what the rest is worth, if nothing then { points = 0 }";
        let at = At::new("rule", index).key("bins");
        let claim = Claim::NoBin {
            rule: rule.id.clone(),
            signal,
            value,
        };
        self.find_at("gap", &at, &rule.id, message, help, claim);
    }

    /// Another rule that gives points for the same value of the same signal.
    fn twice(
        &mut self,
        signal: SignalId,
        def: &SignalDef,
        this: &Binned<'r>,
        seen: &[(SignalId, Binned<'r>)],
    ) {
        let others = seen.iter().filter(|(of, other)| {
            *of == signal
                && other.rule.scope == this.rule.scope
                && !self.one_counts(other.rule, this.rule)
        });
        let mut found = None;
        for (_, other) in others {
            let both = other.weighs.and(&this.weighs);
            if !both.is_empty() {
                found = Some((other, both));
                break;
            }
        }
        let Some((other, both)) = found else { return };
        let Some(value) = self.reasoner.terms.value(def.ty, &both) else {
            return;
        };
        let message = format!(
            "`{}` of {} counts twice: by this rule and by `{}`",
            def.name,
            super::say(&value),
            other.rule.id
        );
        let help = "put the bins into one rule, or both rules into a group of mode \"max\"";
        let assumed = super::Assumed::Is(value);
        let claim = Claim::BothCount {
            rules: [other.rule.id.clone(), this.rule.id.clone()],
            ways: vec![vec![(signal, assumed)]],
        };
        let at = At::new("rule", this.index).key("bins");
        self.find_at("overlapping-bins", &at, &this.rule.id, message, help, claim);
    }

    /// Whether of two rules only one ever counts.
    pub(super) fn one_counts(&self, one: &Rule, other: &Rule) -> bool {
        let group = one.group.as_deref().filter(|_| one.group == other.group);
        let group = group.and_then(|group| self.rulebook.group(group));
        group.is_some_and(|group| group.mode == GroupMode::Max)
    }
}

fn is_of_values(test: &BinTest) -> bool {
    match test {
        BinTest::Below(_) | BinTest::Is(_) | BinTest::IsBool(_) | BinTest::Otherwise => true,
        BinTest::Stale | BinTest::Unknown | BinTest::NotApplicable => false,
    }
}

fn weighs(bins: &[Bin], shares: &Shares) -> Set {
    let weighty = bins.iter().zip(&shares.of_bins);
    let weighty = weighty.filter(|(bin, _)| bin.points != 0);
    weighty.fold(Set::none(), |set, (_, takes)| set.or(&takes.known))
}
