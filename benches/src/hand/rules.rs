//! The rules, one by one.

use pulp::Simd;
use tenure_columns::kernels::Mask;

use super::asked::{Test, Tests};
use super::rows::{Number, Rows, Truth, by_four, either};

/// The sum of the weights of all rules.
pub(super) const WEIGHT: u32 = 507;

/// What accounts come to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sums<S: Simd> {
    /// What counts for the points, the least and the most alike.
    all: Number<S>,
    pub(super) points: Number<S>,
    pub(super) low: Number<S>,
    pub(super) high: Number<S>,
    pub(super) unjudged: Number<S>,
}

impl<S: Simd> Sums<S> {
    /// A condition that adds points.
    #[inline(always)]
    fn risk(&mut self, truth: Truth<S>, points: u16) {
        self.all.add(truth.yes, points);
        self.high.add(truth.unknown(), points);
        self.unjudged.add(truth.unknown(), points);
    }

    /// A condition that takes points away.
    #[inline(always)]
    fn relief(&mut self, truth: Truth<S>, points: u16) {
        self.all.take(truth.yes, points);
        self.low.take(truth.unknown(), points);
        self.unjudged.add(truth.unknown(), points);
    }

    /// What adds to the points for certain, and what might at most.
    #[inline(always)]
    fn scaled(&mut self, usual: Number<S>, most: Number<S>) {
        self.points = self.points.plus(usual);
        self.low = self.low.plus(usual);
        self.high = self.high.plus(most);
    }
}

/// Some of a chunk's accounts.
#[derive(Debug, Clone, Copy)]
struct Piece<'a, S: Simd> {
    simd: S,
    number: usize,
    tests: &'a Tests,
}

impl<S: Simd> Piece<'_, S> {
    #[inline(always)]
    fn rows(self, mask: &Mask) -> Rows<S> {
        Rows::load(self.simd, mask, self.number)
    }

    #[inline(always)]
    fn group(self) -> Group<S> {
        let zero = Number::zero(self.simd);
        Group {
            usual: zero,
            most: zero,
        }
    }

    #[inline(always)]
    fn of(self, test: &Test) -> Truth<S> {
        let (holds, known) = (self.rows(&test.holds), self.rows(&test.known));
        Truth {
            yes: known & holds,
            no: known & !holds,
        }
    }
}

/// The industries that rules weigh differently. They exclude each other.
#[derive(Debug, Clone, Copy)]
struct Industry<S: Simd> {
    saas: Truth<S>,
    manufacturing: Truth<S>,
    finance: Truth<S>,
    unknown: Rows<S>,
}

impl<S: Simd> Industry<S> {
    #[inline(always)]
    fn of(at: Piece<'_, S>) -> Self {
        let saas = at.of(&at.tests.saas);
        Self {
            saas,
            manufacturing: at.of(&at.tests.manufacturing),
            finance: at.of(&at.tests.finance),
            unknown: saas.unknown(),
        }
    }

    /// What a condition about the renewal gives, and what it might at most: others in manufacturing, in finance, and the
    /// most where the industry is not known.
    #[inline(always)]
    fn renewal(self, truth: Truth<S>, points: [u16; 4]) -> [Number<S>; 2] {
        let [usual, manufacturing, finance, most] = points;
        let given = either(self.manufacturing.yes, manufacturing, usual);
        let given = given.unless(self.finance.yes, finance);
        let top = given.unless(self.unknown, most);
        [given.within(truth.yes), top.within(truth.maybe())]
    }

    #[inline(always)]
    fn renewal_risk(self, sums: &mut Sums<S>, truth: Truth<S>, points: [u16; 4]) {
        let [usual, most] = self.renewal(truth, points);
        sums.scaled(usual, most);
        sums.unjudged.add(truth.unknown(), points[0]);
    }

    #[inline(always)]
    fn renewal_relief(self, sums: &mut Sums<S>, truth: Truth<S>, points: [u16; 4]) {
        let [usual, most] = self.renewal(truth, points);
        sums.points = sums.points.minus(usual, points[3]);
        sums.high = sums.high.minus(usual, points[3]);
        sums.low = sums.low.minus(most, points[3]);
        sums.unjudged.add(truth.unknown(), points[0]);
    }
}

