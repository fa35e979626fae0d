//! Groups of words that were lost alike; rare words stand together.

use super::{Binning, Count, MOST_BINS, least};
use crate::fit::columns::{Data, MISSING};

/// Groups that differ by less than this for each word, times the strictness (twice the difference of log likelihoods),
/// become one: words that stand in the order of their rates part by nearly so much where they are all alike.
const APART: f64 = 0.7;

/// A word that is not among the rare has at least one in so many of the rows.
const ONE_IN: usize = 500;

/// Words that are one bin.
#[derive(Debug, Clone)]
struct Group {
    words: Vec<u32>,
    count: Count,
}

/// The groups of a column's words, by the outcomes of these rows. The last one takes all words that are rare or new.
pub(super) fn groups(
    codes: &[u32],
    words: usize,
    data: &Data,
    rows: &[u32],
    strictness: f64,
) -> Binning {
    let mut counts = vec![Count::default(); words];
    for row in rows {
        let code = codes[*row as usize];
        if code != MISSING {
            counts[code as usize].add(data.lost[*row as usize]);
        }
    }
    let least = least(rows.len(), ONE_IN);
    let numbered = counts.iter().enumerate();
    let frequent = numbered.filter(|(_, count)| count.rows >= least);
    let mut groups: Vec<Group> = frequent
        .map(|(word, count)| Group {
            words: vec![word as u32],
            count: *count,
        })
        .collect();
    groups.sort_by(|a, b| {
        a.count
            .rate()
            .total_cmp(&b.count.rate())
            .then(a.words.cmp(&b.words))
    });
    join(&mut groups, strictness);
    let mut of = vec![groups.len() as u16; words];
    for (bin, group) in groups.iter().enumerate() {
        for word in &group.words {
            of[*word as usize] = bin as u16;
        }
    }
    Binning::Words {
        of,
        bins: groups.len() + 1,
    }
}

/// Joins the groups whose rates differ least.
fn join(groups: &mut Vec<Group>, strictness: f64) {
    let least = (APART * groups.len().saturating_sub(1) as f64).max(1.0) * strictness;
    while groups.len() > 1 {
        let apart = groups
            .windows(2)
            .map(|pair| pair[0].count.told_apart(pair[1].count));
        let Some((at, apart)) = apart.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)) else {
            return;
        };
        if apart >= least && groups.len() <= MOST_BINS {
            return;
        }
        let next = groups.remove(at + 1);
        groups[at].words.extend(next.words);
        groups[at].count = groups[at].count.and(next.count);
    }
}
