//! A rulebook in which everything is meant.

use std::fmt;

use crate::source::Source;

/// A rulebook in the making, entry by entry.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// `[[group]]`: id, mode and cap.
    pub(super) groups: Vec<(String, &'static str, Option<i64>)>,
    pub(super) rules: Vec<Rule>,
    /// `[[overlay]]`: condition and target.
    pub(super) overlays: Vec<(String, String)>,
    pub(super) actions: Vec<Action>,
    /// Whole entries besides.
    pub(super) more: Vec<String>,
}

/// A rule: a condition with points, or a signal with bins.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) group: Option<String>,
    pub(super) when: Option<(String, i64)>,
    pub(super) bins: Option<(String, Vec<String>)>,
    pub(super) reason: String,
}

/// An action of one step.
#[derive(Debug, Clone)]
pub(super) struct Action {
    pub(super) id: String,
    pub(super) when: String,
    pub(super) kind: &'static str,
    pub(super) who: String,
    pub(super) step_when: Option<String>,
    pub(super) title: String,
}

/// Signals that the host supplies: name, type and what else is said of them.
const CUSTOM: [&str; 6] = [
    "name = \"custom.seats\"\ntype = \"int\"",
    "name = \"custom.spare\"\ntype = \"int\"",
    "name = \"custom.ratio\"\ntype = \"float\"",
    "name = \"custom.vip\"\ntype = \"bool\"",
    "name = \"custom.plan\"\ntype = \"text\"\nwords = [\"basic\", \"team\", \"pro\"]",
    "name = \"custom.aged\"\ntype = \"int\"\nvalid_for_days = 30",
];

pub(super) fn both(text: &str) -> String {
    format!("{{ en = \"{text}\", ko = \"{text}.\" }}")
}

impl Rule {
    pub(super) fn when(id: &str, when: impl Into<String>, points: i64) -> Self {
        Self {
            id: id.to_owned(),
            group: None,
            when: Some((when.into(), points)),
            bins: None,
            reason: both(id),
        }
    }

    pub(super) fn bins(id: &str, signal: &str, bins: Vec<String>) -> Self {
        Self {
            id: id.to_owned(),
            group: None,
            when: None,
            bins: Some((signal.to_owned(), bins)),
            reason: both(id),
        }
    }

    pub(super) fn of(mut self, group: &str) -> Self {
        self.group = Some(group.to_owned());
        self
    }
}

impl Action {
    pub(super) fn new(id: &str, when: impl Into<String>, kind: &'static str) -> Self {
        Self {
            id: id.to_owned(),
            when: when.into(),
            kind,
            who: "assignee = \"owner\"".to_owned(),
            step_when: None,
            title: both(id),
        }
    }
}

/// Bins of rising borders, the rest among them.
pub(super) fn ladder(source: &mut Source<'_>, first: i64, step: i64) -> Vec<String> {
    let count = 2 + source.between(0, 2);
    let mut bins: Vec<String> = (0..count)
        .map(|number| {
            let border = first + number * step;
            format!("{{ below = {border}, points = {} }}", 9 - 3 * number)
        })
        .collect();
    bins.push("{ points = -4 }".to_owned());
    bins
}

impl Draft {
    pub(super) fn new(source: &mut Source<'_>) -> Self {
        let mut draft = Self::default();
        draft.scorecards(source);
        draft.conditions(source);
        draft.thresholds(source);
        draft.actions(source);
        draft
    }

    /// Bins of signals, each signal once.
    fn scorecards(&mut self, source: &mut Source<'_>) {
        let first = source.between(10, 40);
        let step = source.between(5, 30);
        let bins = ladder(source, first, step);
        self.rules
            .push(Rule::bins("silence", "contact.days_since", bins));
        let mut level = vec![
            "{ is = \"low\", points = 20 }".to_owned(),
            "{ is = [\"mid\", \"high\"], points = -5 }".to_owned(),
        ];
        if source.chance(50) {
            level.push("{ stale = true, points = 3 }".to_owned());
        }
        if source.chance(50) {
            level.push("{ unknown = true, points = 1 }".to_owned());
        }
        self.rules
            .push(Rule::bins("level", "satisfaction.level", level));
        let plan = vec![
            "{ is = \"basic\", points = 6 }".to_owned(),
            "{ points = 0 }".to_owned(),
        ];
        self.rules.push(Rule::bins("plan", "custom.plan", plan));
        let score = [(30, 15), (60, 5)].map(|(border, points)| {
            let border = border + source.between(0, 9);
            format!("{{ below = {border}.5, points = {points} }}")
        });
        let mut score = score.to_vec();
        score.push("{ points = -2 }".to_owned());
        self.rules
            .push(Rule::bins("internal", "satisfaction.internal", score));
    }

