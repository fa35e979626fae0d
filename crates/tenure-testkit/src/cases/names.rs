//! The names that a case compares by: a misspelt one would compare nothing, and pass.

use tenure::decision::INSUFFICIENT;
use tenure_rules::{ActionRule, PluginBinding, Rulebook, nearest};

use super::file::{File, Then, When};

/// How many names are told where none is near.
const SHOWN: usize = 12;

/// Looks for names that the rulebook does not have.
///
/// # Errors
/// The first of them, with the day, where it stands, and what was meant.
pub(super) fn check(file: &File, rulebook: &Rulebook) -> Result<(), String> {
    let names = Names { rulebook };
    for When { as_of, then, .. } in &file.when {
        names
            .of(then)
            .map_err(|(member, why)| format!("{as_of}, {member}: {why}"))?;
    }
    Ok(())
}

type Wrong = (&'static str, String);

struct Names<'r> {
    rulebook: &'r Rulebook,
}

impl Names<'_> {
    fn of(&self, then: &Then) -> Result<(), Wrong> {
        let wrong = |member| move |why| (member, why);
        if let Some(band) = &then.band {
            self.band(band).map_err(wrong("band"))?;
        }
        for (member, rules) in [("rules", &then.rules), ("all_rules", &then.all_rules)] {
            for rule in rules.iter().flat_map(|rules| rules.keys()) {
                self.rule(rule).map_err(wrong(member))?;
            }
        }
        for (member, lines) in [
            ("new", &then.new),
            ("actions", &then.actions),
            ("closed", &then.closed),
            ("of_tenant", &then.of_tenant),
        ] {
            for line in lines.iter().flatten() {
                self.line(line).map_err(wrong(member))?;
            }
        }
        for name in then.why_not.iter().flat_map(|stages| stages.keys()) {
            self.bare_action(name).map_err(wrong("why_not"))?;
        }
        Ok(())
    }

    fn band(&self, band: &str) -> Result<(), String> {
        let bands = self.rulebook.risk.bands.iter();
        let names = bands.map(|band| band.name.as_str()).chain([INSUFFICIENT]);
        self.find("band", band, names)
    }

    /// A rule; or what caps, the clamp and plugins give points by.
    fn rule(&self, rule: &str) -> Result<(), String> {
        let plugin = |binding: &PluginBinding| {
            let rest = rule.strip_prefix(&binding.id);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
        };
        if self.rulebook.plugins.iter().any(plugin) {
            return Ok(());
        }
        let caps: Vec<String> = self.caps().collect();
        let rules = self.rulebook.rules.iter().map(|rule| rule.id.as_str());
        let names = rules.chain(["clamp"]);
        self.find("rule", rule, names.chain(caps.iter().map(String::as_str)))
    }

    fn caps(&self) -> impl Iterator<Item = String> {
        let groups = self.rulebook.groups.iter();
        groups.map(|group| format!("cap:{}", group.id))
    }

    /// The action and the kind that a line begins with.
    fn line(&self, line: &str) -> Result<(), String> {
        let mut words = line.split_whitespace();
        let action = self.action(words.next().unwrap_or_default())?;
        let kinds = || action.steps.iter().map(|step| step.kind.as_str());
        let Some(kind) = words.next() else {
            let kinds: Vec<&str> = kinds().collect();
            return Err(format!(
                "`{line}` names no kind; `{}` does {}",
                action.id,
                kinds.join(", ")
            ));
        };
        let kind = kind.trim_end_matches(':');
        if kinds().any(|known| known == kind) {
            return Ok(());
        }
        Err(format!(
            "`{}` does no `{kind}`; {}",
            action.id,
            meant(kind, kinds())
        ))
    }

    fn bare_action(&self, name: &str) -> Result<(), String> {
        if self.rulebook.rule(name).is_some() && self.rulebook.action(name).is_none() {
            return Err(format!(
                "`{name}` is a rule; what it gives is compared by `rules`, 0 for nothing"
            ));
        }
        let first = name.split_whitespace().next().unwrap_or_default();
        match self.rulebook.action(first) {
            Some(action) if action.id != name => Err(format!(
                "`{name}` is more than an action's id; write `{first}` alone, which stands for all its steps"
            )),
            Some(_) | None => self.action(name).map(|_| ()),
        }
    }

    fn action(&self, id: &str) -> Result<&ActionRule, String> {
        let names = self.rulebook.actions.iter();
        self.find("action", id, names.map(|action| action.id.as_str()))?;
        let found = self.rulebook.action(id);
        found.ok_or_else(|| format!("there is no action `{id}`"))
    }

    fn find<'n>(
        &self,
        what: &str,
        name: &str,
        names: impl Iterator<Item = &'n str> + Clone,
    ) -> Result<(), String> {
        if names.clone().any(|known| known == name) {
            return Ok(());
        }
        Err(format!(
            "the rulebook `{}` has no {what} `{name}`; {}",
            self.rulebook.id,
            meant(name, names)
        ))
    }
}

fn meant<'n>(name: &str, names: impl Iterator<Item = &'n str> + Clone) -> String {
    match nearest(name, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let rest = names.clone().count().saturating_sub(SHOWN);
            let shown: Vec<&str> = names.take(SHOWN).collect();
            let more = if rest == 0 {
                String::new()
            } else {
                format!(" and {rest} more")
            };
            format!("it has {}{more}", shown.join(", "))
        }
    }
}
