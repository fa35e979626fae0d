//! What a campaign that goes by the score would earn.
//!
//! Accounts are approached from the highest probability down, as far as it pays. Of those that would leave, a share
//! accepts the offer and stays; that share is not known, and follows a beta distribution. The expected maximum profit is
//! the mean, over that distribution, of the profit at the best border for each share.

use serde::Serialize;

use super::beta::distribution;
use super::{Scored, Tie, outcomes, ties};

/// What a campaign costs and brings where every account is worth the same. Amounts are in one unit, whatever it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Campaign {
    /// The first parameter of the distribution of the share that accepts, positive.
    pub alpha: f64,
    /// The second parameter, positive.
    pub beta: f64,
    /// What an account that stays is worth, positive.
    pub lifetime_value: f64,
    /// What the offer costs with an account that accepts it, less than that.
    pub incentive: f64,
    /// What it costs to approach an account, 0 or more.
    pub contact: f64,
}

impl Default for Campaign {
    /// The parameters of the literature: Beta(6, 14), 200, 10 and 1.
    fn default() -> Self {
        Self {
            alpha: 6.0,
            beta: 14.0,
            lifetime_value: 200.0,
            incentive: 10.0,
            contact: 1.0,
        }
    }
}

/// What a campaign costs where each account has a value of its own, and the offer is a share of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValueCampaign {
    /// The first parameter of the distribution of the share that accepts, positive.
    pub alpha: f64,
    /// The second parameter, positive.
    pub beta: f64,
    /// The share of an account's value that the offer costs, 0 to 1.
    pub incentive_share: f64,
    /// What it costs to approach an account, 0 or more, in the unit of the values.
    pub contact: f64,
}

impl Default for ValueCampaign {
    /// The parameters of the literature: Beta(6, 14), .05 and 15.
    fn default() -> Self {
        Self {
            alpha: 6.0,
            beta: 14.0,
            incentive_share: 0.05,
            contact: 15.0,
        }
    }
}

/// An account that was scored, with what it is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Valued {
    /// Its probability and outcome.
    pub scored: Scored,
    /// What it is worth, 0 or more.
    pub value: f64,
}

/// What a campaign earns.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Profit {
    /// For each account of all, approached or not, in the unit of the campaign.
    pub per_account: f64,
    /// The share of all accounts that are approached, 0 to 1.
    pub approached: f64,
}

/// A border: with a share γ that accepts, it earns `gain * γ - cost` for each account of all.
#[derive(Debug, Clone, Copy)]
struct Border {
    gain: f64,
    cost: f64,
    approached: f64,
}

const NOBODY: Border = Border {
    gain: 0.0,
    cost: 0.0,
    approached: 0.0,
};

/// The expected maximum profit of a campaign (EMPC). `None` without both outcomes, where a probability is not finite, or
/// for parameters outside their ranges.
///
/// ```
/// use tenure_insight::measure::{Campaign, Scored, expected_maximum_profit};
///
/// let lost = [false, true, false, true, false, true, false, true];
/// let given = [0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.8, 0.9];
/// let rows: Vec<Scored> = lost.into_iter().zip(given).map(|(lost, p)| Scored::new(lost, p)).collect();
/// let profit = expected_maximum_profit(&rows, &Campaign::default()).expect("both outcomes are there");
/// assert!((profit.per_account - 23.875593418348124).abs() < 1e-9);
/// ```
pub fn expected_maximum_profit(rows: &[Scored], campaign: &Campaign) -> Option<Profit> {
    let borders = borders(rows, campaign)?;
    is_positive(campaign.alpha, campaign.beta)
        .then(|| expected(&borders, campaign.alpha, campaign.beta))
}

/// The maximum profit where exactly this share of those who would leave accepts (MPC), 0 to 1. `None` as with
/// [`expected_maximum_profit`].
pub fn maximum_profit(rows: &[Scored], campaign: &Campaign, accepts: f64) -> Option<Profit> {
    if !(0.0..=1.0).contains(&accepts) {
        return None;
    }
    let earned = |border: &Border| border.gain * accepts - border.cost;
    let borders = borders(rows, campaign)?;
    let best = borders.iter().reduce(|best, next| {
        if earned(next) > earned(best) {
            next
        } else {
            best
        }
    })?;
    Some(Profit {
        per_account: earned(best),
        approached: best.approached,
    })
}

/// The expected maximum profit where each account has its own value, and the offer is a share of it (EMPB). `None`
/// without both outcomes, for values that are negative or no numbers, or parameters outside their ranges.
pub fn expected_maximum_profit_of_values(
    rows: &[Valued],
    campaign: &ValueCampaign,
) -> Option<Profit> {
    let fits = |row: &Valued| {
        row.value.is_finite() && row.value >= 0.0 && row.scored.probability.is_finite()
    };
    let share = campaign.incentive_share;
    let right =
        (0.0..=1.0).contains(&share) && campaign.contact >= 0.0 && campaign.contact.is_finite();
    let (lost, kept) = rows.iter().fold((0, 0), |(lost, kept), row| {
        if row.scored.lost {
            (lost + 1, kept)
        } else {
            (lost, kept + 1)
        }
    });
    if !right
        || lost == 0
        || kept == 0
        || !rows.iter().all(fits)
        || !is_positive(campaign.alpha, campaign.beta)
    {
        return None;
    }
    Some(expected(
        &value_borders(rows, campaign),
        campaign.alpha,
        campaign.beta,
    ))
}