    /// Conditions of all kinds, in a group whose cap cuts.
    fn conditions(&mut self, source: &mut Source<'_>) {
        self.groups.push(("trouble".to_owned(), "sum", Some(20)));
        let border = source.between(1, 9);
        let seats = source.between(3, 40);
        let all = [
            format!("complaints.open > {border}"),
            format!("support.escalated >= {border} && !custom.vip"),
            format!(
                "renewal.months_left in {border}..={} && custom.seats < {seats}",
                border + 2
            ),
            format!(
                "custom.seats > {seats} && custom.seats <= {} || custom.vip",
                seats + 10
            ),
            format!("(custom.aged ?? 0) > {border} && is_known(custom.ratio)"),
            format!("usage.trend < -0.{border} || usage.utilisation < 0.{border}"),
            format!("account.industry in [\"saas\", \"retail\"] && billing.days_overdue > {seats}"),
            format!(
                "if custom.vip {{ custom.seats < {border} }} else {{ custom.seats > {seats} }}"
            ),
            "custom.plan != \"pro\" && !is_stale(custom.aged) && purchases.repeat_12m".to_owned(),
            format!("custom.seats + custom.aged > {seats} && custom.aged < custom.seats"),
        ];
        for (number, when) in all.iter().enumerate() {
            if number < 4 || source.chance(70) {
                let points = source.between(5, 15);
                let rule = Rule::when(&format!("trouble-{number}"), when.as_str(), points);
                self.rules.push(rule.of("trouble"));
            }
        }
        let industry = "account.industry == \"saas\"".to_owned();
        self.overlays.push((industry, "trouble".to_owned()));
        self.groups.push(("strongest".to_owned(), "max", None));
        let far = source.between(50, 90);
        self.rules.push(
            Rule::when("strong-far", format!("billing.days_overdue > {far}"), 20).of("strongest"),
        );
        self.rules.push(
            Rule::when(
                "strong-near",
                format!("billing.days_overdue > {}", far / 2),
                8,
            )
            .of("strongest"),
        );
    }

    /// Rules side by side that ask the same number, and leave nothing out.
    fn thresholds(&mut self, source: &mut Source<'_>) {
        let first = source.between(2, 20);
        let second = first + source.between(2, 20);
        let on = "custom.spare";
        for (number, when) in [
            format!("{on} < {first}"),
            format!("{on} >= {first} && {on} < {second}"),
            format!("{on} >= {second}"),
        ]
        .into_iter()
        .enumerate()
        {
            let points = 9 - 4 * number as i64;
            self.rules
                .push(Rule::when(&format!("spare-{number}"), when, points));
        }
        // Nought is neither good nor bad, and whoever says more says it on top.
        self.rules
            .push(Rule::when("upgrades", "movement.upgrades_12m > 0", -3));
        self.rules
            .push(Rule::when("more-upgrades", "movement.upgrades_12m > 2", -3));
        self.rules
            .push(Rule::when("falling", "custom.ratio < 0.0", 5));
        self.rules
            .push(Rule::when("rising", "custom.ratio > 0.0", -5));
    }

    fn actions(&mut self, source: &mut Source<'_>) {
        let days = source.between(30, 90);
        let quiet = format!("contact.days_since >= {days}");
        self.actions.push(Action::new("call", quiet, "owner_todo"));
        let low = "satisfaction.level == \"low\"";
        self.actions.push(Action::new("rescue", low, "assign_csm"));
        let sell = "satisfaction.level == \"high\" && custom.seats > 5";
        self.actions.push(Action::new("sell", sell, "upsell"));
        let mut mail = Action::new(
            "survey",
            "(satisfaction.level ?? \"mid\") == \"mid\"",
            "ask_survey",
        );
        mail.who = "to = \"decision_maker\"".to_owned();
        mail.step_when = Some("(complaints.open_critical ?? 0) == 0".to_owned());
        self.actions.push(mail);
    }
}

impl fmt::Display for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "[rulebook]\nid = \"drafted\"\nversion = \"1.0.0\"\nlanguage = 1\n\n\
             [risk]\nprior = 2500\nhorizon_months = 12\npdo = 20\n\
             bands = [{ name = \"low\", below = 2000 }, { name = \"high\" }]\n",
        )?;
        for signal in CUSTOM {
            write!(f, "\n[[signal]]\n{signal}\n")?;
        }
        for (id, mode, cap) in &self.groups {
            write!(f, "\n[[group]]\nid = \"{id}\"\nmode = \"{mode}\"\n")?;
            if let Some(cap) = cap {
                writeln!(f, "cap = {cap}")?;
            }
        }
        self.rules.iter().try_for_each(|rule| rule.fmt(f))?;
        for (when, group) in &self.overlays {
            write!(
                f,
                "\n[[overlay]]\nwhen = '{when}'\nscale = {{ group = \"{group}\", by = \"13/10\" }}\n"
            )?;
        }
        self.actions.iter().try_for_each(|action| action.fmt(f))?;
        self.more
            .iter()
            .try_for_each(|more| write!(f, "\n{more}\n"))
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n[[rule]]\nid = \"{}\"\n", self.id)?;
        if let Some(group) = &self.group {
            writeln!(f, "group = \"{group}\"")?;
        }
        if let Some((when, points)) = &self.when {
            writeln!(f, "when = '{when}'\npoints = {points}")?;
        }
        if let Some((signal, bins)) = &self.bins {
            writeln!(f, "signal = \"{signal}\"\nbins = [")?;
            bins.iter().try_for_each(|bin| writeln!(f, "    {bin},"))?;
            writeln!(f, "]")?;
        }
        writeln!(f, "reason = {}", self.reason)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let when = match &self.step_when {
            Some(when) => format!(", when = '{when}'"),
            None => String::new(),
        };
        write!(
            f,
            "\n[[action]]\nid = \"{}\"\nkey = \"period:30\"\nwhen = '{}'\nreason = {}\n\
             do = [{{ kind = \"{}\", {}, due = \"3 days\", title = {}{when} }}]\n",
            self.id,
            self.when,
            both(&self.id),
            self.kind,
            self.who,
            self.title,
        )
    }
}
