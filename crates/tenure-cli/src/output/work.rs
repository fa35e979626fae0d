//! A list of what is to be done, by whom and by when.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use chrono::NaiveDate;
use serde::Serialize;
use tenure_model::Tenant;

use super::calendar;
use crate::args::WorkFormat;
use crate::facade::Action;
use crate::failure::Failure;
use crate::nearest::did_you_mean;
use crate::render::colour::{Colour, Style};
use crate::render::page::Page;
use crate::render::table::{Teller, is_open};
use crate::render::words::Language;

/// One thing to do.
#[derive(Debug, Serialize)]
pub(crate) struct Item {
    /// The account; absent for what is to be done for the tenant itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) account_id: Option<String>,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) account_name: Option<String>,
    /// The day from which on it is on the list.
    pub(crate) on: NaiveDate,
    /// What is to be done.
    #[serde(flatten)]
    pub(crate) action: Action,
}

impl Item {
    /// Who does it, if anybody is named.
    pub(crate) fn owner(&self) -> Option<&str> {
        self.action.assignee.as_ref()?.owner_id.as_deref()
    }

    /// The account, as people call it; empty for the tenant itself.
    pub(crate) fn account(&self) -> &str {
        let id = self.account_id.as_deref();
        self.account_name.as_deref().or(id).unwrap_or_default()
    }

    /// The account, and what is to be done.
    pub(crate) fn title(&self, teller: &Teller<'_>, between: &str) -> String {
        let title = teller.title(&self.action);
        match self.account() {
            "" => title,
            account => format!("{account}{between}{title}"),
        }
    }

    /// By person (nobody last), due day (none last), account, then as the decision ranks.
    fn order(
        &self,
    ) -> (
        bool,
        Option<&str>,
        bool,
        Option<NaiveDate>,
        NaiveDate,
        Option<&str>,
    ) {
        let (owner, due) = (self.owner(), self.action.due);
        (
            owner.is_none(),
            owner,
            due.is_none(),
            due,
            self.on,
            self.account_id.as_deref(),
        )
    }
}

/// What is to be done.
pub(crate) struct WorkList {
    items: Vec<Item>,
    assignee: Option<String>,
    /// Everybody who has something to do.
    people: BTreeSet<String>,
}

impl WorkList {
    /// An empty list: of everybody, or of one person.
    pub(crate) fn new(assignee: Option<&str>) -> Self {
        Self {
            items: Vec::new(),
            assignee: assignee.map(str::to_owned),
            people: BTreeSet::new(),
        }
    }

    /// Takes in what is to be done for the tenant itself.
    pub(crate) fn add_own(&mut self, on: NaiveDate, actions: impl IntoIterator<Item = Action>) {
        for action in actions {
            self.add(Item {
                account_id: None,
                account_name: None,
                on,
                action,
            });
        }
    }

    /// Takes something in, if it still wants doing, by the person asked for.
    pub(crate) fn add(&mut self, item: Item) {
        self.people.extend(item.owner().map(str::to_owned));
        let wanted = self.assignee.is_none() || item.owner() == self.assignee.as_deref();
        if wanted && is_open(&item.action) {
            self.items.push(item);
        }
    }

    /// Writes the list.
    ///
    /// # Errors
    /// An output that cannot be written, or a person whom nobody names.
    pub(crate) fn write(
        mut self,
        out: &mut dyn Write,
        format: WorkFormat,
        language: Language,
        tenant: &Tenant,
        as_of: NaiveDate,
    ) -> Result<(), Failure> {
        self.check_assignee(tenant)?;
        self.items.sort_by(|a, b| a.order().cmp(&b.order()));
        let teller = Teller { language, tenant };
        match format {
            WorkFormat::Table => table(out, &teller, &self.items, as_of)?,
            WorkFormat::Jsonl => {
                for item in &self.items {
                    serde_json::to_writer(&mut *out, item).map_err(io::Error::from)?;
                    out.write_all(b"\n")?;
                }
            }
            WorkFormat::Csv => csv(out, &teller, &self.items)?,
            WorkFormat::Ics => calendar::write(out, &teller, &self.items, as_of)?,
        }
        Ok(out.flush()?)
    }

