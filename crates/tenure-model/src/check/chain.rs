//! Circles among records that name each other.

/// A link from one record to the one before or above it, and the place that says so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link<P> {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) place: P,
}

/// The circles that the links close: the place of the closing link, and the records on the circle in its order.
///
/// Every circle has at least one closing link here; of records `0..count`.
pub(super) fn circles<P: Copy>(count: usize, links: &[Link<P>]) -> Vec<(P, Vec<usize>)> {
    let mut walk = Walk {
        outgoing: vec![Vec::new(); count],
        seen: vec![Seen::Never; count],
        trail: Vec::new(),
        circles: Vec::new(),
    };
    for link in links {
        if let Some(outgoing) = walk.outgoing.get_mut(link.from) {
            outgoing.push((link.to, link.place));
        }
    }
    for start in 0..count {
        walk.from(start);
    }
    walk.circles
}

#[derive(Clone, Copy, PartialEq)]
enum Seen {
    Never,
    /// On the trail, at this place.
    OnTrail(usize),
    Done,
}

/// A depth-first walk that keeps its trail on the heap: a chain may be as long as an account allows.
struct Walk<P> {
    outgoing: Vec<Vec<(usize, P)>>,
    seen: Vec<Seen>,
    trail: Vec<usize>,
    circles: Vec<(P, Vec<usize>)>,
}

impl<P: Copy> Walk<P> {
    fn from(&mut self, start: usize) {
        self.enter(start);
        while let Some(here) = self.trail.last().copied() {
            match self.outgoing.get_mut(here).and_then(Vec::pop) {
                Some((next, place)) => self.follow(next, place),
                None => {
                    self.trail.pop();
                    self.mark(here, Seen::Done);
                }
            }
        }
    }

    fn enter(&mut self, record: usize) {
        if self.seen.get(record) == Some(&Seen::Never) {
            self.mark(record, Seen::OnTrail(self.trail.len()));
            self.trail.push(record);
        }
    }

    fn follow(&mut self, next: usize, place: P) {
        match self.seen.get(next) {
            Some(Seen::OnTrail(start)) => {
                let circle = self.trail.get(*start..).unwrap_or_default();
                // A message names the first few; a longer circle is not copied for each of its chords.
                self.circles
                    .push((place, circle.iter().take(MOST_NAMED + 1).copied().collect()));
            }
            _ => self.enter(next),
        }
    }

    fn mark(&mut self, record: usize, seen: Seen) {
        if let Some(slot) = self.seen.get_mut(record) {
            *slot = seen;
        }
    }
}

/// How many records of a circle a message names.
const MOST_NAMED: usize = 6;

/// A circle as text.
pub(super) fn name_circle<'n>(circle: &[usize], name: impl Fn(usize) -> &'n str) -> String {
    let mut names: Vec<String> = circle
        .iter()
        .take(MOST_NAMED)
        .map(|index| format!("`{}`", crate::json::shorten(name(*index))))
        .collect();
    if circle.len() > MOST_NAMED {
        names.push("…".to_owned());
    }
    if let Some(first) = names.first().cloned() {
        names.push(first);
    }
    names.join(" after ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(count: usize, links: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let links: Vec<Link<()>> = links
            .iter()
            .map(|&(from, to)| Link {
                from,
                to,
                place: (),
            })
            .collect();
        circles(count, &links).into_iter().map(|(_, c)| c).collect()
    }

    #[test]
    fn circles_are_found_and_chains_are_not() {
        assert!(found(3, &[(0, 1), (1, 2), (0, 2)]).is_empty());
        assert_eq!(found(1, &[(0, 0)]), [[0]]);
        assert_eq!(found(3, &[(0, 1), (1, 2), (2, 0)]), [[0, 1, 2]]);
        assert_eq!(found(4, &[(0, 1), (1, 0), (2, 3), (3, 2)]).len(), 2);
        assert_eq!(found(4, &[(3, 1), (1, 2), (2, 1)]), [[1, 2]]);
    }
}
