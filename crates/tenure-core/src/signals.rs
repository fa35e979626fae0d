//! Signals: scalars as of a day, derived from records.
//!
//! [`AsOf`] is the tenant on one day, [`View`] one account as people of that day could see it. Derivations read views
//! and nothing else, so none of them can see the future. [`Deriver`] turns accounts into columns; [`FactsBuilder`]
//! adds up what is known of the whole portfolio.

mod account;
mod agreement;
mod as_of;
mod billing;
mod complaint;
mod complaints;
mod contact;
mod contract;
mod derive;
mod dictionary;
mod facts;
mod history;
mod kinds;
mod levers;
mod line;
mod loss;
mod money;
mod movement;
mod next;
mod offer;
mod onboarding;
mod opportunity;
mod owner;
mod purchases;
mod renewal;
mod risk;
mod satisfaction;
mod seen;
mod sums;
mod support;
mod tenant;
mod usage;
mod view;
mod visible;

pub use agreement::Agreement;
pub use as_of::{AsOf, UnknownZone};
pub use complaints::is_open;
pub use derive::{Derived, Deriver, Deriving, ListState, Rows, Warning};
pub use dictionary::{DICTIONARY_VERSION, built_in};
pub use facts::{FactsBuilder, FactsCounts, facts};
pub(crate) use levers::{all_levers, custom_values, with_custom};
pub(crate) use next::{Edges, Sweep, Watches, contracts_stand_until};
pub use offer::{OFFER_KINDS, OfferKind, StandingOffer};
pub use satisfaction::LEVELS;
pub(crate) use satisfaction::level_on;
pub use seen::Seen;
pub use view::View;
