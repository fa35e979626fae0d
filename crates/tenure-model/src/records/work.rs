//! What Tenure said before: past actions and scores that come in with the account.

use chrono::NaiveDate;

use crate::money::Money;
use crate::record::{record, words};
use crate::values::{Id, Moment};

words! {
    /// Where a proposed action stands.
    pub enum ActionStatus {
        /// Proposed, and nobody has said anything.
        Proposed = "proposed",
        /// Taken on.
        Accepted = "accepted",
        /// Done.
        Done = "done",
        /// Turned down.
        Dismissed = "dismissed",
        /// Put off until a day.
        Snoozed = "snoozed",
        /// Ran out.
        Expired = "expired",
        /// Closed by itself: its condition cleared.
        AutoClosed = "auto_closed",
        /// Closed because its anchor moved.
        Moved = "moved",
        /// Tried, and failed.
        Failed = "failed",
    }
}

impl ActionStatus {
    /// Whether somebody is still to do it: proposed, accepted or put off.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Proposed | Self::Accepted | Self::Snoozed => true,
            Self::Done
            | Self::Dismissed
            | Self::Expired
            | Self::AutoClosed
            | Self::Moved
            | Self::Failed => false,
        }
    }
}

words! {
    /// What came of an action.
    pub enum OutcomeKind {
        /// The contract was renewed.
        Renewed = "renewed",
        /// The contract was lost.
        Lost = "lost",
        /// More was sold.
        Upsold = "upsold",
        /// Something else was sold.
        CrossSold = "cross_sold",
        /// The customer answered.
        Responded = "responded",
        /// The customer did not answer.
        NoResponse = "no_response",
    }
}

record! {
    /// What came of an action.
    pub struct Outcome {
        /// What.
        pub kind: OutcomeKind,
        /// How much.
        pub amount: Option<Money>,
        /// When.
        pub at: Moment,
    }
}

record! {
    /// An action that was proposed before, and where it stands.
    pub struct ActionRecord {
        /// The keys that the proposal carried.
        pub keys: Vec<String>,
        /// The action rule.
        pub action: Option<String>,
        /// The day on which it was first proposed.
        pub proposed_on: NaiveDate,
        /// Where it stands.
        pub status: ActionStatus,
        /// When it came to stand there; absent counts as the day of the proposal.
        pub at: Option<Moment>,
        /// Until when it is put off.
        pub snoozed_until: Option<NaiveDate>,
        /// Why it was dismissed, put off or failed.
        pub reason: Option<String>,
        /// Who said so.
        pub actor: Option<Id>,
        /// Who has it.
        pub assignee: Option<Id>,
        /// By when it must be done.
        pub due: Option<NaiveDate>,
        /// What came of it.
        pub outcome: Option<Outcome>,
    }
}

record! {
    /// A score given before.
    pub struct ScoreSnapshot {
        /// The day of the score.
        pub as_of: NaiveDate,
        /// Its points.
        pub points: Option<i64>,
        /// Its band, by the rulebook's name.
        pub band: String,
        /// The digest of its decision.
        pub digest: Option<String>,
    }
}
