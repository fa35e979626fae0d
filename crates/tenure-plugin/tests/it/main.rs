//! A plugin as its author sees it, run natively.

mod description;
mod rows;

use serde::Deserialize;
use tenure_plugin::{Actions, Context, Inputs, Parameters, Reasons, Scores, plugin};

#[derive(Inputs)]
struct Account<'row> {
    #[input("renewal.months_left")]
    months: i64,
    #[input("usage.share")]
    share: Option<f64>,
    #[input("owner.departed")]
    departed: Option<bool>,
    #[input("account.industry")]
    industry: &'row str,
    #[input("account.tier")]
    tier: Option<&'row str>,
}

#[derive(Reasons, Debug, Clone, Copy, PartialEq)]
enum Reason {
    #[text(en = "the renewal is near", ko = "갱신 임박")]
    NearRenewal,
    #[code("low-use")]
    #[text(en = "uses little")]
    Little,
}

#[derive(Actions, Debug, Clone, Copy, PartialEq)]
enum Action {
    #[text(en = "call")]
    Call,
}

#[derive(Parameters, Deserialize)]
struct Settings {
    /// How many months
    /// are near.
    #[parameter(default = 3, min = 0, max = 12)]
    near: i64,
    /// The share under which use is little.
    #[parameter(default = 0.3)]
    little: f64,
    /// An industry that is left out.
    spared: String,
}

#[plugin(dictionary = "^1.0", max_points = 30)]
fn score(
    account: &Account<'_>,
    context: &Context<'_, Settings>,
    scores: &mut Scores<Reason, Action>,
) {
    let settings = context.parameters;
    if account.industry == settings.spared {
        return;
    }
    if account.share.is_some_and(|share| share < settings.little) {
        scores.points(Reason::Little, 10);
    }
    if account.months <= settings.near {
        scores.points(
            Reason::NearRenewal,
            if account.departed == Some(true) {
                20
            } else {
                10
            },
        );
        if account.tier == Some("gold") {
            scores.propose(Action::Call);
        }
    }
}
