//! What another rulebook would change.

use std::collections::BTreeMap;
use std::io::{self, Write};

use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use tenure_model::{Currency, Tenant};

use super::colour::{Colour, Style};
use super::page::Page;
use super::table::Teller;
use super::text::{left, major, right, rounded, thousands};
use super::words::Language;
use crate::facade::{Appraised, Contribution, Engine};
use crate::failure::Failure;

/// So many accounts are told one by one to people; the JSON has all.
const TOLD: usize = 20;

/// Something by the old rulebook and by the new one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub(crate) struct Both<T> {
    pub(crate) old: T,
    pub(crate) new: T,
}

/// An action rule and a kind of thing to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct ActionName {
    pub(crate) action: String,
    pub(crate) kind: String,
}

/// An account that changes band or actions.
#[derive(Debug, Serialize)]
pub(crate) struct AccountDiff {
    pub(crate) account_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    pub(crate) band: Both<String>,
    pub(crate) points: Both<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) actions_added: Vec<ActionName>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) actions_removed: Vec<ActionName>,
}

/// A rule that gives other points than before, over all accounts.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RuleDiff {
    rule: String,
    /// To how many accounts it gives other points.
    accounts: usize,
    /// What it gives to all of them together.
    points: Both<i64>,
    /// The first of them.
    example: RuleExample,
}

/// What a rule gives to one account, and why.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RuleExample {
    pub(crate) account_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    pub(crate) points: Both<i64>,
    /// What gave the points; where none are given any more, what gave them.
    #[serde(rename = "reason", serialize_with = "reason_only")]
    pub(crate) because: Contribution,
}

fn reason_only<S: Serializer>(because: &Contribution, to: S) -> Result<S::Ok, S::Error> {
    because.reason.serialize(to)
}

#[derive(Debug, Serialize)]
struct BandMove {
    from: String,
    to: String,
    accounts: usize,
}

#[derive(Debug, Serialize)]
struct ActionDiff {
    #[serde(flatten)]
    name: ActionName,
    added: usize,
    removed: usize,
}

#[derive(Debug, Serialize)]
struct LoadDiff {
    /// Absent for what nobody is named for.
    owner_id: Option<String>,
    #[serde(flatten)]
    actions: Both<usize>,
}

/// Annual value x probability, in minor units; exact sums, divided when they are told.
#[derive(Debug, Serialize)]
struct AtRisk {
    currency: Currency,
    old_minor: i128,
    new_minor: i128,
}

/// What another rulebook would change.
#[derive(Debug, Serialize)]
pub(crate) struct Diff {
    as_of: NaiveDate,
    rulebooks: Both<String>,
    /// Where they were read from.
    #[serde(skip)]
    files: Both<String>,
    /// How many accounts were decided.
    pub(crate) accounts: usize,
    /// How many of them change band.
    pub(crate) band_changes: usize,
    bands: Vec<BandMove>,
    /// How many accounts get other points, whether or not that changes their band.
    pub(crate) points_changes: usize,
    rules: Vec<RuleDiff>,
    actions: Vec<ActionDiff>,
    load: Vec<LoadDiff>,
    revenue_at_risk: Vec<AtRisk>,
    #[serde(skip)]
    sums: BTreeMap<Currency, Both<i128>>,
    /// The accounts that change band or actions, in the order of the input.
    pub(crate) changed: Vec<AccountDiff>,
}

impl Diff {
    /// Of an old and a new rulebook, before any account.
    pub(crate) fn new(as_of: NaiveDate, engines: [&Engine; 2], files: [String; 2]) -> Self {
        let [old, new] = engines.map(|engine| {
            let rulebook = engine.rulebook();
            format!("{}@{}", rulebook.id, rulebook.version)
        });
        let [from, to] = files;
        Self {
            as_of,
            rulebooks: Both { old, new },
            files: Both { old: from, new: to },
            accounts: 0,
            band_changes: 0,
            bands: Vec::new(),
            points_changes: 0,
            rules: Vec::new(),
            actions: Vec::new(),
            load: Vec::new(),
            revenue_at_risk: Vec::new(),
            sums: BTreeMap::new(),
            changed: Vec::new(),
        }
    }

    /// Adds what an account is worth and how likely it leaves.
    pub(crate) fn at_risk(
        &mut self,
        appraised: &Appraised,
        of: impl FnOnce(&mut Both<i128>) -> &mut i128,
    ) {
        if let (Some(minor), Some(currency)) = (appraised.annual_value, appraised.currency) {
            let probability_bp = appraised.decision.risk.probability_bp;
            *of(self.sums.entry(currency).or_default()) +=
                i128::from(minor) * i128::from(probability_bp);
        }
    }

