//! The ranked table: who is about to leave, why, and what to do.

use std::collections::BTreeMap;
use std::io::{self, Write};

use tenure_insight::metrics::NOT_KNOWN;
use tenure_model::{Currency, Tenant};

use super::colour::{Colour, Style};
use super::text::{WIDTH, left, major, percent, right, rounded, wrap};
use super::words::Language;
use crate::facade::{Action, Contribution, Decision, Engine, INSUFFICIENT};

/// How many reasons and actions of an account the table shows.
const SHOWN_REASONS: usize = 3;
const SHOWN_ACTIONS: usize = 4;

/// What an account is worth, as it is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Worth {
    /// Annual value in minor units, where it is known.
    pub(crate) minor: Option<i64>,
    /// Of which currency.
    pub(crate) currency: Option<Currency>,
}

/// One account of the table: what is left of its decision.
pub(crate) struct Entry {
    account: String,
    band: String,
    probability_bp: i64,
    points: i64,
    coverage_bp: i64,
    value: Option<i64>,
    reasons: Vec<(i64, String)>,
    /// How many reasons are not shown, and the points that they give together.
    more_reasons: (usize, i64),
    actions: Vec<String>,
    more_actions: usize,
}

impl Entry {
    /// What is lost on average: annual value x probability, in minor units.
    fn at_risk(&self) -> Option<i128> {
        self.weight().map(|weight| rounded(weight, 10_000))
    }

    fn weight(&self) -> Option<i128> {
        Some(i128::from(self.value?) * i128::from(self.probability_bp))
    }

    /// The riskiest first; ties by probability, then by name.
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        let rank = |entry: &Self| (entry.weight(), entry.probability_bp);
        rank(other)
            .cmp(&rank(self))
            .then_with(|| self.account.cmp(&other.account))
    }
}

/// Turns decisions into the table's entries.
#[derive(Clone, Copy)]
pub(crate) struct Teller<'t> {
    /// The language.
    pub(crate) language: Language,
    /// Whose people do things.
    pub(crate) tenant: &'t Tenant,
}

impl Teller<'_> {
    /// The entry of a decision.
    pub(crate) fn entry(&self, decision: &Decision, name: Option<&str>, worth: Worth) -> Entry {
        let id = &decision.account_id;
        let account = match name {
            Some(name) if name != id => format!("{name} ({id})"),
            _ => id.clone(),
        };
        let todo: Vec<_> = decision
            .actions
            .iter()
            .filter(|action| is_open(action))
            .collect();
        let mut reasons = self.reasons(&decision.contributions);
        let cut = reasons.split_off(reasons.len().min(SHOWN_REASONS));
        Entry {
            account,
            band: decision.risk.band.clone(),
            probability_bp: decision.risk.probability_bp,
            points: decision.risk.points,
            coverage_bp: decision.risk.coverage_bp,
            value: worth.minor,
            reasons,
            more_reasons: (cut.len(), cut.iter().map(|(points, _)| points).sum()),
            actions: todo
                .iter()
                .take(SHOWN_ACTIONS)
                .map(|action| self.action(action))
                .collect(),
            more_actions: todo.len().saturating_sub(SHOWN_ACTIONS),
        }
    }

    /// The reasons, the weightiest first.
    fn reasons(&self, contributions: &[Contribution]) -> Vec<(i64, String)> {
        weighty(contributions)
            .into_iter()
            .map(|contribution| (contribution.points, self.reason(contribution)))
            .collect()
    }

    /// Why something gave points.
    pub(crate) fn reason(&self, contribution: &Contribution) -> String {
        let text = self.text(contribution);
        match &contribution.entity {
            Some(entity) => format!("{text} [{entity}]"),
            None => text,
        }
    }

    /// Why something gave points, without what it is about.
    pub(crate) fn text(&self, contribution: &Contribution) -> String {
        let text = self.language.of(&contribution.reason);
        text.unwrap_or(&contribution.rule).to_owned()
    }

    /// What to do, who does it, and by when.
    pub(crate) fn action(&self, action: &Action) -> String {
        let mut parts = vec![self.title(action)];
        if let Some(assignee) = &action.assignee {
            parts.push(self.assignee(&assignee.role, assignee.owner_id.as_deref()));
        }
        if let Some(due) = action.due {
            let (before, after) = self.language.pick_pair(("by ", ""), ("", "까지"));
            parts.push(format!("{before}{due}{after}"));
        }
        parts.join(" · ")
    }

    /// What an action is called; its kind where it has no title.
    pub(crate) fn title(&self, action: &Action) -> String {
        let title = self
            .language
            .of(&action.title)
            .map_or_else(|| self.language.action(&action.kind), str::to_owned);
        match action.contract_id.as_ref().or(action.entity.as_ref()) {
            Some(subject) => format!("{title} [{subject}]"),
            None => title,
        }
    }

    fn assignee(&self, role: &str, owner: Option<&str>) -> String {
        let role = self.language.role(role);
        let Some(id) = owner else {
            return format!(
                "{role}: {}",
                self.language.pick("nobody found", "담당자 없음")
            );
        };
        format!("{} ({role})", self.person(id))
    }

    /// What somebody is called; the id where the tenant tells no name.
    pub(crate) fn person(&self, id: &str) -> String {
        let owners = self.tenant.owners.as_deref().unwrap_or_default();
        let owner = owners.iter().find(|owner| owner.id.as_str() == id);
        let name = owner.and_then(|owner| owner.name.as_deref());
        name.unwrap_or(id).to_owned()
    }

    /// What a reason for a loss is called; its code where the tenant's tree has no label.
    pub(crate) fn loss_reason(&self, code: &str) -> String {
        if code == NOT_KNOWN {
            let none = ("(no reason on record)", "(기록된 사유 없음)");
            return self.language.pick(none.0, none.1).to_owned();
        }
        let reasons = self.tenant.loss_reasons.as_deref().unwrap_or_default();
        let reason = reasons.iter().find(|reason| reason.code == code);
        let labels = reason.and_then(|reason| reason.label.as_ref());
        let label = labels.and_then(|labels| self.language.of(labels));
        label.unwrap_or(code).to_owned()
    }
}

