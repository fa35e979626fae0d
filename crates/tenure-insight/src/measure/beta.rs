//! The distribution function of the beta distribution.

/// The most steps of the continued fraction; it needs a few dozen where its parameters are those of a campaign.
const STEPS: u32 = 10_000;
const TINY: f64 = 1e-300;

/// The probability that a variable of the beta distribution with these parameters, both positive, is at most `x`.
pub(super) fn distribution(alpha: f64, beta: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let scale = libm::lgamma(alpha + beta) - libm::lgamma(alpha) - libm::lgamma(beta);
    let front = libm::exp(scale + alpha * libm::log(x) + beta * libm::log1p(-x));
    // The fraction converges quickly on one side of the mean; the other side mirrors it.
    if x < (alpha + 1.0) / (alpha + beta + 2.0) {
        front * fraction(alpha, beta, x) / alpha
    } else {
        1.0 - front * fraction(beta, alpha, 1.0 - x) / beta
    }
}

/// The continued fraction of the incomplete beta function, by Lentz's method.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let safe = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / safe(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for step in 1..=STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for numerator in [even, odd] {
            d = 1.0 / safe(1.0 + numerator * d);
            c = safe(1.0 + numerator / c);
            change = c * d;
            value *= change;
        }
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}
