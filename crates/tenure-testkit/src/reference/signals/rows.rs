//! Signals of one contract, complaint, opportunity or offer, and which of those there are.

use tenure_columns::Cell;
use tenure_model::{
    BillingPeriod, Complaint, ComplaintCategory, ComplaintSeverity, Contract, ContractKind, Id,
    InteractionKind, Money, Offer, Opportunity, OpportunityStatus, RecordKind, months_between,
};
use tenure_rules::Scope;

use super::{Entity, Reading, count, int, int_field, text, text_field, yes};
use crate::reference::contracts::months_of_term;
use crate::reference::seen::{Seen, all};

/// The rows of a scope.
pub(crate) enum Rows<'s> {
    /// These, in the order of their ids.
    Known(Vec<Entity<'s>>),
    /// The list is absent.
    Unknown,
    /// The host keeps no such records.
    NotKept,
}

/// The kind of record that a row of a scope is; `None` for the wide scopes.
pub(crate) fn kind_of(scope: Scope) -> Option<RecordKind> {
    match scope {
        Scope::Tenant | Scope::Account => None,
        Scope::Contract => Some(RecordKind::Contracts),
        Scope::Complaint => Some(RecordKind::Complaints),
        Scope::Opportunity => Some(RecordKind::Opportunities),
        Scope::Offer => Some(RecordKind::Offers),
    }
}