/// The weightiest first; ties: what speaks for leaving first, then their order.
pub(crate) fn weighty(contributions: &[Contribution]) -> Vec<&Contribution> {
    let mut sorted: Vec<_> = contributions.iter().collect();
    sorted.sort_by_key(|one| std::cmp::Reverse((one.points.abs(), one.points)));
    sorted
}

/// Whether an action still wants doing.
pub(crate) fn is_open(action: &Action) -> bool {
    matches!(action.state.as_str(), "proposed" | "accepted")
}

/// Entries by currency; those without a known value apart.
#[derive(Default)]
pub(crate) struct Table {
    sections: BTreeMap<Option<Currency>, Vec<Entry>>,
}

/// How the table is written.
pub(crate) struct Look {
    /// The language.
    pub(crate) language: Language,
    /// Whether in colour.
    pub(crate) colour: Colour,
    /// The rulebook's bands, the safest first.
    pub(crate) bands: Vec<String>,
    /// At most so many accounts of each currency.
    pub(crate) top: usize,
}

impl Table {
    /// Adds an account.
    pub(crate) fn add(&mut self, entry: Entry, worth: Worth) {
        let section = worth.currency.filter(|_| worth.minor.is_some());
        self.sections.entry(section).or_default().push(entry);
    }

    /// Annual value x probability over all accounts, by currency, in minor units; rounded once.
    pub(crate) fn at_risk(&self) -> impl Iterator<Item = (Currency, i128)> + '_ {
        self.sections.iter().filter_map(|(currency, entries)| {
            let weights = entries.iter().filter_map(Entry::weight);
            Some(((*currency)?, rounded(weights.sum(), 10_000)))
        })
    }

    /// Writes all sections, currencies first.
    pub(crate) fn write(&mut self, out: &mut dyn Write, look: &Look) -> io::Result<()> {
        let unknown = self.sections.remove_entry(&None);
        let known = std::mem::take(&mut self.sections);
        let entries: Vec<_> = known.into_iter().chain(unknown).collect();
        for (currency, mut entries) in entries {
            entries.sort_by(Entry::order);
            look.section(out, currency, &entries)?;
            self.sections.insert(currency, entries);
        }
        Ok(())
    }
}

impl Look {
    /// A look with the bands of an engine's rulebook; a `top` of 0 shows all accounts.
    pub(crate) fn new(language: Language, colour: Colour, engine: &Engine, top: usize) -> Self {
        let bands = &engine.rulebook().risk.bands;
        Self {
            language,
            colour,
            bands: bands.iter().map(|band| band.name.clone()).collect(),
            top: if top == 0 { usize::MAX } else { top },
        }
    }