/// Whether approaching one account pays: its probability of leaving and the share that accepts, 0 to 1, and its value.
pub fn is_worth_it(probability: f64, value: f64, accepts: f64, campaign: &ValueCampaign) -> bool {
    let share = campaign.incentive_share;
    let gain = probability * accepts * (1.0 - share) * value;
    gain - campaign.contact - (1.0 - probability) * share * value > 0.0
}

fn is_positive(alpha: f64, beta: f64) -> bool {
    [alpha, beta]
        .iter()
        .all(|value| value.is_finite() && *value > 0.0)
}

fn is_campaign(campaign: &Campaign) -> bool {
    let Campaign {
        lifetime_value,
        incentive,
        contact,
        ..
    } = *campaign;
    lifetime_value.is_finite()
        && lifetime_value > 0.0
        && (0.0..lifetime_value).contains(&incentive)
        && contact.is_finite()
        && contact >= 0.0
}

/// Every border, from nobody to all, where each account is worth the same.
fn borders(rows: &[Scored], campaign: &Campaign) -> Option<Vec<Border>> {
    let (lost, kept) = outcomes(rows);
    if lost == 0 || kept == 0 || !is_campaign(campaign) {
        return None;
    }
    let (mut lost, mut kept) = (0, 0);
    let mut borders = vec![NOBODY];
    for tie in ties(rows)?.into_iter().rev() {
        lost += tie.lost;
        kept += tie.kept;
        borders.push(border(
            Tie { lost, kept, ..tie },
            rows.len() as f64,
            campaign,
        ));
    }
    Some(borders)
}

fn border(so_far: Tie, all: f64, campaign: &Campaign) -> Border {
    let (lost, kept) = (so_far.lost as f64, so_far.kept as f64);
    let of_lost = campaign.contact * lost;
    let of_kept = (campaign.incentive + campaign.contact) * kept;
    Border {
        gain: (campaign.lifetime_value - campaign.incentive) * lost / all,
        cost: (of_lost + of_kept) / all,
        approached: (lost + kept) / all,
    }
}

fn value_borders(rows: &[Valued], campaign: &ValueCampaign) -> Vec<Border> {
    let mut sorted: Vec<&Valued> = rows.iter().collect();
    // Values too, so that the sums do not depend on the order of the rows.
    sorted.sort_by(|a, b| {
        b.scored
            .probability
            .total_cmp(&a.scored.probability)
            .then(b.value.total_cmp(&a.value))
    });
    let all = rows.len() as f64;
    let mut last = NOBODY;
    let mut borders = vec![NOBODY];
    for tie in sorted.chunk_by(|a, b| a.scored.probability == b.scored.probability) {
        for row in tie {
            let share = campaign.incentive_share * row.value;
            let (gain, cost) = if row.scored.lost {
                (row.value - share, 0.0)
            } else {
                (0.0, share)
            };
            last.gain += gain / all;
            last.cost += (cost + campaign.contact) / all;
            last.approached += 1.0 / all;
        }
        borders.push(last);
    }
    borders
}

/// The mean over γ of the largest `gain * γ - cost`.
fn expected(borders: &[Border], alpha: f64, beta: f64) -> Profit {
    let hull = hull(borders);
    let mean = alpha / (alpha + beta);
    let mut profit = Profit {
        per_account: 0.0,
        approached: 0.0,
    };
    let (mut below, mut below_mean) = (0.0, 0.0);
    for (index, border) in hull.iter().enumerate() {
        let until = hull
            .get(index + 1)
            .map_or(1.0, |next| crossing(border, next).clamp(0.0, 1.0));
        let (upto, upto_mean) = (
            distribution(alpha, beta, until),
            mean * distribution(alpha + 1.0, beta, until),
        );
        profit.per_account += border.gain * (upto_mean - below_mean) - border.cost * (upto - below);
        profit.approached += border.approached * (upto - below);
        (below, below_mean) = (upto, upto_mean);
    }
    profit
}

/// The γ from which on the second border earns more.
fn crossing(a: &Border, b: &Border) -> f64 {
    (b.cost - a.cost) / (b.gain - a.gain)
}

/// The borders that are best for some γ, by rising gain.
fn hull(borders: &[Border]) -> Vec<Border> {
    let mut hull: Vec<Border> = Vec::new();
    for border in borders {
        if hull.last().is_some_and(|last| border.gain <= last.gain) {
            // It approaches more people and keeps no more of them.
            continue;
        }
        while let [.., before, last] = hull.as_slice()
            && crossing(last, border) <= crossing(before, last)
        {
            hull.pop();
        }
        hull.push(*border);
    }
    hull
}
