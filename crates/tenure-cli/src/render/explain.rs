//! One account in full.

use std::collections::BTreeMap;
use std::io;

use unicode_width::UnicodeWidthStr;

use super::colour::Style;
use super::page::Page;
use super::table::{Look, Teller};
use super::text::{left, percent, right};
use super::words::Language;
use crate::facade::{
    Decision, Ended, Evidence, Explanation, Priority, RuleState, Stage, State, WhyNot, WhyNotRow,
};

/// How an explanation is told.
pub(crate) struct Telling<'t> {
    /// Words for actions and people.
    pub(crate) teller: Teller<'t>,
    /// Bands and colours.
    pub(crate) look: Look,
}

impl Telling<'_> {
    fn pick<'w>(&self, en: &'w str, ko: &'w str) -> &'w str {
        self.look.language.pick(en, ko)
    }

    /// Everything about one account.
    pub(crate) fn explanation(
        &self,
        page: &mut Page<'_>,
        name: Option<&str>,
        explanation: &Explanation,
    ) -> io::Result<()> {
        let decision = &explanation.decision;
        let name = name.unwrap_or(&decision.account_id);
        page.title(&format!(
            "{name} ({}) · {}",
            decision.account_id, decision.as_of
        ))?;
        self.risk(page, decision)?;
        self.contributions(page, decision)?;
        self.unjudged(page, decision)?;
        self.quiet(page, &explanation.rules)?;
        self.actions(page, decision)?;
        self.stopped(page, &explanation.actions)
    }

    fn risk(&self, page: &mut Page<'_>, decision: &Decision) -> io::Result<()> {
        let risk = &decision.risk;
        page.styled(
            self.pick("band", "등급"),
            self.look.style(&risk.band),
            self.look.band(&risk.band),
        )?;
        let months = risk.horizon_months;
        let calibrated = match (self.look.language, risk.calibrated) {
            (Language::En, true) => format!("of leaving within {months} months, calibrated"),
            (Language::En, false) => format!("of leaving within {months} months, uncalibrated"),
            (Language::Ko, true) => format!("{months}개월 안에 이탈할 확률, 보정됨"),
            (Language::Ko, false) => format!("{months}개월 안에 이탈할 확률, 보정 전"),
        };
        let probability = format!("{} {calibrated}", percent(risk.probability_bp));
        page.pair(self.pick("probability", "확률"), &probability)?;
        let (points, low, high) = (risk.points, risk.points_low, risk.points_high);
        let points = match self.look.language {
            Language::En if low == high => format!("{points:+}"),
            Language::En => {
                format!(
                    "{points:+}; between {low:+} and {high:+} whatever the unknown turns out to be"
                )
            }
            Language::Ko if low == high => format!("{points:+}"),
            Language::Ko => format!("{points:+} (모르는 값에 따라 {low:+}에서 {high:+} 사이)"),
        };
        page.pair(self.pick("points", "점수"), &points)?;
        let coverage = format!(
            "{} {}",
            percent(risk.coverage_bp),
            self.pick("of what applies could be judged", "판단함")
        );
        page.pair(self.pick("coverage", "판단 범위"), &coverage)?;
        let informative = decision.most_informative.as_deref().unwrap_or_default();
        page.pair(
            self.pick("would tell most", "확인하면 좋은 것"),
            informative,
        )
    }

    fn contributions(&self, page: &mut Page<'_>, decision: &Decision) -> io::Result<()> {
        page.heading(self.pick("what gave points", "점수의 이유"))?;
        for contribution in &decision.contributions {
            let points = right(&format!("{:+}", contribution.points), 6);
            page.lead(
                &format!("  {points}  "),
                Style::Plain,
                &self.teller.reason(contribution),
            )?;
            let seen = evidence(&contribution.evidence);
            let line = match seen.is_empty() {
                true => contribution.rule.clone(),
                false => format!("{}: {seen}", contribution.rule),
            };
            page.lead("          ", Style::Dim, &line)?;
        }
        if decision.contributions.is_empty() {
            page.lead("  ", Style::Dim, self.pick("nothing", "없음"))?;
        }
        Ok(())
    }

    fn unjudged(&self, page: &mut Page<'_>, decision: &Decision) -> io::Result<()> {
        if decision.unknown.is_empty() {
            return Ok(());
        }
        page.heading(self.pick("what could not be judged", "판단하지 못한 것"))?;
        for unknown in &decision.unknown {
            let why = match &unknown.error {
                Some(error) => error.clone(),
                None => format!(
                    "{} {}",
                    self.pick("needs", "필요:"),
                    unknown.missing.join(", ")
                ),
            };
            page.lead(
                &rule_lead(&unknown.rule, unknown.entity.as_deref()),
                Style::Plain,
                &why,
            )?;
        }
        Ok(())
    }

    /// Rules that were judged and gave nothing, or do not apply.
    fn quiet(&self, page: &mut Page<'_>, rules: &[RuleState]) -> io::Result<()> {
        let quiet: Vec<_> = rules
            .iter()
            .filter(|rule| matches!(rule.state, State::NotFired | State::NotApplicable))
            .collect();
        if quiet.is_empty() {
            return Ok(());
        }
        page.heading(self.pick("what gave none", "점수가 없는 것"))?;
        for rule in quiet {
            let seen = evidence(&rule.evidence);
            let text = match rule.state {
                State::NotApplicable => self.pick("does not apply", "해당 없음").to_owned(),
                State::Fired | State::NotFired | State::Unknown => seen,
            };
            page.lead(
                &rule_lead(&rule.rule, rule.entity.as_deref()),
                Style::Dim,
                &text,
            )?;
        }
        Ok(())
    }

    fn actions(&self, page: &mut Page<'_>, decision: &Decision) -> io::Result<()> {
        page.heading(self.pick("what to do", "할 일"))?;
        if decision.actions.is_empty() {
            page.lead("  ", Style::Dim, self.pick("nothing", "없음"))?;
        }
        for action in &decision.actions {
            let text = format!("{} · {}", self.teller.action(action), action.state);
            page.lead("  →  ", Style::Plain, &text)?;
            for step in &action.steps {
                page.lead(
                    "       · ",
                    Style::Plain,
                    self.look.language.of(step).unwrap_or_default(),
                )?;
            }
            let reason = self.look.language.of(&action.reason).unwrap_or_default();
            page.lead("     ", Style::Dim, reason)?;
            page.lead("     ", Style::Dim, &action.keys.join(", "))?;
            page.lead("     ", Style::Dim, &priority(&action.priority))?;
        }
        for closed in &decision.closed {
            page.lead(
                "  ×  ",
                Style::Plain,
                &format!("{} · {}", closed.key, closed.state),
            )?;
        }
        for waiting in &decision.waiting {
            let stage = waiting.stage.as_str().replace('_', " ");
            let text = format!("{} · {} · {stage}", waiting.keys.join(", "), waiting.state);
            page.lead("  …  ", Style::Dim, &text)?;
        }
        Ok(())
    }

    /// Candidates that are not listed, and where each stopped.
    fn stopped(&self, page: &mut Page<'_>, ended: &[Ended]) -> io::Result<()> {
        let stopped: Vec<_> = ended
            .iter()
            .filter(|ended| !matches!(ended.stage, Stage::Listed { .. }))
            .collect();
        if stopped.is_empty() {
            return Ok(());
        }
        page.heading(self.pick("what was not proposed", "제안하지 않은 것"))?;
        for ended in stopped {
            page.lead(
                &rule_lead(&ended.action, ended.entity.as_deref()),
                Style::Dim,
                &stage(ended),
            )?;
        }
        Ok(())
    }

    /// From what it was made.
    pub(crate) fn made_from(
        &self,
        page: &mut Page<'_>,
        explanation: &Explanation,
    ) -> io::Result<()> {
        let decision = &explanation.decision;
        let provenance = &decision.provenance;
        page.heading(self.pick("made from", "근거"))?;
        page.pair(self.pick("rulebook", "규칙집"), &provenance.rulebook)?;
        page.pair(self.pick("tenant", "테넌트"), &provenance.tenant)?;
        page.pair(self.pick("input", "입력"), &provenance.input)?;
        page.pair(self.pick("engine", "엔진"), &provenance.engine)?;
        page.pair(self.pick("digest", "결과"), &decision.digest)?;
        page.pair(
            self.pick("not kept", "관리하지 않음"),
            &explanation.not_kept.join(", "),
        )
    }

    /// Why a rule gave no points, or an action is not proposed.
    pub(crate) fn why_not(&self, page: &mut Page<'_>, why: &WhyNot) -> io::Result<()> {
        page.heading(&format!(
            "{} {}",
            self.pick("why not", "왜 아닌가:"),
            why.name
        ))?;
        if why.disabled {
            let off = self.pick("it is turned off in the rulebook", "규칙집에서 꺼져 있음");
            return page.lead("  ", Style::Plain, off);
        }
        if why.rows.is_empty() {
            let none = self.pick(
                "the account has no record that it could be judged for",
                "판단할 기록이 없음",
            );
            return page.lead("  ", Style::Plain, none);
        }
        why.rows
            .iter()
            .try_for_each(|row| self.why_not_row(page, row))
    }

    fn why_not_row(&self, page: &mut Page<'_>, row: &WhyNotRow) -> io::Result<()> {
        page.pair(
            self.pick("of", "대상"),
            row.entity.as_deref().unwrap_or_default(),
        )?;
        page.pair(self.pick("condition", "조건"), &row.condition)?;
        let outcome = match row.points.filter(|_| row.state == State::Fired) {
            Some(points) => format!("{} ({points:+})", self.state(row.state)),
            None => self.state(row.state).to_owned(),
        };
        page.pair(self.pick("came to", "결과"), &outcome)?;
        if let Some(clause) = &row.clause {
            let text = format!("{}  ({})", clause.text, self.state(clause.state));
            page.styled(
                self.pick("first failing", "처음 어긋난 절"),
                Style::Yellow,
                &text,
            )?;
            page.pair(self.pick("with", "값"), &evidence(&clause.evidence))?;
        }
        page.pair(self.pick("saw", "본 값"), &evidence(&row.evidence))?;
        page.pair(self.pick("missing", "모르는 값"), &row.missing.join(", "))?;
        page.pair(
            self.pick("error", "오류"),
            row.error.as_deref().unwrap_or_default(),
        )?;
        for ended in &row.stages {
            page.pair(self.pick("step", "단계"), &stage(ended))?;
        }
        Ok(())
    }

    fn state(&self, state: State) -> &'static str {
        let (en, ko) = match state {
            State::Fired => ("it holds", "성립"),
            State::NotFired => ("it does not hold", "성립하지 않음"),
            State::Unknown => ("it could not be judged", "판단할 수 없음"),
            State::NotApplicable => ("it does not apply", "해당 없음"),
        };
        self.look.language.pick(en, ko)
    }
}

