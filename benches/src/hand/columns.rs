//! The columns that the hand-written rules read.

use tenure_columns::{Bitmap, Codes, Column, Data, Frame};
use tenure_rules::Dictionary;

/// Ints and where they are known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ints<'a> {
    pub(super) values: &'a [i16],
    pub(super) known: Known<'a>,
}

/// Floats and where they are known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Floats<'a> {
    pub(super) values: &'a [f64],
    pub(super) known: Known<'a>,
}

/// Bools and where they are known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bools<'a> {
    pub(super) values: &'a Bitmap,
    pub(super) known: Known<'a>,
}

/// Codes and where they are known.
#[derive(Debug, Clone)]
pub(super) struct Words<'a> {
    pub(super) values: &'a [u8],
    pub(super) known: Known<'a>,
    pub(super) stale: Option<&'a Bitmap>,
    dictionary: Vec<String>,
}

impl Words<'_> {
    /// The code of a word; one that no row has, if it does not occur.
    pub(super) fn code(&self, word: &str) -> u8 {
        let code = self.dictionary.iter().position(|known| known == word);
        code.map_or(u8::MAX, |code| code as u8)
    }
}

/// Where values are known; `None`: everywhere.
pub(super) type Known<'a> = Option<&'a Bitmap>;

macro_rules! columns {
    ($($field:ident: $kind:ident = $name:literal),* $(,)?) => {
        /// The columns of a frame, by their meaning.
        #[derive(Debug, Clone)]
        pub struct HandColumns<'a> {
            rows: usize,
            $(pub(super) $field: $kind<'a>,)*
        }

        impl<'a> HandColumns<'a> {
            /// Finds the columns in a frame whose ints fit 16 bits.
            ///
            /// # Panics
            /// If one is missing or of another type.
            pub fn new(dictionary: &Dictionary, frame: &'a Frame) -> Self {
                Self {
                    rows: frame.rows(),
                    $($field: $kind::find(dictionary, frame, $name),)*
                }
            }
        }
    };
}

columns! {
    level: Words = "satisfaction.level",
    drop: Floats = "satisfaction.drop",
    minor_aged: Ints = "complaints.open_minor_aged",
    major: Ints = "complaints.open_major",
    critical: Ints = "complaints.open_critical",
    reopened: Ints = "complaints.reopened",
    complaints: Ints = "complaints.open",
    competitor: Ints = "complaints.open_competitor",
    price: Ints = "complaints.open_price",
    missing_feature: Ints = "complaints.open_missing_feature",
    supply_chain: Ints = "complaints.open_supply_chain",
    terms: Ints = "complaints.open_contract_terms",
    trust: Ints = "complaints.open_trust",
    loss_reason: Bools = "complaints.match_loss_reason",
    breaches: Ints = "support.sla_breaches_90d",
    response: Ints = "support.first_response_minutes_90d",
    target: Ints = "support.first_response_target",
    escalated: Ints = "support.escalated",
    months_left: Ints = "renewal.months_left",
    decided: Bools = "renewal.decided",
    paused: Bools = "renewal.paused",
    auto_renew: Bools = "renewal.auto_renew",
    has_opportunity: Bools = "renewal.has_opportunity",
    passed: Bools = "renewal.passed",
    no_contact: Bools = "renewal.no_contact",
    days_since_contact: Ints = "contact.days_since",
    trainings: Ints = "contact.trainings_90d",
    assigned: Bools = "owner.assigned",
    departed: Bools = "owner.departed",
    vacant: Bools = "owner.vacant",
    days_since_change: Ints = "owner.days_since_change",
    utilisation: Floats = "usage.utilisation",
    trend: Floats = "usage.trend",
    dormant: Bools = "usage.dormant",
    days_overdue: Ints = "billing.days_overdue",
    fee_disputes: Ints = "billing.fee_disputes",
    repeat: Bools = "purchases.repeat_12m",
    tenure_months: Ints = "account.tenure_months",
    previously_churned: Bools = "account.previously_churned",
    downgrades: Ints = "movement.downgrades_12m",
    pause_requests: Ints = "movement.pause_requests_12m",
    notice: Bools = "movement.cancellation_notice",
    upgrades: Ints = "movement.upgrades_12m",
    age_days: Ints = "onboarding.age_days",
    live: Bools = "onboarding.live",
    referrals: Ints = "referrals.count_12m",
    industry: Words = "account.industry",
}

impl HandColumns<'_> {
    /// How many accounts.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }
}

#[expect(clippy::panic, reason = "a bench without its columns measures nothing")]
fn find<'a>(dictionary: &Dictionary, frame: &'a Frame, name: &str) -> &'a Column {
    let column = dictionary
        .find(name)
        .and_then(|id| frame.column(id.index()));
    let Some(column) = column else {
        panic!("there is no column `{name}`");
    };
    column
}

#[expect(clippy::panic, reason = "a bench without its columns measures nothing")]
fn wrong(name: &str) -> ! {
    panic!("the column `{name}` is of another type, or too wide")
}

impl<'a> Ints<'a> {
    fn find(dictionary: &Dictionary, frame: &'a Frame, name: &str) -> Self {
        let column = find(dictionary, frame, name);
        let Data::Int16(values) = column.data() else {
            wrong(name)
        };
        Self {
            values,
            known: column.known(),
        }
    }
}

impl<'a> Floats<'a> {
    fn find(dictionary: &Dictionary, frame: &'a Frame, name: &str) -> Self {
        let column = find(dictionary, frame, name);
        let Data::Float(values) = column.data() else {
            wrong(name)
        };
        Self {
            values,
            known: column.known(),
        }
    }
}

impl<'a> Bools<'a> {
    fn find(dictionary: &Dictionary, frame: &'a Frame, name: &str) -> Self {
        let column = find(dictionary, frame, name);
        let Data::Bool(values) = column.data() else {
            wrong(name)
        };
        Self {
            values,
            known: column.known(),
        }
    }
}

impl<'a> Words<'a> {
    fn find(dictionary: &Dictionary, frame: &'a Frame, name: &str) -> Self {
        let column = find(dictionary, frame, name);
        let Data::Text {
            codes: Codes::Byte(values),
            dictionary,
        } = column.data()
        else {
            wrong(name)
        };
        Self {
            values,
            known: column.known(),
            stale: column.stale(),
            dictionary: dictionary.iter().map(ToString::to_string).collect(),
        }
    }
}
