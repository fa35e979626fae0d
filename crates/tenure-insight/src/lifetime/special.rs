//! Functions that the models need and libm does not have.

use libm::lgamma;

/// The most terms of a series.
const TERMS: u32 = 1_000_000;

/// Gauss's hypergeometric function 2F1(a, b; c; z) for 0 <= z < 1 by its series; `None` where that does not settle.
pub(super) fn hyp2f1(a: f64, b: f64, c: f64, z: f64) -> Option<f64> {
    if !(0.0..1.0).contains(&z) {
        return None;
    }
    let (mut sum, mut term) = (1.0, 1.0);
    for n in 0..TERMS {
        let n = f64::from(n);
        term *= (a + n) * (b + n) / ((c + n) * (n + 1.0)) * z;
        sum += term;
        if libm::fabs(term) <= 1e-16 * libm::fabs(sum) {
            return Some(sum).filter(|sum| sum.is_finite());
        }
    }
    None
}

/// The logarithm of the beta function.
pub(super) fn ln_beta(a: f64, b: f64) -> f64 {
    lgamma(a) + lgamma(b) - lgamma(a + b)
}

/// ln(e^a + e^b) without leaving the range of floats.
pub(super) fn ln_add(a: f64, b: f64) -> f64 {
    let (large, small) = if a < b { (b, a) } else { (a, b) };
    large + libm::log1p(libm::exp(small - large))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_forms_come_out() {
        // 2F1(1, 1; 2; z) = -ln(1 - z) / z, and 2F1(a, b; b; z) = (1 - z)^-a.
        let log = hyp2f1(1.0, 1.0, 2.0, 0.7).unwrap_or(f64::NAN);
        assert!((log + libm::log(0.3) / 0.7).abs() < 1e-14);
        let power = hyp2f1(1.3, 2.5, 2.5, 0.95).unwrap_or(f64::NAN);
        assert!((power / libm::pow(0.05, -1.3) - 1.0).abs() < 1e-12);
        assert_eq!(hyp2f1(1.0, 1.0, 2.0, 1.0), None);
        assert!((ln_beta(2.0, 3.0) + libm::log(12.0)).abs() < 1e-14);
        assert!((ln_add(-1_000.0, -1_000.0) + 1_000.0 - libm::log(2.0)).abs() < 1e-12);
    }
}
