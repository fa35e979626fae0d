//! `complaints.*`.

use tenure_columns::Cell;
use tenure_model::{Complaint, ComplaintCategory as Category, ComplaintSeverity as Severity};

use super::{Reading, count, int, yes};
use crate::reference::seen::{Seen, all};

impl Seen<'_> {
    /// Whether a complaint is open.
    pub(super) fn complaint_open(&self, complaint: &Complaint) -> bool {
        let day = |moment: tenure_model::Moment| moment.day(self.zone);
        match (complaint.resolved_at, complaint.reopened_at) {
            (None, _) => true,
            (Some(resolved), Some(reopened)) => day(reopened) >= day(resolved),
            (Some(_), None) => false,
        }
    }

    fn open_complaints(&self) -> Vec<&Complaint> {
        all(&self.account.complaints)
            .iter()
            .filter(|complaint| self.complaint_open(complaint))
            .collect()
    }

    fn open_about(&self, categories: &[Category]) -> Reading {
        count(
            self.open_complaints()
                .iter()
                .filter(|complaint| {
                    complaint
                        .category
                        .is_some_and(|category| categories.contains(&category))
                })
                .count(),
        )
    }

    fn open_where(&self, holds: impl Fn(&Complaint) -> bool) -> Reading {
        count(
            self.open_complaints()
                .into_iter()
                .filter(|complaint| holds(complaint))
                .count(),
        )
    }

    pub(super) fn complaints_signal(&self, name: &str) -> Option<Reading> {
        let of = |severity| move |complaint: &Complaint| severity_of(complaint) == severity;
        Some(match name {
            "complaints.open" => self.open_where(|_| true),
            "complaints.open_minor" => self.open_where(of(Severity::Minor)),
            "complaints.open_major" => self.open_where(of(Severity::Major)),
            "complaints.open_critical" => self.open_where(of(Severity::Critical)),
            "complaints.open_minor_aged" => self.open_where(|complaint| {
                severity_of(complaint) == Severity::Minor && self.age(&complaint.opened_at) > 7
            }),
            "complaints.reopened" => self.open_where(|complaint| {
                complaint.reopened_at.is_some()
                    || complaint.reopened_count.is_some_and(|times| times >= 1)
            }),
            "complaints.oldest_days" => self
                .open_complaints()
                .iter()
                .map(|complaint| self.age(&complaint.opened_at))
                .max()
                .map_or(Cell::NotApplicable, int),
            "complaints.open_support" => self.open_about(&[Category::InadequateSupport]),
            "complaints.open_communication" => self.open_about(&[Category::LackOfCommunication]),
            "complaints.open_price" => self.open_about(&[Category::Price]),
            "complaints.open_competitor" => self.open_about(&[Category::Competitor]),
            "complaints.open_missing_feature" => self.open_about(&[Category::MissingFeature]),
            "complaints.open_supply_chain" => self.open_about(&[Category::SupplyChain]),
            "complaints.open_contract_terms" => self.open_about(&[Category::ContractTerms]),
            "complaints.open_fee" => self.open_about(&[Category::Fee]),
            "complaints.open_trust" => {
                self.open_about(&[Category::Trust, Category::OpaqueInformation])
            }
            "complaints.match_loss_reason" => self.matches_loss_reason(),
            _ => return None,
        })
    }

    fn matches_loss_reason(&self) -> Reading {
        let reasons = self
            .tenant
            .facts
            .as_ref()
            .and_then(|facts| facts.top_loss_reasons.as_ref());
        let Some(reasons) = reasons else {
            return Cell::Unknown;
        };
        let top: Vec<&str> = reasons.iter().take(2).map(String::as_str).collect();
        yes(all(&self.account.complaints).iter().any(|complaint| {
            let counts =
                self.complaint_open(complaint) || self.in_last_days(&complaint.opened_at, 180);
            counts
                && complaint
                    .category
                    .and_then(reason_of)
                    .is_some_and(|reason| top.contains(&reason))
        }))
    }
}

fn severity_of(complaint: &Complaint) -> Severity {
    complaint.severity.unwrap_or(Severity::Minor)
}

fn reason_of(category: Category) -> Option<&'static str> {
    match category {
        Category::InadequateSupport => Some("support"),
        Category::LackOfCommunication | Category::OpaqueInformation | Category::Trust => {
            Some("relationship")
        }
        Category::Price | Category::Fee => Some("price"),
        Category::Product | Category::MissingFeature => Some("product"),
        Category::Competitor => Some("competitor"),
        Category::SupplyChain => Some("supply"),
        Category::ContractTerms => Some("contract"),
        Category::Other => None,
    }
}
