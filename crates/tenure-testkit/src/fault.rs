//! Planted faults: what shows that a comparison can fail.

/// A mistake that the reference makes on purpose, so that a test can see the comparison find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Fault {
    /// None: the reference as it should be.
    #[default]
    None,
    /// `false && unknown` is unknown.
    StrictAnd,
    /// `true || unknown` is unknown.
    StrictOr,
    /// An integer overflow wraps.
    WrappingArithmetic,
    /// `/` on ints rounds down, not towards zero.
    FlooringDivision,
    /// Floats are compared without tolerance.
    ExactFloats,
    /// `<` holds of equal values.
    LooseLess,
    /// `??` takes its second operand only where the first is not applicable.
    CoalesceSkipsUnknown,
    /// A not-applicable operand reads as unknown.
    NotApplicableIsUnknown,
    /// A stale value reads as known to bins: no bin in words.
    StaleBinsIgnored,
    /// Overlays round towards zero.
    TruncatedOverlays,
    /// Groups have no caps.
    NoCaps,
    /// A group of mode `max` adds up.
    MaxAddsUp,
    /// The snapshot's band is not kept.
    NoHysteresis,
    /// Coverage counts every rule as weight 1.
    EqualWeights,
    /// The range leaves unknown overlays out.
    RangeWithoutOverlays,
    /// Records dated after the day are looked at.
    FutureIsVisible,
    /// A plugin that fails is judged to give nothing.
    FailedPluginsAreJudged,
    /// A plugin that judges without knowing all is held to say the same with more known.
    OpenPluginsAreExact,
    /// A row of factors holds where its condition is unknown.
    UnknownFactorsHold,
    /// A lever of a kind comes before that of an action.
    KindsBeforeActions,
    /// The rulebook's levers come before the tenant's.
    RulebookBeforeTenant,
    /// Mandatory actions take up no room.
    MandatoryTakesNoRoom,
    /// Ties go by name the other way round.
    TiesBackwards,
    /// What nobody knows the worth of comes first.
    UnknownWorthFirst,
    /// The search for the next change leaves out every other day.
    EveryOtherDay,
    /// Between two knots of a calibration the probability is that of the lower one.
    SteppedCalibration,
}
