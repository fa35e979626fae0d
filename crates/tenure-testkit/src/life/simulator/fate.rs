//! What becomes of the keys that came in open.

use tenure_model::{Account, ActionStatus};

use super::facts::{base_of, may_mail, rule_of};
use super::{Flaw, Item, Simulator, Standing, Want};

/// What becomes of a key that came in open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Listed,
    Waits,
    Closed(&'static str),
}

impl Simulator {
    /// What becomes of the keys that came in open: key by key, the item and its fate.
    pub(super) fn fates(
        &self,
        wants: &[Want],
        standing: &[Standing],
        account: &Account,
    ) -> Vec<(usize, String, Fate)> {
        let mut fates = Vec::new();
        for (index, item) in self
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.is_open())
        {
            for key in &item.keys {
                let fate = self.fate(item, key, wants, standing, account);
                fates.push((index, key.clone(), fate));
            }
        }
        fates
    }

    fn fate(
        &self,
        item: &Item,
        key: &str,
        wants: &[Want],
        standing: &[Standing],
        account: &Account,
    ) -> Fate {
        let blind =
            account.contracts.is_none() && matches!(rule_of(key), "t3" | "t1" | "lost" | "check");
        if blind {
            return if self.flaw == Flaw::ClosesBlindly {
                Fate::Closed("auto_closed")
            } else {
                Fate::Waits
            };
        }
        let pairs = || wants.iter().zip(standing);
        if let Some((want, standing)) = pairs().find(|(want, _)| want.key == key) {
            return match (want.due, standing) {
                (None, _) if self.flaw == Flaw::ClosesBlindly => Fate::Closed("auto_closed"),
                (None, _) => Fate::Waits,
                (Some(false), _) if want.paused => Fate::Waits,
                (Some(false), _) if self.flaw == Flaw::NeverCloses => Fate::Waits,
                (Some(false), _) => Fate::Closed("auto_closed"),
                (Some(true), Standing::Stopped) => Fate::Waits,
                (Some(true), _) => Fate::Listed,
            };
        }
        // Another anchor or another episode by now.
        let heir = pairs().find(|(want, _)| want.base == base_of(key));
        match heir {
            None => Fate::Closed("auto_closed"),
            Some((heir, _)) if heir.due.is_none() => Fate::Waits,
            Some((heir, _)) if heir.paused => Fate::Waits,
            Some((heir, _))
                if heir.due == Some(true)
                    && item.status == ActionStatus::Snoozed
                    && self.told(&heir.key).is_none()
                    && (!heir.message || may_mail(account)) =>
            {
                Fate::Waits
            }
            Some((heir, _)) if heir.rule == "low" && heir.due == Some(false) => {
                Fate::Closed("auto_closed")
            }
            Some((heir, _)) if heir.decided => Fate::Closed("auto_closed"),
            Some(_) => Fate::Closed("moved"),
        }
    }
}
