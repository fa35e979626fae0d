//! The keys of each table of a rulebook.

pub(crate) const SECTIONS: [&str; 13] = [
    "rulebook",
    "risk",
    "calibration",
    "holdout",
    "signal",
    "derive",
    "rule",
    "group",
    "overlay",
    "plugin",
    "action",
    "arbitration",
    "property",
];
pub(crate) const HEAD: [&str; 5] = ["id", "version", "language", "extends", "currency"];
pub(crate) const RISK: [&str; 6] = [
    "prior",
    "horizon_months",
    "pdo",
    "bands",
    "min_coverage",
    "hysteresis",
];
pub(crate) const CALIBRATION: [&str; 8] = [
    "method", "knots", "data", "from", "to", "accounts", "lost", "error",
];
pub(crate) const KNOT: [&str; 2] = ["points", "probability"];
pub(crate) const HOLDOUT: [&str; 2] = ["share", "salt"];
pub(crate) const BAND: [&str; 2] = ["name", "below"];
pub(crate) const SIGNAL: [&str; 7] = [
    "name",
    "type",
    "unit",
    "valid_for_days",
    "words",
    "control",
    "doc",
];
pub(crate) const DERIVE: [&str; 2] = ["name", "value"];
pub(crate) const RULE: [&str; 9] = [
    "id", "group", "scope", "enabled", "when", "points", "signal", "bins", "reason",
];
pub(crate) const BIN: [&str; 7] = [
    "below",
    "is",
    "stale",
    "unknown",
    "not_applicable",
    "points",
    "reason",
];
pub(crate) const GROUP: [&str; 3] = ["id", "mode", "cap"];
pub(crate) const OVERLAY: [&str; 2] = ["when", "scale"];
pub(crate) const SCALE: [&str; 3] = ["group", "rule", "by"];
pub(crate) const PLUGIN: [&str; 13] = [
    "id",
    "file",
    "enabled",
    "digest",
    "version",
    "group",
    "max_points",
    "parameters",
    "on_failure",
    "disable_after",
    "back_off",
    "actions",
    "limits",
];
pub(crate) const LIMITS: [&str; 3] = ["fuel_per_row", "memory_kib", "time_ms"];
pub(crate) const ACTION: [&str; 14] = [
    "id",
    "scope",
    "enabled",
    "when",
    "key",
    "mandatory",
    "value",
    "propensity",
    "context",
    "absorbs",
    "cooldown",
    "expires",
    "reason",
    "do",
];
pub(crate) const STEP: [&str; 9] = [
    "kind", "assignee", "channel", "to", "template", "due", "title", "steps", "when",
];
pub(crate) const PROPENSITY: [&str; 2] = ["when", "bp"];
pub(crate) const CONTEXT: [&str; 2] = ["when", "percent"];
pub(crate) const ARBITRATION: [&str; 2] = ["levers", "limits"];
pub(crate) const PROPERTY: [&str; 9] = [
    "id",
    "enabled",
    "monotone",
    "points",
    "protected",
    "no_cliff",
    "max_moved",
    "against",
    "never_together",
];
pub(crate) const LIMIT: [&str; 4] = ["max", "actions", "kinds", "channels"];
/// The channels of a message.
pub(crate) const CHANNELS: [&str; 6] = ["email", "sms", "alimtalk", "call", "task", "in_app"];
