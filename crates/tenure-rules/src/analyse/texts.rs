//! Texts that lack a language which the others of the same file have.

use std::collections::BTreeMap;

use crate::rulebook::{Judge, Rulebook, Texts};

use super::places::At;
use super::{Analyst, Claim};

/// A language is meant for all texts of a file if so many of them have it, in percent, and more than one.
const MOST_HAVE_IT: usize = 50;

/// A text in its languages, where it stands, and its entry.
struct Written<'r> {
    texts: &'r Texts,
    at: At,
    entry: &'r str,
    source: u16,
}

impl Analyst<'_> {
    pub(super) fn texts(&mut self) {
        let mut written = all_texts(self.rulebook);
        for one in &mut written {
            one.source = self.places.source(&one.at);
        }
        let declared = declared(&written);
        for one in &written {
            let Some(languages) = declared.get(&one.source) else {
                continue;
            };
            let lacks = |language: &&String| {
                let text = one.texts.get(language.as_str());
                text.is_none_or(|text| text.trim().is_empty())
            };
            let missing: Vec<&String> = languages.iter().filter(lacks).collect();
            if !missing.is_empty() {
                self.lacking(one, &missing);
            }
        }
    }

    fn lacking(&mut self, one: &Written<'_>, missing: &[&String]) {
        let missing: Vec<String> = missing.iter().map(|word| format!("`{word}`")).collect();
        let message = format!(
            "this text is missing in {}, which the texts of this file are written in",
            missing.join(" and ")
        );
        let help = "write it in every language: { en = \"…\", ko = \"…\" }";
        self.find_at(
            "missing-text",
            &one.at,
            one.entry,
            message,
            help,
            Claim::Proved,
        );
    }
}

/// Every text that is there in some language, in the order of the text.
fn all_texts(rulebook: &Rulebook) -> Vec<Written<'_>> {
    let mut all = Vec::new();
    let mut add = |texts, at, entry| {
        all.push(Written {
            texts,
            at,
            entry,
            source: 0,
        });
    };
    for (index, rule) in rulebook.rules.iter().enumerate() {
        let at = || At::new("rule", index);
        add(&rule.reason, at().key("reason"), rule.id.as_str());
        if let Judge::Bins { bins, .. } = &rule.judge {
            for (number, bin) in bins.iter().enumerate() {
                if let Some(reason) = &bin.reason {
                    add(
                        reason,
                        at().key("bins").item(number).key("reason"),
                        &rule.id,
                    );
                }
            }
        }
    }
    for (index, action) in rulebook.actions.iter().enumerate() {
        let at = || At::new("action", index);
        add(&action.reason, at().key("reason"), action.id.as_str());
        for (number, step) in action.steps.iter().enumerate() {
            let at = || at().key("do").item(number);
            add(&step.title, at().key("title"), &action.id);
            for (line, text) in step.checklist.iter().enumerate() {
                add(text, at().key("steps").item(line), &action.id);
            }
        }
    }
    all.retain(|one| !one.texts.is_empty());
    all
}

/// The languages of each file.
fn declared(written: &[Written<'_>]) -> BTreeMap<u16, Vec<String>> {
    let mut counts: BTreeMap<u16, (usize, BTreeMap<&String, usize>)> = BTreeMap::new();
    for one in written {
        let (all, languages) = counts.entry(one.source).or_default();
        *all += 1;
        for language in one.texts.keys() {
            *languages.entry(language).or_default() += 1;
        }
    }
    let of_file = |(all, languages): (usize, BTreeMap<&String, usize>)| {
        let many = |count: usize| count > 1 && count * 100 >= all * MOST_HAVE_IT;
        let kept = languages.into_iter().filter(|(_, count)| many(*count));
        kept.map(|(language, _)| language.clone()).collect()
    };
    let files = counts.into_iter();
    files
        .map(|(source, counts)| (source, of_file(counts)))
        .collect()
}
