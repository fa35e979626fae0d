//! What comes next, and what would change it.

use std::io;

use chrono::NaiveDate;

use super::colour::Style;
use super::explain::{Telling, value};
use super::page::Page;
use crate::facade::{ActionFace, Move, NextChange};

impl Telling<'_> {
    /// The next change that comes by itself.
    pub(crate) fn ahead(
        &self,
        page: &mut Page<'_>,
        as_of: NaiveDate,
        change: Option<&NextChange>,
    ) -> io::Result<()> {
        let pick = |en, ko| self.look.language.pick(en, ko);
        page.heading(pick("if nothing else happens", "아무 일도 없다면"))?;
        let Some(change) = change else {
            let none = pick("nothing changes within a year", "1년 안에 바뀌는 것 없음");
            return page.lead("  ", Style::Dim, none);
        };
        let days = (change.on - as_of).num_days();
        let (before, after) = self
            .look
            .language
            .pick_pair(("in ", " days"), ("", "일 후"));
        page.pair(
            pick("next change", "다음 변화"),
            &format!("{}, {before}{days}{after}", change.on),
        )?;
        let (points, band) = (&change.points, &change.band);
        if points.from != points.to {
            let text = format!("{:+} → {:+}", points.from, points.to);
            page.pair(pick("points", "점수"), &text)?;
        }
        if band.from != band.to {
            let (from, to) = (self.look.band(&band.from), self.look.band(&band.to));
            page.pair(pick("band", "등급"), &format!("{from} → {to}"))?;
        }
        let name = |action: &ActionFace| {
            format!(
                "{} · {}",
                action.action,
                self.look.language.action(&action.kind)
            )
        };
        for action in &change.actions_added {
            page.lead("  +  ", Style::Plain, &name(action))?;
        }
        for action in &change.actions_removed {
            page.lead("  −  ", Style::Plain, &name(action))?;
        }
        for closed in &change.closed {
            page.lead(
                "  ×  ",
                Style::Plain,
                &format!("{} · {}", closed.key, closed.state),
            )?;
        }
        Ok(())
    }

    /// What people can move to leave the band, the smallest change first.
    pub(crate) fn moves(&self, page: &mut Page<'_>, moves: &[Move]) -> io::Result<()> {
        let pick = |en, ko| self.look.language.pick(en, ko);
        page.heading(pick("what would change the band", "등급을 바꿀 수 있는 것"))?;
        if moves.is_empty() {
            let none = pick(
                "no one thing that people can move",
                "하나만으로 바꿀 수 있는 것 없음",
            );
            return page.lead("  ", Style::Dim, none);
        }
        for one in moves {
            let (from, to) = (self.look.band(&one.band.from), self.look.band(&one.band.to));
            let text = format!(
                "{} → {} · {from} → {to} ({:+} → {:+})",
                value(&one.from),
                value(&one.to),
                one.points.from,
                one.points.to
            );
            page.lead(&format!("  {:<34}  ", one.signal), Style::Plain, &text)?;
        }
        Ok(())
    }
}
