//! Invoices, purchases and referrals.

use chrono::NaiveDate;

use crate::check::Checker;
use crate::money::Money;
use crate::record::{record, words};
use crate::values::{Id, Moment};

words! {
    /// Where an invoice stands.
    pub enum InvoiceStatus {
        /// To be paid.
        Open = "open",
        /// Paid.
        Paid = "paid",
        /// Cancelled.
        Void = "void",
        /// Given up.
        WrittenOff = "written_off",
    }
}

record! {
    /// A bill and its payment.
    pub struct Invoice {
        /// Identity, unique within the account.
        pub id: Id,
        /// The contract that it bills.
        pub contract_id: Option<Id>,
        /// The day of issue.
        pub issued: NaiveDate,
        /// The day by which it must be paid; absent counts as the day of issue.
        pub due: Option<NaiveDate>,
        /// The amount.
        pub amount: Option<Money>,
        /// The day on which it was paid.
        pub paid_at: Option<NaiveDate>,
        /// Where it stands, as the host says; a payment's date tells more.
        pub status: Option<InvoiceStatus>,
        /// How many reminders went out.
        pub dunning_step: Option<i64>,
        /// Whether the customer disputes a fee on it.
        pub fee_dispute: Option<bool>,
        /// The day on which the dispute was raised; absent counts as the day of issue.
        pub disputed_on: Option<NaiveDate>,
        /// The day on which the dispute was settled.
        pub dispute_settled_on: Option<NaiveDate>,
    }
    checked by check_invoice;
}

fn check_invoice(invoice: &Invoice, checker: &mut Checker<'_>) {
    checker.within("dunning_step", invoice.dunning_step, 0..=i64::MAX);
    checker.period(
        ("disputed_on", invoice.disputed_on),
        ("dispute_settled_on", invoice.dispute_settled_on),
    );
}

record! {
    /// Something bought.
    pub struct Purchase {
        /// Identity, where the host has one.
        pub id: Option<Id>,
        /// When.
        pub at: Moment,
        /// The product.
        pub product_id: Option<Id>,
        /// The amount.
        pub amount: Option<Money>,
    }
}

words! {
    /// What became of a referral.
    pub enum ReferralOutcome {
        /// Not known yet.
        Open = "open",
        /// Became a customer.
        Won = "won",
        /// Did not.
        Lost = "lost",
        /// A testimonial, a review, a reference call.
        Testimonial = "testimonial",
    }
}

record! {
    /// The account recommended the tenant to somebody.
    pub struct Referral {
        /// Identity, where the host has one.
        pub id: Option<Id>,
        /// When.
        pub at: Moment,
        /// What became of it.
        pub outcome: Option<ReferralOutcome>,
    }
}
