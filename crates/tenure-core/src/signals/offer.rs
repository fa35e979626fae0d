//! Offers that could be made to the account, one by one.

use std::collections::BTreeSet;

use tenure_columns::Cell;
use tenure_model::{Id, InteractionKind, Offer};

use super::contact;
use super::line::{Line, lines};
use super::seen::Seen;
use super::view::View;

/// The words of `offer.kind`.
pub const OFFER_KINDS: &[&str] = &["upsell", "cross_sell"];

/// Whether an offer is the next larger product or another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferKind {
    /// The next larger one of a product that the account owns.
    Upsell,
    /// One that goes with a product that the account owns.
    CrossSell,
}

impl OfferKind {
    /// The kind's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upsell => "upsell",
            Self::CrossSell => "cross_sell",
        }
    }
}

/// An offer that could be made to an account.
#[derive(Debug, Clone)]
pub struct StandingOffer<'a> {
    offer: Seen<'a, Offer>,
    kind: OfferKind,
}

impl StandingOffer<'_> {
    /// The offer.
    pub fn offer(&self) -> &Offer {
        &self.offer
    }

    /// Whether it is the next larger product or another one.
    pub fn kind(&self) -> OfferKind {
        self.kind
    }
}

pub(super) const LINES: &[Line] = lines! {
    "offer.kind" Offer Text "" None ["offers"] words OFFER_KINDS,
        "upsell or cross-sell",
        "an offer stands for an account that does not own it (products of contracts in force and of purchases), owns its prerequisites, and owns a product of `upsell_of` (then upsell) or else of `cross_sell_with` (then cross_sell); others give no row"
        => kind;
    "offer.family" Offer Text "" None ["offers"],
        "family of products",
        "the offer's field `family`"
        => family;
    "offer.price" Offer Int "money" None ["offers"],
        "price of a year",
        "the offer's field `price`"
        => price;
    "offer.inquired" Offer Bool "" None ["offers,interactions"],
        "the customer asked about it",
        "whether an interaction of kind inquiry or quote of the last 180 days names it in `product_id`"
        => inquired;
};

/// The offers that stand for an account, by id.
pub(super) fn standing<'a>(view: &View<'a>) -> Vec<StandingOffer<'a>> {
    let owned = owned(view);
    let kind_of = |offer: &Offer| {
        let owns =
            |products: &Option<Vec<Id>>| products.iter().flatten().any(|id| owned.contains(id));
        let prepared = offer
            .prerequisites
            .iter()
            .flatten()
            .all(|id| owned.contains(id));
        match prepared && !owned.contains(&offer.id) {
            true if owns(&offer.upsell_of) => Some(OfferKind::Upsell),
            true if owns(&offer.cross_sell_with) => Some(OfferKind::CrossSell),
            _ => None,
        }
    };
    view.as_of()
        .offers()
        .iter()
        .filter_map(|offer| {
            Some(StandingOffer {
                kind: kind_of(offer)?,
                offer: offer.clone(),
            })
        })
        .collect()
}

/// The products of contracts in force and of purchases.
fn owned<'v>(view: &'v View<'_>) -> BTreeSet<&'v Id> {
    let agreed = view
        .agreements()
        .iter()
        .filter(|agreement| agreement.is_in_force())
        .flat_map(|agreement| agreement.contract().product_ids.iter().flatten());
    let bought = view
        .purchases()
        .iter()
        .filter_map(|purchase| purchase.product_id.as_ref());
    agreed.chain(bought).collect()
}

fn kind(_: &View<'_>, standing: &StandingOffer<'_>) -> Cell<&'static str> {
    Cell::Known(standing.kind.as_str())
}

fn family<'v>(_: &'v View<'_>, standing: &'v StandingOffer<'_>) -> Cell<&'v str> {
    Cell::or_unknown(standing.offer.family.as_deref())
}

fn price(view: &View<'_>, standing: &StandingOffer<'_>) -> Cell<i64> {
    Cell::or_unknown(standing.offer.price.and_then(|price| view.amount(price)))
}

fn inquired(view: &View<'_>, standing: &StandingOffer<'_>) -> Cell<bool> {
    Cell::Known(contact::recent(view, 180).any(|interaction| {
        matches!(
            interaction.kind,
            InteractionKind::Inquiry | InteractionKind::Quote
        ) && interaction.product_id.as_ref() == Some(&standing.offer.id)
    }))
}