    /// Counts what a rule gives to an account, where that is not what it gave before.
    pub(crate) fn rule(&mut self, rule: &str, example: RuleExample) {
        match self.rules.iter_mut().find(|known| known.rule == rule) {
            Some(known) => {
                known.accounts += 1;
                known.points.old += example.points.old;
                known.points.new += example.points.new;
            }
            None => self.rules.push(RuleDiff {
                rule: rule.to_owned(),
                accounts: 1,
                points: example.points.clone(),
                example,
            }),
        }
    }

    /// Takes in what was counted.
    pub(crate) fn take(
        &mut self,
        bands: BTreeMap<(String, String), usize>,
        actions: BTreeMap<ActionName, Both<usize>>,
        load: BTreeMap<Option<String>, Both<usize>>,
    ) {
        let band = |((from, to), accounts)| BandMove { from, to, accounts };
        self.bands = bands.into_iter().map(band).collect();
        self.rules
            .sort_by(|one, other| (other.accounts, &one.rule).cmp(&(one.accounts, &other.rule)));
        let action = |(name, count): (ActionName, Both<usize>)| ActionDiff {
            name,
            added: count.new,
            removed: count.old,
        };
        self.actions = actions.into_iter().map(action).collect();
        let owner = |(owner_id, actions)| LoadDiff { owner_id, actions };
        self.load = load.into_iter().map(owner).collect();
        let sum = |(currency, sum): (&Currency, &Both<i128>)| AtRisk {
            currency: *currency,
            old_minor: rounded(sum.old, 10_000),
            new_minor: rounded(sum.new, 10_000),
        };
        self.revenue_at_risk = self.sums.iter().map(sum).collect();
    }

    /// How many actions the new rulebook adds.
    pub(crate) fn actions_added(&self) -> usize {
        self.actions.iter().map(|action| action.added).sum()
    }

    /// How many actions the new rulebook takes away.
    pub(crate) fn actions_removed(&self) -> usize {
        self.actions.iter().map(|action| action.removed).sum()
    }

    /// For programs.
    pub(crate) fn write_json(&self, mut out: &mut dyn Write) -> Result<(), Failure> {
        serde_json::to_writer_pretty(&mut out, self).map_err(io::Error::from)?;
        writeln!(out)?;
        Ok(out.flush()?)
    }

    /// For people.
    pub(crate) fn write(
        &self,
        out: &mut dyn Write,
        language: Language,
        tenant: &Tenant,
    ) -> Result<(), Failure> {
        let mut page = Page::new(out, Colour::wanted(&io::stdout()));
        let sheet = Sheet {
            diff: self,
            language,
            tenant,
        };
        sheet.head(&mut page)?;
        sheet.rules(&mut page)?;
        sheet.changed(&mut page)?;
        sheet.actions(&mut page)?;
        sheet.load(&mut page)?;
        sheet.at_risk(&mut page)?;
        Ok(out.flush()?)
    }
}

struct Sheet<'d> {
    diff: &'d Diff,
    language: Language,
    tenant: &'d Tenant,
}

