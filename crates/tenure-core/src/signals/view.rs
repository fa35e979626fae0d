//! One account on one day.

use std::cell::OnceCell;
use std::fmt;
use std::rc::Rc;

use chrono::NaiveDate;
use tenure_model::{
    Account, ActionRecord, Assignment, Complaint, Contact, Contract, ContractEvent, Currency,
    Handover, Id, Interaction, InteractionKind, Invoice, Money, Opportunity, OwnerRole, Purchase,
    Referral, ScoreSnapshot, SurveyResponse, Ticket, UsageSample,
};

use super::agreement::{self, Agreement};
use super::as_of::AsOf;
use super::kinds::Kinds;
use super::offer::{self, StandingOffer};
use super::seen::{Seen, seen};
use super::usage::{self, Windows};

macro_rules! view {
    ($( $(#[doc = $doc:literal])+ $list:ident : $ty:ty; )+) => {
        /// One account as people of the day could see it: visible records only, once each, in order, without fields
        /// that lie after the day.
        ///
        /// A list that is absent reads as empty here. Lists are read when they are first asked for.
        pub struct View<'a> {
            account: &'a Account,
            as_of: &'a AsOf<'a>,
            given: Kinds,
            agreements: OnceCell<Vec<Agreement<'a>>>,
            currency: OnceCell<Option<Currency>>,
            offers: OnceCell<Vec<StandingOffer<'a>>>,
            windows: OnceCell<Windows>,
            $( $list: OnceCell<Rc<Vec<Seen<'a, $ty>>>>, )+
        }

        impl<'a> View<'a> {
            /// An account on the day of `as_of`.
            pub fn new(account: &'a Account, as_of: &'a AsOf<'a>) -> Self {
                Self {
                    account,
                    as_of,
                    given: Kinds::given(account, as_of.tenant()),
                    agreements: OnceCell::new(),
                    currency: OnceCell::new(),
                    offers: OnceCell::new(),
                    windows: OnceCell::new(),
                    $( $list: OnceCell::new(), )+
                }
            }

            $(
                $(#[doc = $doc])+
                pub fn $list(&self) -> &[Seen<'a, $ty>] {
                    self.$list.get_or_init(|| {
                        Rc::new(seen(self.account.$list.as_ref(), self.as_of.clock()))
                    })
                }
            )+

            /// The account on a [later](AsOf::later) day of the same knowledge: the lists that were read stay as they are.
            pub(crate) fn on<'b>(&self, as_of: &'b AsOf<'b>) -> View<'b>
            where
                'a: 'b,
            {
                let view = View::new(self.account, as_of);
                $(
                    if let Some(list) = self.$list.get() {
                        let list: Rc<Vec<Seen<'b, $ty>>> = list.clone();
                        // Nobody has read the new one yet.
                        let _ = view.$list.set(list);
                    }
                )+
                view
            }
        }
    };
}

view! {
    /// The contacts, by id.
    contacts: Contact;
    /// The contracts, by id; [`View::agreements`] tells where they stand.
    contracts: Contract;
    /// The contracts' events, by day, then in canonical order.
    contract_events: ContractEvent;
    /// The opportunities, by id.
    opportunities: Opportunity;
    /// The survey responses, by day, then in canonical order.
    surveys: SurveyResponse;
    /// The complaints, by id.
    complaints: Complaint;
    /// The tickets, by id.
    tickets: Ticket;
    /// The usage samples, by the end of their windows, then in canonical order.
    usage: UsageSample;
    /// The invoices, by id.
    invoices: Invoice;
    /// The purchases, by day, then in canonical order.
    purchases: Purchase;
    /// The interactions, by day, then in canonical order.
    interactions: Interaction;
    /// The referrals, by day, then in canonical order.
    referrals: Referral;
    /// The assignments, by first day, then in canonical order.
    assignments: Assignment;
    /// The handovers, by the day of their effect, then in canonical order.
    handovers: Handover;
    /// The scores given before, by day, then in canonical order.
    scores: ScoreSnapshot;
    /// The actions proposed before, by day, then in canonical order.
    actions: ActionRecord;
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View")
            .field("account", &self.account.id)
            .field("day", &self.as_of.day())
            .finish_non_exhaustive()
    }
}

impl<'a> View<'a> {
    /// The account as it was handed in: for fields that are not dated. Its lists may hold what is not visible.
    pub fn account(&self) -> &'a Account {
        self.account
    }

    /// The tenant and the day.
    pub fn as_of(&self) -> &'a AsOf<'a> {
        self.as_of
    }

    /// The day.
    pub fn day(&self) -> NaiveDate {
        self.as_of.day()
    }

    /// The record kinds of which there is a list.
    pub(super) fn given(&self) -> Kinds {
        self.given
    }

    /// The contracts as of the day, by id.
    pub fn agreements(&self) -> &[Agreement<'a>] {
        self.agreements.get_or_init(|| agreement::resolve(self))
    }

    /// The contract of an id, as of the day.
    pub fn agreement(&self, id: &Id) -> Option<&Agreement<'a>> {
        let agreements = self.agreements();
        let index = agreements.binary_search_by(|agreement| agreement.id().cmp(id));
        agreements.get(index.ok()?)
    }

    /// The primary contract: the one that `renewal.*` is of at account scope.
    pub fn primary(&self) -> Option<&Agreement<'a>> {
        agreement::primary(self.agreements())
    }

    /// The currency in which amounts of the account are told: the rulebook's, else the account's, else that of its
    /// first contract with an amount.
    pub fn currency(&self) -> Option<Currency> {
        *self.currency.get_or_init(|| {
            let own = self.as_of.currency().or(self.account.currency);
            own.or_else(|| {
                self.contracts()
                    .iter()
                    .filter_map(|contract| {
                        Some((contract.start_date, &contract.id, contract.amount?))
                    })
                    .min_by_key(|(start, id, _)| (*start, *id))
                    .map(|(_, _, amount)| amount.currency)
            })
        })
    }

    /// An amount in the minor units of the account's currency; `None`: unknown.
    pub fn amount(&self, amount: Money) -> Option<i64> {
        self.as_of.convert(amount, self.currency()?)
    }

    /// The day on which the account became a customer: as it says, else the earliest start of a contract.
    pub fn start(&self) -> Option<NaiveDate> {
        self.account.signup_date.or_else(|| {
            self.contracts()
                .iter()
                .filter(|contract| !agreement::is_proposed(contract))
                .map(|contract| contract.start_date)
                .min()
        })
    }

    /// Who looks after the account in a role, by its assignments.
    pub fn assigned(&self, role: OwnerRole) -> Option<&Id> {
        self.assignments()
            .iter()
            .filter(|a| a.role == role && a.to.is_none_or(|to| to >= self.day()))
            .max_by_key(|assignment| (assignment.from, &assignment.owner_id))
            .map(|assignment| &assignment.owner_id)
    }

    /// The account's owner: the sales person assigned, else the one that the account names.
    pub fn owner(&self) -> Option<&Id> {
        self.assigned(OwnerRole::Sales)
            .or(self.account.owner_id.as_ref())
    }

    /// The day of the latest contact: a meeting, call, mail, quote, inquiry or training.
    pub fn last_contact(&self) -> Option<NaiveDate> {
        self.interactions()
            .iter()
            .rev()
            .find(|interaction| is_contact(interaction.kind))
            .map(Seen::day)
    }

    /// The offers that could be made to the account, by id.
    pub fn offers(&self) -> &[StandingOffer<'a>] {
        self.offers.get_or_init(|| offer::standing(self))
    }

    /// The use of the main metric in the last 30 days and in the 30 before.
    pub(super) fn windows(&self) -> Windows {
        *self.windows.get_or_init(|| usage::windows(self))
    }
}

fn is_contact(kind: InteractionKind) -> bool {
    match kind {
        InteractionKind::Meeting
        | InteractionKind::Call
        | InteractionKind::Email
        | InteractionKind::Quote
        | InteractionKind::Inquiry
        | InteractionKind::Training => true,
        InteractionKind::Note | InteractionKind::Promotion | InteractionKind::Newsletter => false,
    }
}
