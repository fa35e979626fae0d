//! What another rulebook would change.

use std::collections::BTreeMap;
use std::io::{self, Write};

use chrono::NaiveDate;
use serde::Serialize;
use tenure_model::{Currency, Tenant};

use super::colour::{Colour, Style};
use super::page::Page;
use super::table::Teller;
use super::text::{left, major, right, rounded, thousands};
use super::words::Language;
use crate::facade::{Appraised, Engine};
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
    /// How many accounts were decided.
    pub(crate) accounts: usize,
    /// How many of them change band.
    pub(crate) band_changes: usize,
    bands: Vec<BandMove>,
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
    pub(crate) fn new(as_of: NaiveDate, engines: [&Engine; 2]) -> Self {
        let [old, new] = engines.map(|engine| {
            let rulebook = engine.rulebook();
            format!("{}@{}", rulebook.id, rulebook.version)
        });
        Self {
            as_of,
            rulebooks: Both { old, new },
            accounts: 0,
            band_changes: 0,
            bands: Vec::new(),
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

    /// Takes in what was counted.
    pub(crate) fn take(
        &mut self,
        bands: BTreeMap<(String, String), usize>,
        actions: BTreeMap<ActionName, Both<usize>>,
        load: BTreeMap<Option<String>, Both<usize>>,
    ) {
        let band = |((from, to), accounts)| BandMove { from, to, accounts };
        self.bands = bands.into_iter().map(band).collect();
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
    fn pick<'w>(&self, en: &'w str, ko: &'w str) -> &'w str {
        self.language.pick(en, ko)
    }

    fn head(&self, page: &mut Page<'_>) -> io::Result<()> {
        let diff = self.diff;
        let Both { old, new } = &diff.rulebooks;
        page.title(&format!("{old} → {new} · {}", diff.as_of))?;
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
        let teller = Teller {
            language: self.language,
            tenant: self.tenant,
        };
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
