//! Mistakes that the kit's own host makes on purpose, so that a test can see each property find one.

/// A mistake between the engine and the properties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Slip {
    /// None: the engine's answers as they are.
    #[default]
    None,
    /// Points are told a thousand too high.
    TooManyPoints,
    /// Every other answer is another one.
    Restless,
    /// The first account of a batch is answered otherwise.
    FirstOfBatch,
    /// Records in another order make another answer.
    OrderOfRecords,
    /// Rules in another order make another answer.
    OrderOfRules,
    /// The first reason is left out.
    LostReason,
    /// What gave points is said to be unknown.
    UnknownCounts,
    /// What is dated later is looked at today.
    SeesTheFuture,
    /// What was proposed before is forgotten.
    Forgetful,
    /// Nobody is asked for consent.
    Importunate,
    /// Something is sold with everything that is done.
    Salesman,
    /// Contracts that ended are looked at as if they stood.
    DeniesTheEnd,
    /// Amounts in another currency are riskier.
    CurrencyMatters,
    /// A rule that is turned off takes another one with it.
    TakesAnother,
}