    fn section(
        &self,
        out: &mut dyn Write,
        currency: Option<Currency>,
        entries: &[Entry],
    ) -> io::Result<()> {
        let shown = entries.len().min(self.top);
        let heading = match currency {
            Some(code) => format!(
                "{code} · {}",
                self.language.pick(
                    "ranked by annual value × probability of leaving",
                    "연간 계약 금액 × 이탈 확률 순"
                )
            ),
            None => self
                .language
                .pick("annual value not known", "연간 계약 금액을 알 수 없음")
                .to_owned(),
        };
        writeln!(out, "{}\n", self.colour.paint(Style::Bold, &heading))?;
        writeln!(
            out,
            "{}",
            self.colour.paint(Style::Dim, self.header().trim_end())
        )?;
        for (rank, entry) in entries.iter().take(shown).enumerate() {
            self.entry(out, rank + 1, entry, currency)?;
        }
        if shown < entries.len() {
            let total = entries.len();
            let line = match self.language {
                Language::En => format!("{shown} of {total} accounts; --top 0 shows all"),
                Language::Ko => format!("{total}개 고객사 중 {shown}개; 모두 보려면 --top 0"),
            };
            writeln!(out, "{}", self.colour.paint(Style::Dim, &line))?;
        }
        writeln!(out)
    }

    fn header(&self) -> String {
        let word = |en, ko| self.language.pick(en, ko);
        columns([
            right("#", 4),
            left(word("account", "고객사"), 32),
            left(word("band", "등급"), 12),
            right(word("prob.", "확률"), 7),
            right(word("points", "점수"), 6),
            right(word("coverage", "판단 범위"), 9),
            right(word("a year", "연간"), 11),
            right(word("at risk", "위험액"), 11),
        ])
    }

    fn entry(
        &self,
        out: &mut dyn Write,
        rank: usize,
        entry: &Entry,
        currency: Option<Currency>,
    ) -> io::Result<()> {
        let amount = |minor: Option<i128>| match (minor, currency) {
            (Some(minor), Some(currency)) => major(minor, currency.exponent()),
            _ => "–".to_owned(),
        };
        let line = columns([
            right(&rank.to_string(), 4),
            self.colour.paint(Style::Bold, &left(&entry.account, 32)),
            self.colour
                .paint(self.style(&entry.band), &left(self.band(&entry.band), 12)),
            right(&percent(entry.probability_bp), 7),
            right(&format!("{:+}", entry.points), 6),
            right(&percent(entry.coverage_bp), 9),
            right(&amount(entry.value.map(i128::from)), 11),
            right(&amount(entry.at_risk()), 11),
        ]);
        writeln!(out, "{}", line.trim_end())?;
        for (points, reason) in &entry.reasons {
            let points = format!("{points:+}");
            for (index, part) in wrap(reason, WIDTH - 12).iter().enumerate() {
                let points = if index == 0 { &points } else { "" };
                writeln!(out, "      {}  {part}", right(points, 4))?;
            }
        }
        let (more, points) = entry.more_reasons;
        if more > 0 {
            let line = match self.language {
                Language::En => format!("and {more} more, {points:+} together"),
                Language::Ko => format!("그 밖에 {more}건, 합계 {points:+}"),
            };
            writeln!(out, "            {}", self.colour.paint(Style::Dim, &line))?;
        }
        for action in &entry.actions {
            for (index, part) in wrap(action, WIDTH - 12).iter().enumerate() {
                writeln!(
                    out,
                    "         {}  {part}",
                    if index == 0 { "→" } else { " " }
                )?;
            }
        }
        if entry.more_actions > 0 {
            let more = entry.more_actions;
            let line = match self.language {
                Language::En => format!("and {more} more: tenure explain"),
                Language::Ko => format!("그 밖에 {more}건: tenure explain"),
            };
            writeln!(out, "            {}", self.colour.paint(Style::Dim, &line))?;
        }
        writeln!(out)
    }

    /// A band as people read it.
    pub(crate) fn band<'b>(&self, band: &'b str) -> &'b str {
        match (self.language, band) {
            (Language::En, band) => band,
            (Language::Ko, "low") => "낮음",
            (Language::Ko, "medium") => "보통",
            (Language::Ko, "high") => "높음",
            (Language::Ko, "critical") => "심각",
            (Language::Ko, INSUFFICIENT) => "정보 부족",
            (Language::Ko, band) => band,
        }
    }

    /// A band's colour, by its place among the bands.
    pub(crate) fn style(&self, band: &str) -> Style {
        if band == INSUFFICIENT {
            return Style::Dim;
        }
        let above = self.bands.iter().rev().position(|name| name == band);
        match above {
            Some(0) => Style::Red,
            Some(1) if self.bands.len() > 2 => Style::Yellow,
            Some(last) if last + 1 == self.bands.len() => Style::Green,
            Some(_) | None => Style::Plain,
        }
    }
}

fn columns(cells: [String; 8]) -> String {
    cells.join(" ")
}