impl Seen<'_> {
    /// The rows of a scope.
    pub(crate) fn rows(&self, scope: Scope) -> Rows<'_> {
        let Some(kind) = kind_of(scope) else {
            return Rows::Known(vec![Entity::Account]);
        };
        if !self.keeps(kind) {
            return Rows::NotKept;
        }
        if !self.has_list(kind) {
            return Rows::Unknown;
        }
        let mut rows = self.entities(scope);
        rows.sort_by(|a, b| a.id().cmp(&b.id()));
        Rows::Known(rows)
    }

    fn entities(&self, scope: Scope) -> Vec<Entity<'_>> {
        let account = &self.account;
        match scope {
            Scope::Tenant | Scope::Account => vec![Entity::Account],
            Scope::Contract => all(&account.contracts)
                .iter()
                .map(Entity::Contract)
                .collect(),
            Scope::Complaint => all(&account.complaints)
                .iter()
                .map(Entity::Complaint)
                .collect(),
            Scope::Opportunity => all(&account.opportunities)
                .iter()
                .map(Entity::Opportunity)
                .collect(),
            Scope::Offer => all(&self.tenant.offers)
                .iter()
                .filter_map(|offer| Some(Entity::Offer(offer, self.stands(offer)?)))
                .collect(),
        }
    }

    /// The products that the account has.
    fn owned(&self) -> Vec<&Id> {
        let contracted = all(&self.account.contracts)
            .iter()
            .filter(|contract| self.in_force(contract))
            .flat_map(|contract| all(&contract.product_ids));
        let bought = all(&self.account.purchases)
            .iter()
            .filter_map(|purchase| purchase.product_id.as_ref());
        contracted.chain(bought).collect()
    }

    /// Whether an offer stands, and if so, whether it is an upsell.
    fn stands(&self, offer: &Offer) -> Option<bool> {
        let owned = self.owned();
        let owns = |id: &Id| owned.contains(&id);
        let fits = !owns(&offer.id) && all(&offer.prerequisites).iter().all(owns);
        let upsell = all(&offer.upsell_of).iter().any(owns);
        let cross_sell = all(&offer.cross_sell_with).iter().any(owns);
        (fits && (upsell || cross_sell)).then_some(upsell)
    }

    pub(super) fn offers_that_stand(&self) -> Reading {
        count(self.entities(Scope::Offer).len())
    }

    pub(super) fn row_signal(&self, name: &str, entity: Entity<'_>) -> Option<Reading> {
        match entity {
            Entity::Account => None,
            Entity::Contract(contract) => self.contract_signal(name, contract),
            Entity::Complaint(complaint) => self.complaint_signal(name, complaint),
            Entity::Opportunity(opportunity) => self.opportunity_signal(name, opportunity),
            Entity::Offer(offer, upsell) => self.offer_signal(name, offer, upsell),
        }
    }

    fn money(&self, amount: Option<&Money>) -> Reading {
        int_field(amount.and_then(|amount| self.converted(amount)))
    }

    fn contract_signal(&self, name: &str, contract: &Contract) -> Option<Reading> {
        Some(match name {
            "contract.annual_value" => int_field(self.annual_value(contract)),
            "contract.status" => text(self.status(contract).as_str()),
            "contract.kind" => text_field(contract.kind.map(ContractKind::as_str)),
            "contract.billing_period" => text(
                contract
                    .billing_period
                    .unwrap_or(BillingPeriod::Annual)
                    .as_str(),
            ),
            "contract.in_force" => yes(self.in_force(contract)),
            "contract.age_months" => int(months_between(contract.start_date, self.day)),
            "contract.term_months" => months_of_term(contract).map_or(Cell::NotApplicable, int),
            "contract.discount_bp" => int(contract.discount_bp.unwrap_or(0)),
            "contract.days_since_lost" => self.days_since_lost(contract),
            "contract.loss_reason" => self.loss_reason(contract),
            "contract.todo_overdue_days" => self.todo_overdue(contract),
            _ => return None,
        })
    }

    fn complaint_signal(&self, name: &str, complaint: &Complaint) -> Option<Reading> {
        Some(match name {
            "complaint.open" => yes(self.complaint_open(complaint)),
            "complaint.severity" => text(
                complaint
                    .severity
                    .unwrap_or(ComplaintSeverity::Minor)
                    .as_str(),
            ),
            "complaint.category" => text_field(complaint.category.map(ComplaintCategory::as_str)),
            "complaint.age_days" => int(self.age(&complaint.opened_at)),
            "complaint.answered" => {
                yes(complaint.first_response_at.is_some() || complaint.resolved_at.is_some())
            }
            _ => return None,
        })
    }

    fn opportunity_signal(&self, name: &str, opportunity: &Opportunity) -> Option<Reading> {
        let status = opportunity.status.unwrap_or(OpportunityStatus::Open);
        Some(match name {
            "opportunity.pipeline" => text(opportunity.pipeline.as_str()),
            "opportunity.status" => text(status.as_str()),
            "opportunity.stage" => text_field(opportunity.stage.as_deref()),
            "opportunity.amount" => {
                let agreed = opportunity
                    .amount_final
                    .filter(|_| status != OpportunityStatus::Open);
                let amount = agreed
                    .or(opportunity.amount_forecast)
                    .or(opportunity.amount_target);
                self.money(amount.as_ref())
            }
            "opportunity.days_to_due" => opportunity
                .due_date
                .map_or(Cell::NotApplicable, |due| int(-self.days_since(due))),
            "opportunity.probability_bp" => int_field(opportunity.probability_bp),
            "opportunity.days_since_closed" => opportunity
                .closed_on
                .map_or(Cell::NotApplicable, |closed| int(self.days_since(closed))),
            "opportunity.reason_told" => yes(opportunity.reason_id.is_some()),
            "opportunity.has_renewal" => self.has_renewal_beside(opportunity),
            _ => return None,
        })
    }

    fn offer_signal(&self, name: &str, offer: &Offer, upsell: bool) -> Option<Reading> {
        Some(match name {
            "offer.kind" => text(if upsell { "upsell" } else { "cross_sell" }),
            "offer.family" => text_field(offer.family.as_deref()),
            "offer.price" => self.money(offer.price.as_ref()),
            "offer.inquired" => yes(all(&self.account.interactions).iter().any(|interaction| {
                matches!(
                    interaction.kind,
                    InteractionKind::Inquiry | InteractionKind::Quote
                ) && interaction.product_id.as_ref() == Some(&offer.id)
                    && self.in_last_days(&interaction.at, 180)
            })),
            _ => return None,
        })
    }
}
