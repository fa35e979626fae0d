//! What the rules ask of single columns: one mask for each question, for a chunk of accounts.

use tenure_columns::Bitmap;
use tenure_columns::kernels::{CHUNK, CodeSlice, Comparison, Kernels, Mask, WORDS};

use super::columns::{Bools, Floats, HandColumns, Ints, Known, Words};

/// Where a test of a column's values holds, and where the values are known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Test {
    pub(super) holds: Mask,
    pub(super) known: Mask,
}

/// The rows of a chunk.
#[derive(Debug, Clone, Copy)]
struct Reader {
    kernels: Kernels,
    start: usize,
    end: usize,
}

impl Reader {
    fn known(self, known: Known<'_>) -> Mask {
        known.map_or([u64::MAX; WORDS], |bits| bits.mask(self.start))
    }

    fn marked(self, bits: Option<&Bitmap>) -> Mask {
        bits.map_or([0; WORDS], |bits| bits.mask(self.start))
    }

    fn test(self, known: Known<'_>, fill: impl FnOnce(&mut Mask)) -> Test {
        let mut holds = [0; WORDS];
        fill(&mut holds);
        Test {
            holds,
            known: self.known(known),
        }
    }

    fn slice<'a>(self, column: &Ints<'a>) -> tenure_columns::kernels::Ints<'a> {
        tenure_columns::kernels::Ints::Short(&column.values[self.start..self.end])
    }

    fn ints(self, column: &Ints<'_>, low: i64, high: i64) -> Test {
        let values = self.slice(column);
        self.test(column.known, |out| {
            self.kernels.ints_within(values, low, high, out);
        })
    }

    fn some(self, column: &Ints<'_>) -> Test {
        self.ints(column, 1, i64::MAX)
    }

    fn floats(self, column: &Floats<'_>, low: f64, high: f64) -> Test {
        let values = &column.values[self.start..self.end];
        self.test(column.known, |out| {
            self.kernels.floats_within(values, low, high, out);
        })
    }

    fn below(self, column: &Floats<'_>, bound: f64) -> Test {
        self.floats(column, f64::MIN, bound.next_down())
    }

    fn bools(self, column: &Bools<'_>) -> Test {
        self.test(column.known, |out| *out = column.values.mask(self.start))
    }

    fn word(self, column: &Words<'_>, word: &str) -> Test {
        let codes = CodeSlice::Byte(&column.values[self.start..self.end]);
        let wanted = [u32::from(column.code(word))];
        self.test(column.known, |out| {
            self.kernels.codes_among(codes, &wanted, out);
        })
    }

    fn more(self, left: &Ints<'_>, right: &Ints<'_>) -> Test {
        let (mut x, mut y) = ([0; CHUNK], [0; CHUNK]);
        self.kernels.widen(self.slice(left), &mut x);
        self.kernels.widen(self.slice(right), &mut y);
        let rows = self.end - self.start;
        let mut both = self.known(right.known);
        let mut test = self.test(left.known, |out| {
            let (x, y) = (&x[..rows], &y[..rows]);
            self.kernels.compare_ints(Comparison::Less, y, x, out);
        });
        both.iter_mut().zip(test.known).for_each(|(x, y)| *x &= y);
        test.known = both;
        test
    }
}

macro_rules! tests {
    ($($name:ident: $how:ident($column:ident $(, $argument:expr)*)),* $(,)?) => {
        /// The answers.
        #[derive(Debug)]
        pub(super) struct Tests {
            $(pub(super) $name: Test,)*
            pub(super) stale: Mask,
            pub(super) slow: Test,
        }

        impl Tests {
            /// Asks all of a chunk of accounts.
            pub(super) fn ask(kernels: Kernels, c: &HandColumns<'_>, start: usize, end: usize) -> Self {
                let reader = Reader { kernels, start, end };
                Self {
                    $($name: reader.$how(&c.$column $(, $argument)*),)*
                    stale: reader.marked(c.level.stale),
                    slow: reader.more(&c.response, &c.target),
                }
            }
        }
    };
}

tests! {
    low: word(level, "low"),
    high: word(level, "high"),
    saas: word(industry, "saas"),
    manufacturing: word(industry, "manufacturing"),
    finance: word(industry, "finance"),
    drop: floats(drop, 20.0, f64::MAX),
    minor_aged: some(minor_aged),
    major: some(major),
    critical: some(critical),
    reopened: some(reopened),
    complaints: some(complaints),
    competitor: some(competitor),
    price: some(price),
    missing_feature: some(missing_feature),
    supply_chain: some(supply_chain),
    terms: some(terms),
    trust: some(trust),
    loss_reason: bools(loss_reason),
    breaches: some(breaches),
    escalated: some(escalated),
    far: ints(months_left, 7, i64::MAX),
    soon: ints(months_left, 2, 3),
    due: ints(months_left, i64::MIN, 1),
    near: ints(months_left, i64::MIN, 3),
    decided: bools(decided),
    paused: bools(paused),
    auto_renew: bools(auto_renew),
    has_opportunity: bools(has_opportunity),
    passed: bools(passed),
    no_contact: bools(no_contact),
    in_touch: ints(days_since_contact, i64::MIN, 30),
    quiet: ints(days_since_contact, 61, 90),
    silent: ints(days_since_contact, 91, i64::MAX),
    trained: some(trainings),
    assigned: bools(assigned),
    departed: bools(departed),
    vacant: bools(vacant),
    changed: ints(days_since_change, i64::MIN, 59),
    little: below(utilisation, 0.3),
    half: floats(utilisation, 0.3, 0.5_f64.next_down()),
    well: floats(utilisation, 0.8, f64::MAX),
    fell: floats(trend, f64::MIN, -0.3),
    dormant: bools(dormant),
    overdue: ints(days_overdue, 31, 60),
    long_overdue: ints(days_overdue, 61, i64::MAX),
    fee_disputes: some(fee_disputes),
    repeat: bools(repeat),
    is_new: ints(tenure_months, i64::MIN, 5),
    is_old: ints(tenure_months, 36, i64::MAX),
    previously_churned: bools(previously_churned),
    downgrades: some(downgrades),
    pause_requests: some(pause_requests),
    notice: bools(notice),
    upgrades: some(upgrades),
    settled_in: ints(age_days, 60, i64::MAX),
    young: ints(age_days, i64::MIN, 90),
    live: bools(live),
    referrals: some(referrals),
}
