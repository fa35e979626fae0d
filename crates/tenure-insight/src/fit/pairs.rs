//! Pairs of conditions that tell more together than each alone.

use super::bins::Binning;
use super::model::{Attribute, Side};

/// How many columns, of those that tell most, are paired.
const COLUMNS: usize = 10;
/// The least rows in which a pair holds, and the least share of all.
const LEAST_ROWS: usize = 50;
const LEAST_SHARE: f64 = 0.02;
/// What a pair must explain (the square of its score statistic) to be looked at.
const LEAST_EVIDENCE: f64 = 10.0;

/// Two conditions that hold together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) one: Side,
    pub(super) other: Side,
}

impl Pair {
    /// Whether it holds in a row of these bins.
    pub(super) fn holds(&self, bins: &[u16]) -> bool {
        self.one.holds(bins) && self.other.holds(bins)
    }
}

/// What is not yet explained in a row: the outcome less the probability, and how much that may vary.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rest {
    pub(super) miss: f64,
    pub(super) variance: f64,
    pub(super) rows: f64,
}

/// The conditions of one column.
fn sides(place: usize, attribute: &Attribute) -> Vec<Side> {
    let side = |first: usize, last: usize| Side {
        attribute: place,
        first: first as u16,
        last: last as u16,
    };
    match &attribute.binning {
        // The other side of a cut says the same, once each column has its own points.
        Binning::Numbers { cuts } => (0..cuts.len()).map(|cut| side(0, cut)).collect(),
        Binning::Words { bins, .. } => {
            // The last group takes all other words, and two groups say the same.
            let groups = bins - 1;
            let from = usize::from(groups == 2);
            (from..groups).map(|group| side(group, group)).collect()
        }
    }
}

/// The pair that explains most of the rest; none where nothing is worth a look. A column of declared direction is in none,
/// as a pair may go against it.
pub(super) fn best(
    attributes: &[Attribute],
    rows: &[Vec<u16>],
    rest: &[Rest],
    taken: &[Pair],
) -> Option<Pair> {
    let is_free = |place: &usize| attributes[*place].direction.is_none();
    let mut places: Vec<usize> = (0..attributes.len()).filter(is_free).collect();
    places.sort_by(|a, b| {
        attributes[*b]
            .information
            .total_cmp(&attributes[*a].information)
    });
    places.truncate(COLUMNS);
    places.sort_unstable();
    let mut best: Option<(f64, Pair)> = None;
    for (index, one) in places.iter().enumerate() {
        for other in &places[index + 1..] {
            let table = Cells::new(attributes, (*one, *other), rows, rest);
            for pair in pairs(attributes, *one, *other) {
                let evidence = table.evidence(&pair, rows.len());
                if !taken.contains(&pair) && best.as_ref().is_none_or(|(most, _)| evidence > *most)
                {
                    best = Some((evidence, pair));
                }
            }
        }
    }
    best.filter(|(evidence, _)| *evidence >= LEAST_EVIDENCE)
        .map(|(_, pair)| pair)
}

fn pairs(attributes: &[Attribute], one: usize, other: usize) -> Vec<Pair> {
    let others = sides(other, &attributes[other]);
    let with = |side: Side| {
        others.iter().map(move |other| Pair {
            one: side,
            other: *other,
        })
    };
    sides(one, &attributes[one])
        .into_iter()
        .flat_map(with)
        .collect()
}

/// The rest by the bins of two columns.
struct Cells {
    width: usize,
    cells: Vec<Rest>,
}

impl Cells {
    fn new(
        attributes: &[Attribute],
        (one, other): (usize, usize),
        rows: &[Vec<u16>],
        rest: &[Rest],
    ) -> Self {
        let width = attributes[other].binning.count();
        let mut cells = vec![Rest::default(); attributes[one].binning.count() * width];
        for (bins, rest) in rows.iter().zip(rest) {
            let cell = &mut cells[usize::from(bins[one]) * width + usize::from(bins[other])];
            cell.miss += rest.miss;
            cell.variance += rest.variance;
            cell.rows += 1.0;
        }
        Self { width, cells }
    }

    fn evidence(&self, pair: &Pair, rows: usize) -> f64 {
        let mut sum = Rest::default();
        for one in pair.one.first..=pair.one.last {
            let line = &self.cells[usize::from(one) * self.width..];
            for cell in &line[usize::from(pair.other.first)..=usize::from(pair.other.last)] {
                sum.miss += cell.miss;
                sum.variance += cell.variance;
                sum.rows += cell.rows;
            }
        }
        let least = (rows as f64 * LEAST_SHARE).max(LEAST_ROWS as f64);
        let most = rows as f64 - least;
        if sum.rows < least || sum.rows > most || sum.variance <= 0.0 {
            0.0
        } else {
            sum.miss * sum.miss / sum.variance
        }
    }
}
