//! Scores turned into probabilities that mean what they say: maps fitted on scores of known outcome.
//!
//! Either map is monotone: it never changes who stands before whom, but may make equal what was not.

mod isotonic;
mod platt;

pub use isotonic::{Isotonic, Knot, Weighted};
pub use platt::Platt;
pub(crate) use platt::logistic;

use crate::{Error, ErrorKind};

/// Refuses what no map can be fitted on.
fn check(scores: impl Iterator<Item = (f64, bool)>) -> Result<(), Error> {
    let (mut lost, mut kept) = (0_usize, 0_usize);
    for (index, (score, is_lost)) in scores.enumerate() {
        if !score.is_finite() {
            let text = format!(
                "score {} of the list is not a finite number; leave that row out",
                index + 1
            );
            return Err(Error::new(ErrorKind::Input, text));
        }
        if is_lost { lost += 1 } else { kept += 1 }
    }
    if lost == 0 || kept == 0 {
        let text = format!(
            "a calibration needs both outcomes, and there are {lost} lost and {kept} kept; hand in rows of both"
        );
        return Err(Error::new(ErrorKind::TooLittle, text));
    }
    Ok(())
}