impl Sheet<'_> {
    fn teller(&self) -> Teller<'_> {
        Teller {
            language: self.language,
            tenant: self.tenant,
        }
    }

    fn pick<'w>(&self, en: &'w str, ko: &'w str) -> &'w str {
        self.language.pick(en, ko)
    }

    fn head(&self, page: &mut Page<'_>) -> io::Result<()> {
        let diff = self.diff;
        page.title(&format!("{} · {}", self.rulebooks(), diff.as_of))?;
        page.pair(
            self.pick("accounts", "고객"),
            &thousands(diff.accounts as i128),
        )?;
        let share = rounded(
            diff.band_changes as i128 * 1_000,
            diff.accounts.max(1) as i128,
        );
        let changes = format!("{} ({}.{} %)", diff.band_changes, share / 10, share % 10);
        page.pair(self.pick("band changes", "등급 변경"), &changes)?;
        for moved in &diff.bands {
            let text = format!("{} → {}: {}", moved.from, moved.to, moved.accounts);
            page.lead("      ", Style::Plain, &text)?;
        }
        page.pair(
            self.pick("other points", "점수 변경"),
            &thousands(diff.points_changes as i128),
        )
    }

    /// Both by their names, or by their files where a copy has the name of what it was copied from.
    fn rulebooks(&self) -> String {
        let Both { old, new } = &self.diff.rulebooks;
        if old != new {
            return format!("{old} → {new}");
        }
        let Both { old: from, new: to } = &self.diff.files;
        format!("{from} → {to} ({old})")
    }

    fn rules(&self, page: &mut Page<'_>) -> io::Result<()> {
        if self.diff.rules.is_empty() {
            return Ok(());
        }
        page.heading(self.pick("rules that give other points", "점수가 달라지는 규칙"))?;
        let teller = self.teller();
        for rule in &self.diff.rules {
            let RuleDiff {
                accounts,
                points: Both { old, new },
                example,
                ..
            } = rule;
            let what = match self.language {
                Language::En if *accounts == 1 => "1 account".to_owned(),
                Language::En => format!("{accounts} accounts"),
                Language::Ko => format!("고객 {accounts}곳"),
            };
            let text = format!("{what}: {old:+} → {new:+}");
            page.lead(
                &format!("  {}  ", left(&rule.rule, 34)),
                Style::Plain,
                &text,
            )?;
            let name = example.name.as_deref().unwrap_or(&example.account_id);
            let Both { old, new } = example.points;
            let reason = teller.text(&example.because);
            let text = format!(
                "{} {name}: {old:+} → {new:+} · {reason}",
                self.pick("such as", "예:")
            );
            page.lead("      ", Style::Dim, &text)?;
        }
        Ok(())
    }

    fn changed(&self, page: &mut Page<'_>) -> io::Result<()> {
        let moved = self
            .diff
            .changed
            .iter()
            .filter(|one| one.band.old != one.band.new);
        let moved: Vec<&AccountDiff> = moved.collect();
        if moved.is_empty() {
            return Ok(());
        }
        page.heading(self.pick("accounts that change band", "등급이 바뀌는 고객"))?;
        for one in moved.iter().take(TOLD) {
            let name = one.name.as_deref().unwrap_or(&one.account_id);
            let text = format!(
                "{} → {} ({:+} → {:+})",
                one.band.old, one.band.new, one.points.old, one.points.new
            );
            page.lead(&format!("  {}  ", left(name, 34)), Style::Plain, &text)?;
        }
        if let Some(more) = moved.len().checked_sub(TOLD).filter(|more| *more > 0) {
            let (before, after) = self.language.pick_pair(("and ", " more"), ("외 ", "건"));
            page.lead("  ", Style::Dim, &format!("{before}{more}{after}"))?;
        }
        Ok(())
    }

    fn actions(&self, page: &mut Page<'_>) -> io::Result<()> {
        page.heading(self.pick("actions added and taken away", "추가되거나 없어지는 조치"))?;
        if self.diff.actions.is_empty() {
            return page.lead("  ", Style::Dim, self.pick("none", "없음"));
        }
        for action in &self.diff.actions {
            let name = format!(
                "{} · {}",
                action.name.action,
                self.language.action(&action.name.kind)
            );
            let text = format!("+{} −{}", action.added, action.removed);
            page.lead(&format!("  {}  ", left(&name, 50)), Style::Plain, &text)?;
        }
        Ok(())
    }

    fn load(&self, page: &mut Page<'_>) -> io::Result<()> {
        page.heading(self.pick("actions of each person", "담당자별 조치"))?;
        let teller = self.teller();
        for load in &self.diff.load {
            let nobody = || self.pick("without a person", "담당자 없음").to_owned();
            let name = load
                .owner_id
                .as_deref()
                .map_or_else(nobody, |id| teller.person(id));
            let Both { old, new } = load.actions;
            let text = format!("{} → {}", right(&old.to_string(), 5), new);
            page.lead(&format!("  {}  ", left(&name, 34)), Style::Plain, &text)?;
        }
        Ok(())
    }

    fn at_risk(&self, page: &mut Page<'_>) -> io::Result<()> {
        page.heading(self.pick("annual revenue at risk", "이탈 위험 연 매출"))?;
        for sum in &self.diff.revenue_at_risk {
            let whole = |minor| major(minor, sum.currency.exponent());
            let text = format!("{} → {}", whole(sum.old_minor), whole(sum.new_minor));
            page.lead(
                &format!("  {}  ", left(&sum.currency.to_string(), 4)),
                Style::Plain,
                &text,
            )?;
        }
        Ok(())
    }
}