/// Scores some of a chunk's accounts.
#[inline(always)]
pub(super) fn score<S: Simd>(simd: S, tests: &Tests, number: usize) -> Sums<S> {
    let at = Piece {
        simd,
        number,
        tests,
    };
    let zero = Number::zero(simd);
    let mut sums = Sums {
        all: zero,
        points: zero,
        low: zero,
        high: zero,
        unjudged: zero,
    };
    let industry = Industry::of(at);
    satisfaction(at, &mut sums);
    complaints(at, industry, &mut sums);
    support(at, industry, &mut sums);
    renewal(at, industry, &mut sums);
    contact(at, &mut sums);
    usage(at, industry, &mut sums);
    owner(at, &mut sums);
    billing(at, industry, &mut sums);
    loyalty(at, &mut sums);
    movement(at, &mut sums);
    together(at, &mut sums);
    sums.points = sums.points.plus(sums.all);
    sums.low = sums.low.plus(sums.all);
    sums.high = sums.high.plus(sums.all);
    sums
}

#[inline(always)]
fn undecided<S: Simd>(at: Piece<'_, S>) -> Truth<S> {
    !at.of(&at.tests.decided) & !at.of(&at.tests.paused)
}

#[inline(always)]
fn satisfaction<S: Simd>(at: Piece<'_, S>, sums: &mut Sums<S>) {
    let (low, high) = (at.of(&at.tests.low), at.of(&at.tests.high));
    let stale = at.rows(&at.tests.stale);
    sums.all.add(low.yes, 30);
    sums.all.take(high.yes, 25);
    sums.points.add(stale, 5);
    sums.low.take(low.unknown(), 25);
    sums.high.add(low.unknown(), 30);
    sums.unjudged.add(low.unknown() & !stale, 30);
    sums.risk(at.of(&at.tests.drop), 10);
}

const MINOR: [u16; 16] = complaint_points(5);
const MAJOR: [u16; 16] = complaint_points(15);
const CRITICAL: [u16; 16] = complaint_points(25);

/// Points times 12/10, 13/10, 15/10, 14/10 for each bit of a number that is set, in its order; no more than the cap.
const fn complaint_points(points: u32) -> [u16; 16] {
    let mut all = [0; 16];
    let mut set = 0;
    while set < 16 {
        let (mut num, mut den) = (points, 1);
        let mut bit = 0;
        while bit < 4 {
            if set >> bit & 1 == 1 {
                num *= [12, 13, 15, 14][bit];
                den *= 10;
            }
            bit += 1;
        }
        let scaled = (2 * num + den) / (2 * den);
        all[set] = if scaled > 30 { 30 } else { scaled as u16 };
        set += 1;
    }
    all
}

/// What rules of a group give for certain, and what they might at most.
#[derive(Debug, Clone, Copy)]
struct Group<S: Simd> {
    usual: Number<S>,
    most: Number<S>,
}

impl<S: Simd> Group<S> {
    #[inline(always)]
    fn add(&mut self, truth: Truth<S>, usual: Number<S>, most: Number<S>) {
        self.usual = self.usual.plus(usual.within(truth.yes));
        self.most = self.most.plus(most.within(truth.maybe()));
    }
}

#[inline(always)]
fn complaints<S: Simd>(at: Piece<'_, S>, industry: Industry<S>, sums: &mut Sums<S>) {
    let t = at.tests;
    let competition = industry.saas & (at.of(&t.competitor) | at.of(&t.price));
    let feature = industry.saas & at.of(&t.missing_feature);
    let supply = industry.manufacturing & (at.of(&t.supply_chain) | at.of(&t.terms));
    let trust = industry.finance & at.of(&t.trust);
    let known = [competition.yes, feature.yes, supply.yes, trust.yes];
    let maybe = [
        competition.maybe(),
        feature.maybe(),
        supply.maybe(),
        trust.maybe(),
    ];
    let mut group = at.group();
    let (minor, reopened) = (at.of(&t.minor_aged), at.of(&t.reopened));
    let (usual, most) = (by_four(MINOR, known), by_four(MINOR, maybe));
    group.add(minor, usual, most);
    group.add(reopened, usual, most);
    let major = at.of(&t.major);
    group.add(major, by_four(MAJOR, known), by_four(MAJOR, maybe));
    let critical = at.of(&t.critical);
    group.add(critical, by_four(CRITICAL, known), by_four(CRITICAL, maybe));
    sums.scaled(group.usual.at_most(30), group.most.at_most(30));
    sums.unjudged.add(minor.unknown(), 5);
    sums.unjudged.add(reopened.unknown(), 5);
    sums.unjudged.add(major.unknown(), 15);
    sums.unjudged.add(critical.unknown(), 25);
    sums.risk(at.of(&t.loss_reason), 8);
}