    /// Refuses a person whom neither the tenant nor any action names.
    fn check_assignee(&self, tenant: &Tenant) -> Result<(), Failure> {
        let owners = tenant.owners.iter().flatten();
        let owners = owners.map(|owner| owner.id.as_str());
        let known: Vec<&str> = owners
            .chain(self.people.iter().map(String::as_str))
            .collect();
        match self.assignee.as_deref() {
            Some(id) if !known.contains(&id) => Err(Failure::Refused(format!(
                "--assignee {id}: neither the tenant nor any action names that person{}",
                did_you_mean(id, known)
            ))),
            Some(_) | None => Ok(()),
        }
    }
}

/// A heading for each person, then one line for each thing to do.
fn table(
    out: &mut dyn Write,
    teller: &Teller<'_>,
    items: &[Item],
    as_of: NaiveDate,
) -> io::Result<()> {
    let language = teller.language;
    let colour = Colour::wanted(&io::stdout());
    let mut by_person: BTreeMap<(bool, Option<&str>), Vec<&Item>> = BTreeMap::new();
    for item in items {
        let owner = item.owner();
        by_person
            .entry((owner.is_none(), owner))
            .or_default()
            .push(item);
    }
    let mut page = Page::new(out, colour);
    if by_person.is_empty() {
        return page.lead(
            "",
            Style::Plain,
            language.pick("nothing to do", "할 일 없음"),
        );
    }
    for ((_, owner), items) in by_person {
        let name = match owner {
            Some(owner) => teller.person(owner),
            None => language
                .pick(
                    "without a person: sent by the host, or nobody found",
                    "담당자 없음: 자동 발송 또는 미배정",
                )
                .to_owned(),
        };
        page.heading(&format!("{name} · {}", items.len()))?;
        for item in items {
            line(&mut page, teller, item, as_of)?;
        }
    }
    Ok(())
}

fn line(page: &mut Page<'_>, teller: &Teller<'_>, item: &Item, as_of: NaiveDate) -> io::Result<()> {
    let due = item.action.due;
    let style = match due {
        Some(due) if due < as_of => Style::Red,
        Some(due) if due == as_of => Style::Yellow,
        Some(_) | None => Style::Plain,
    };
    let due = due.map_or_else(|| " ".repeat(10), |due| due.to_string());
    let mut text = item.title(teller, " · ");
    if item.action.state != "proposed" {
        text = format!("{text} · {}", item.action.state);
    }
    if item.on > as_of {
        let (before, after) = teller.language.pick_pair(("from ", ""), ("", "부터"));
        text = format!("{text} · {before}{}{after}", item.on);
    }
    page.lead(&format!("  {due}  "), style, &text)
}

const HEADER: [&str; 13] = [
    "owner_id",
    "role",
    "due",
    "on",
    "account_id",
    "account_name",
    "action",
    "kind",
    "state",
    "title",
    "reason",
    "contract_id",
    "key",
];

fn csv(out: &mut dyn Write, teller: &Teller<'_>, items: &[Item]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let mut write = |cells: &[String]| {
        writer
            .write_record(cells)
            .map_err(|error| match error.into_kind() {
                csv::ErrorKind::Io(error) => error,
                other => io::Error::other(format!("{other:?}")),
            })
    };
    write(&HEADER.map(str::to_owned))?;
    for item in items {
        let action = &item.action;
        let role = action
            .assignee
            .as_ref()
            .map(|assignee| assignee.role.clone());
        let reason = teller.language.of(&action.reason).unwrap_or_default();
        write(&[
            item.owner().unwrap_or_default().to_owned(),
            role.unwrap_or_default(),
            action.due.map_or_else(String::new, |due| due.to_string()),
            item.on.to_string(),
            item.account_id.clone().unwrap_or_default(),
            item.account_name.clone().unwrap_or_default(),
            action.action.clone(),
            action.kind.clone(),
            action.state.clone(),
            teller.title(action),
            reason.to_owned(),
            action.contract_id.clone().unwrap_or_default(),
            action.keys.first().cloned().unwrap_or_default(),
        ])?;
    }
    writer.flush()
}