/// A rule's name in a column, with the record that it judged.
fn rule_lead(rule: &str, entity: Option<&str>) -> String {
    let name = entity.map_or_else(|| rule.to_owned(), |entity| format!("{rule} [{entity}]"));
    format!("  {}  ", left(&name, name.width().clamp(34, 60)))
}

/// `renewal.months_left = 1, satisfaction.level = low`.
fn evidence(seen: &BTreeMap<String, Evidence>) -> String {
    let parts = seen.iter().map(|(signal, seen)| match seen {
        Evidence::Missing { .. } => format!("{signal} is {}", value(seen)),
        Evidence::Int(_) | Evidence::Float(_) | Evidence::Bool(_) | Evidence::Text(_) => {
            format!("{signal} = {}", value(seen))
        }
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// A value as it is written in evidence.
pub(super) fn value(seen: &Evidence) -> String {
    match seen {
        Evidence::Missing { missing } => missing.replace('_', " "),
        Evidence::Int(value) => value.to_string(),
        Evidence::Float(value) => format!("{value:?}"),
        Evidence::Bool(value) => value.to_string(),
        Evidence::Text(value) => value.clone(),
    }
}

/// What an action is ranked by: the amount, and the factors that make it.
fn priority(priority: &Priority) -> String {
    let mandatory = if priority.mandatory {
        "mandatory; "
    } else {
        ""
    };
    let (Some(amount), Some(value)) = (priority.amount, priority.value) else {
        return format!("{mandatory}priority not known");
    };
    format!(
        "{mandatory}priority {amount} = {value} × {} × {} % × {} %",
        percent(priority.propensity_bp),
        priority.context_percent,
        priority.lever_percent,
    )
}

/// What holds a limit's room.
fn limit(max: i64, of: &[String], outranked_by: &[String]) -> String {
    let of = match of {
        [] => "new actions".to_owned(),
        names => names.join(", ").replace('_', " "),
    };
    match outranked_by {
        [] => format!("at most {max} a day of {of}"),
        keys => format!(
            "at most {max} a day of {of}; first come {}",
            keys.join(", ")
        ),
    }
}

/// Where a candidate stopped, in words.
fn stage(ended: &Ended) -> String {
    let kind = ended.kind.replace('_', " ");
    let what = match &ended.stage {
        Stage::NotDue => "its condition does not hold".to_owned(),
        Stage::Unknown => "its condition could not be judged".to_owned(),
        Stage::NotApplicable => "does not apply".to_owned(),
        Stage::StepNotDue => "the step's own condition does not hold".to_owned(),
        Stage::CriticalComplaint => "a critical complaint is open: nothing is offered".to_owned(),
        Stage::NoConsent { why } => format!("no message may go out: {why}"),
        Stage::SameKey => "an earlier step has the same key".to_owned(),
        Stage::Closed { status } => {
            format!("was proposed before, and is {}", status.replace('_', " "))
        }
        Stage::TakenIn { by } => format!("is taken in by `{by}`"),
        Stage::Listed { state } => format!("listed, {}", state.replace('_', " ")),
        Stage::Decided => "the renewal is decided".to_owned(),
        Stage::Suspended => "the contract is paused".to_owned(),
        Stage::NotPrimary => "another contract comes first".to_owned(),
        Stage::NoRule => "the rulebook has no such action turned on".to_owned(),
        Stage::Snoozed { until } => match until {
            Some(day) => format!("put off until {day}"),
            None => "put off".to_owned(),
        },
        Stage::Cooldown { until } => format!("was proposed a short while ago; rests until {until}"),
        Stage::Paused { until } => format!("was dismissed twice; pauses until {until}"),
        Stage::ContactPolicy { channel, until } => match until {
            Some(day) => format!(
                "enough messages by {} went out; next on {day}",
                channel.replace('_', " ")
            ),
            None => format!(
                "the contact policy lets no message by {} out",
                channel.replace('_', " ")
            ),
        },
        Stage::Limit {
            max,
            of,
            outranked_by,
        } => limit(*max, of, outranked_by),
        other => other.as_str().replace('_', " "),
    };
    let missing = ended.missing.join(", ");
    let missing = if missing.is_empty() {
        missing
    } else {
        format!("; missing: {missing}")
    };
    let rank = ended.priority.as_ref().map(priority);
    let rank = rank.map_or_else(String::new, |rank| format!("; {rank}"));
    format!("{kind}: {what}{missing}{rank}")
}