#[inline(always)]
fn support<S: Simd>(at: Piece<'_, S>, industry: Industry<S>, sums: &mut Sums<S>) {
    let t = at.tests;
    let heavier = industry.saas.yes | industry.manufacturing.yes;
    let mut group = at.group();
    let breaches = at.of(&t.breaches);
    let usual = either(heavier, 10, 8);
    group.add(breaches, usual, usual.unless(industry.unknown, 14));
    let slow = at.of(&t.slow);
    let usual = either(heavier, 7, 5);
    group.add(slow, usual, usual.unless(industry.unknown, 8));
    let escalated = at.of(&t.escalated);
    let usual = either(heavier, 13, 10);
    group.add(escalated, usual, usual.unless(industry.unknown, 17));
    sums.scaled(group.usual.at_most(20), group.most.at_most(20));
    sums.unjudged.add(breaches.unknown(), 8);
    sums.unjudged.add(slow.unknown(), 5);
    sums.unjudged.add(escalated.unknown(), 10);
}

#[inline(always)]
fn renewal<S: Simd>(at: Piece<'_, S>, industry: Industry<S>, sums: &mut Sums<S>) {
    let t = at.tests;
    let automatic = at.of(&t.auto_renew);
    let by_hand = Truth {
        yes: !automatic.yes,
        no: automatic.yes,
    };
    let passed = at.of(&t.passed);
    let ahead = undecided(at) & by_hand;
    let soon = at.of(&t.soon) & ahead & !at.of(&t.has_opportunity);
    let due = at.of(&t.due) & !passed & ahead;
    industry.renewal_risk(sums, soon, [8, 10, 10, 12]);
    industry.renewal_risk(sums, due, [15, 20, 18, 23]);
    industry.renewal_risk(sums, passed & ahead, [30, 39, 36, 47]);
    industry.renewal_relief(sums, at.of(&t.far), [5, 7, 6, 8]);
    industry.renewal_relief(sums, automatic, [10, 13, 12, 16]);
}

/// The stronger of two: nobody was in contact before the renewal, or since when.
#[inline(always)]
fn contact_points<S: Simd>(
    sum: &mut Number<S>,
    rows: Rows<S>,
    alone: Rows<S>,
    [silent, quiet, in_touch]: [Rows<S>; 3],
) {
    let rest = rows & !alone;
    sum.add(rows & alone, 15);
    sum.add(rest & silent, 12);
    sum.add(rest & quiet, 8);
    sum.take(rest & in_touch, 5);
}

#[inline(always)]
fn contact<S: Simd>(at: Piece<'_, S>, sums: &mut Sums<S>) {
    let t = at.tests;
    let in_touch = at.of(&t.in_touch);
    let (quiet, silent) = (at.of(&t.quiet).yes, at.of(&t.silent).yes);
    let unknown = in_touch.unknown();
    let alone = at.of(&t.no_contact) & undecided(at);
    let exact = !(unknown | alone.unknown());
    contact_points(
        &mut sums.all,
        exact,
        alone.yes,
        [silent, quiet, in_touch.yes],
    );
    contact_points(
        &mut sums.points,
        !exact,
        alone.yes,
        [silent, quiet, in_touch.yes],
    );
    // One of the two is not known: 0 is the least that it gives, or -5.
    sums.low.take(unknown | (alone.unknown() & in_touch.yes), 5);
    let might = !exact & alone.maybe();
    sums.high.add(might, 15);
    sums.high.add(unknown & alone.no, 12);
    sums.unjudged.add(unknown, 12);
    sums.unjudged.add(alone.unknown(), 15);
}

#[inline(always)]
fn usage<S: Simd>(at: Piece<'_, S>, industry: Industry<S>, sums: &mut Sums<S>) {
    let t = at.tests;
    let little = at.of(&t.little);
    let (half, well) = (at.of(&t.half).yes, at.of(&t.well).yes);
    let unknown = little.unknown();
    let (fell, dormant) = (at.of(&t.fell), at.of(&t.dormant));
    let saas = industry.saas.yes;
    let maybe = industry.saas.maybe();
    let used = little.yes | half | well;
    let open = unknown
        | fell.unknown()
        | dormant.unknown()
        | (industry.unknown & (used | fell.yes | dormant.yes));
    // The strongest counts, and the order is the same in every industry.
    let after_dormant = !dormant.yes;
    let after_little = after_dormant & !little.yes;
    let after_fell = after_little & !fell.yes;
    let mut strongest = either(saas, 26, 20).within(dormant.yes);
    strongest = strongest.plus(either(saas, 20, 15).within(after_dormant & little.yes));
    strongest = strongest.plus(either(saas, 16, 12).within(after_little & fell.yes));
    strongest = strongest.plus(either(saas, 7, 5).within(after_fell & half));
    let relief = either(saas, 13, 10).within(after_fell & well);
    sums.points = sums.points.plus(strongest).minus(relief, 13);
    // Where all is known, the least and the most are the same.
    let least = either(maybe, 13, 10).within(open & (unknown | well));
    let both = open & fell.yes & dormant.yes;
    let some = either(saas, 16, 12).within(both & little.yes);
    let some = some.plus(either(saas, 7, 5).within(both & half));
    let known = strongest.within(!open);
    sums.low = sums.low.plus(known).plus(some);
    sums.low = sums.low.minus(relief.within(!open).plus(least), 13);
    let (a, b, c) = (dormant.maybe(), unknown | little.yes, fell.maybe());
    let mut most = either(maybe, 26, 20).within(open & a);
    most = most.plus(either(maybe, 20, 15).within(open & !a & b));
    most = most.plus(either(maybe, 16, 12).within(open & !a & !b & c));
    most = most.plus(either(maybe, 7, 5).within(open & !a & !b & !c & half));
    sums.high = sums.high.plus(known).plus(most);
    sums.high = sums.high.minus(relief.within(!open), 13);
    sums.unjudged.add(unknown, 15);
    sums.unjudged.add(fell.unknown(), 12);
    sums.unjudged.add(dormant.unknown(), 20);
}

#[inline(always)]
fn owner<S: Simd>(at: Piece<'_, S>, sums: &mut Sums<S>) {
    let t = at.tests;
    sums.risk(!at.of(&t.assigned), 15);
    sums.risk(at.of(&t.departed) & at.of(&t.vacant), 15);
    let changed = at.of(&t.changed);
    sums.risk(changed, 5);
    sums.risk(changed & at.of(&t.complaints), 10);
}

#[inline(always)]
fn billing<S: Simd>(at: Piece<'_, S>, industry: Industry<S>, sums: &mut Sums<S>) {
    let t = at.tests;
    let overdue = at.of(&t.overdue);
    sums.all.add(overdue.yes, 12);
    sums.all.add(at.of(&t.long_overdue).yes, 20);
    sums.high.add(overdue.unknown(), 20);
    sums.unjudged.add(overdue.unknown(), 20);
    let disputes = at.of(&t.fee_disputes);
    let usual = either(industry.finance.yes, 15, 10);
    let most = either(industry.finance.maybe(), 15, 10);
    sums.scaled(usual.within(disputes.yes), most.within(disputes.maybe()));
    sums.unjudged.add(disputes.unknown(), 10);
}

#[inline(always)]
fn loyalty<S: Simd>(at: Piece<'_, S>, sums: &mut Sums<S>) {
    let t = at.tests;
    sums.relief(at.of(&t.repeat), 8);
    let is_new = at.of(&t.is_new);
    sums.all.add(is_new.yes, 5);
    sums.all.take(at.of(&t.is_old).yes, 8);
    sums.low.take(is_new.unknown(), 8);
    sums.high.add(is_new.unknown(), 5);
    sums.unjudged.add(is_new.unknown(), 8);
    sums.risk(at.of(&t.previously_churned), 10);
}

#[inline(always)]
fn movement<S: Simd>(at: Piece<'_, S>, sums: &mut Sums<S>) {
    let t = at.tests;
    sums.risk(at.of(&t.downgrades), 12);
    sums.risk(at.of(&t.pause_requests), 15);
    sums.risk(at.of(&t.notice), 60);
    sums.relief(at.of(&t.upgrades), 8);
    sums.risk(at.of(&t.settled_in) & !at.of(&t.live), 10);
    sums.relief(at.of(&t.young) & at.of(&t.trained), 5);
    sums.relief(at.of(&t.referrals), 8);
}

#[inline(always)]
fn together<S: Simd>(at: Piece<'_, S>, sums: &mut Sums<S>) {
    let t = at.tests;
    sums.risk(at.of(&t.vacant) & at.of(&t.near) & undecided(at), 10);
    let grave = at.of(&t.major) | at.of(&t.critical);
    sums.risk(at.of(&t.low) & grave, 10);
    sums.relief(at.of(&t.high) & at.of(&t.well), 5);
}
