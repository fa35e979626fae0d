//! The rules, one by one.

use super::columns::HandColumns;
use super::lanes::{LANES, Lanes, Truth, block, known, map, marked};

/// The sum of the weights of all rules.
pub(super) const WEIGHT: i16 = 507;

/// What a block comes to.
pub(super) struct Sums {
    pub(super) points: Lanes,
    pub(super) low: Lanes,
    pub(super) high: Lanes,
    pub(super) unjudged: Lanes,
}

#[expect(
    clippy::needless_range_loop,
    reason = "the same lane of several arrays reads best by its number"
)]
impl Sums {
    const NOTHING: Self = Self {
        points: [0; LANES],
        low: [0; LANES],
        high: [0; LANES],
        unjudged: [0; LANES],
    };

    /// A condition that gives points.
    #[inline(always)]
    fn when(&mut self, truth: &Truth, points: i16) {
        let unknown = truth.unknown();
        for i in 0..LANES {
            let (given, open) = (points & truth.yes[i], points & unknown[i]);
            self.points[i] += given;
            self.low[i] += given + open.min(0);
            self.high[i] += given + open.max(0);
            self.unjudged[i] += points.abs() & unknown[i];
        }
    }

    /// A condition whose points are scaled: by what is known to hold, and by the most that might.
    #[inline(always)]
    fn scaled(&mut self, truth: &Truth, weight: i16, usual: &Lanes, most: &Lanes) {
        let unknown = truth.unknown();
        for i in 0..LANES {
            let given = usual[i] & truth.yes[i];
            let end = most[i] & !truth.no[i];
            self.points[i] += given;
            self.low[i] += if end < 0 { end } else { given };
            self.high[i] += if end > 0 { end } else { given };
            self.unjudged[i] += weight & unknown[i];
        }
    }

    /// A condition whose points are others in manufacturing, in finance, and at most where the industry is not known.
    #[inline(always)]
    fn by_industry(&mut self, truth: &Truth, industry: &Industry, points: [i16; 4]) {
        let [points, manufacturing, finance, most] = points;
        let usual = industry.pick(points, points, manufacturing, finance);
        let most = industry.unless_unknown(&usual, most);
        self.scaled(truth, points.abs(), &usual, &most);
    }

    /// Adds what a group comes to, held within a cap.
    #[inline(always)]
    fn add(&mut self, group: &Self, cap: i16) {
        for i in 0..LANES {
            self.points[i] += group.points[i].clamp(-cap, cap);
            self.low[i] += group.low[i].clamp(-cap, cap);
            self.high[i] += group.high[i].clamp(-cap, cap);
            self.unjudged[i] += group.unjudged[i];
        }
    }
}

/// Which overlays hold for the industry, as numerators over 10: what holds, and what might.
struct Industry {
    saas: Truth,
    manufacturing: Truth,
    finance: Truth,
}

impl Industry {
    #[inline(always)]
    fn of(c: &HandColumns<'_>, at: usize) -> Self {
        let is = |word| Truth::is(&c.industry, at, c.industry.code(word));
        Self {
            saas: is("saas"),
            manufacturing: is("manufacturing"),
            finance: is("finance"),
        }
    }

    /// Points by industry: for each of the factors, and for all that might hold where the industry is not known.
    #[inline(always)]
    fn pick(&self, usual: i16, saas: i16, manufacturing: i16, finance: i16) -> Lanes {
        map(|i| {
            let mut points = usual;
            points = if self.saas.yes[i] != 0 { saas } else { points };
            points = if self.manufacturing.yes[i] != 0 {
                manufacturing
            } else {
                points
            };
            if self.finance.yes[i] != 0 {
                finance
            } else {
                points
            }
        })
    }

    /// The same points, but others where the industry is not known.
    #[inline(always)]
    fn unless_unknown(&self, points: &Lanes, most: i16) -> Lanes {
        let unknown = self.saas.unknown();
        map(|i| if unknown[i] != 0 { most } else { points[i] })
    }
}

/// Scores one block of accounts.
#[inline(always)]
pub(super) fn score(c: &HandColumns<'_>, at: usize) -> Sums {
    let mut sums = Sums::NOTHING;
    let industry = Industry::of(c, at);
    satisfaction(c, at, &mut sums);
    complaints(c, at, &industry, &mut sums);
    support(c, at, &industry, &mut sums);
    renewal(c, at, &industry, &mut sums);
    contact(c, at, &mut sums);
    usage(c, at, &industry, &mut sums);
    owner(c, at, &mut sums);
    billing(c, at, &industry, &mut sums);
    loyalty(c, at, &mut sums);
    movement(c, at, &mut sums);
    together(c, at, &mut sums);
    sums
}

#[inline(always)]
fn above_zero(value: i16) -> bool {
    value > 0
}

#[inline(always)]
fn undecided(c: &HandColumns<'_>, at: usize) -> Truth {
    let decided = Truth::bools(c.decided, at);
    decided.not().and(Truth::bools(c.paused, at).not())
}

#[inline(always)]
fn satisfaction(c: &HandColumns<'_>, at: usize, sums: &mut Sums) {
    let low = Truth::is(&c.level, at, c.level.code("low"));
    let high = Truth::is(&c.level, at, c.level.code("high"));
    let stale = marked(c.level.stale, at);
    let unknown = low.unknown();
    for i in 0..LANES {
        let given = (30 & low.yes[i]) + (-25 & high.yes[i]) + (5 & stale[i]);
        sums.points[i] += given;
        sums.low[i] += if unknown[i] != 0 { -25 } else { given };
        sums.high[i] += if unknown[i] != 0 { 30 } else { given };
        sums.unjudged[i] += 30 & unknown[i] & !stale[i];
    }
    sums.when(&Truth::floats(c.drop, at, |drop| drop >= 20.0), 10);
}

#[inline(always)]
fn complaints(c: &HandColumns<'_>, at: usize, industry: &Industry, sums: &mut Sums) {
    let open = |column| Truth::ints(column, at, above_zero);
    let competition = industry.saas.and(open(c.competitor).or(open(c.price)));
    let feature = industry.saas.and(open(c.missing_feature));
    let supply = industry
        .manufacturing
        .and(open(c.supply_chain).or(open(c.terms)));
    let trust = industry.finance.and(open(c.trust));
    let overlays = [
        (&competition, 12),
        (&feature, 13),
        (&supply, 15),
        (&trust, 14),
    ];
    let (mut usual, mut most) = ([1_i32; LANES], [1_i32; LANES]);
    for (overlay, by) in overlays {
        for i in 0..LANES {
            usual[i] *= if overlay.yes[i] != 0 { by } else { 10 };
            most[i] *= if overlay.no[i] == 0 { by } else { 10 };
        }
    }
    let scale =
        |points: i32, by: &[i32; LANES]| map(|i| ((points * by[i] + 5_000) / 10_000) as i16);
    let mut group = Sums::NOTHING;
    for (column, points) in [
        (c.minor_aged, 5),
        (c.major, 15),
        (c.critical, 25),
        (c.reopened, 5),
    ] {
        let (usual, most) = (scale(points, &usual), scale(points, &most));
        group.scaled(&open(column), points as i16, &usual, &most);
    }
    sums.add(&group, 30);
    sums.when(&Truth::bools(c.loss_reason, at), 8);
}

#[inline(always)]
fn support(c: &HandColumns<'_>, at: usize, industry: &Industry, sums: &mut Sums) {
    let mut group = Sums::NOTHING;
    let slow = Truth::pairs(c.response, c.target, at, |minutes, target| minutes > target);
    for (truth, points, scaled, most) in [
        (Truth::ints(c.breaches, at, above_zero), 8, 10, 14),
        (slow, 5, 7, 8),
        (Truth::ints(c.escalated, at, above_zero), 10, 13, 17),
    ] {
        let usual = industry.pick(points, scaled, scaled, points);
        let most = industry.unless_unknown(&usual, most);
        group.scaled(&truth, points, &usual, &most);
    }
    sums.add(&group, 20);
}

#[inline(always)]
fn renewal(c: &HandColumns<'_>, at: usize, industry: &Industry, sums: &mut Sums) {
    let undecided = undecided(c, at);
    let automatic = Truth::bools(c.auto_renew, at);
    let by_hand = Truth {
        yes: map(|i| !automatic.yes[i]),
        no: automatic.yes,
    };
    let passed = Truth::bools(c.passed, at);
    let ahead = undecided.and(by_hand);
    let far = Truth::ints(c.months_left, at, |months| months >= 7);
    sums.by_industry(&far, industry, [-5, -7, -6, -8]);
    let soon = Truth::ints(c.months_left, at, |months| (2..=3).contains(&months));
    let bare = Truth::bools(c.has_opportunity, at).not();
    sums.by_industry(&soon.and(ahead).and(bare), industry, [8, 10, 10, 12]);
    let due = Truth::ints(c.months_left, at, |months| months <= 1);
    sums.by_industry(
        &due.and(passed.not()).and(ahead),
        industry,
        [15, 20, 18, 23],
    );
    sums.by_industry(&passed.and(ahead), industry, [30, 39, 36, 47]);
    sums.by_industry(&automatic, industry, [-10, -13, -12, -16]);
}

/// The stronger of two, the first of equals.
#[inline(always)]
fn stronger(x: i16, y: i16) -> i16 {
    if y.abs() > x.abs() { y } else { x }
}

#[inline(always)]
fn contact(c: &HandColumns<'_>, at: usize, sums: &mut Sums) {
    let days = block(c.days_since_contact.values, at);
    let days_known = known(c.days_since_contact.known, at);
    let silent = Truth::bools(c.no_contact, at).and(undecided(c, at));
    let unknown = silent.unknown();
    for i in 0..LANES {
        let bin = match days[i] {
            ..31 => -5,
            31..61 => 0,
            61..91 => 8,
            91.. => 12,
        };
        let gap = bin & days_known[i];
        let (gap_low, gap_high) = if days_known[i] != 0 {
            (gap, gap)
        } else {
            (-5, 12)
        };
        let alone = 15 & silent.yes[i];
        let alone_high = 15 & !silent.no[i];
        let points = stronger(gap, alone);
        let exact = days_known[i] & !unknown[i];
        sums.points[i] += points;
        sums.low[i] += if exact != 0 {
            points
        } else {
            gap_low.min(alone)
        };
        sums.high[i] += if exact != 0 {
            points
        } else {
            gap_high.max(alone_high)
        };
        sums.unjudged[i] += (12 & !days_known[i]) + (15 & unknown[i]);
    }
}

#[inline(always)]
fn usage(c: &HandColumns<'_>, at: usize, industry: &Industry, sums: &mut Sums) {
    let below = |bound: f64| Truth::floats(c.utilisation, at, move |value| value < bound);
    let (little, half, some) = (below(0.3), below(0.5), below(0.8));
    let fell = Truth::floats(c.trend, at, |trend| trend <= -0.3);
    let dormant = Truth::bools(c.dormant, at);
    let (used_unknown, fell_unknown, dormant_unknown) =
        (little.unknown(), fell.unknown(), dormant.unknown());
    let maybe = industry.saas.unknown();
    for i in 0..LANES {
        let saas = industry.saas.yes[i] != 0;
        let scale = |points: i16, scaled: i16| if saas { scaled } else { points };
        let might = |points: i16, scaled: i16| {
            if saas || maybe[i] != 0 {
                scaled
            } else {
                points
            }
        };
        let used = if little.yes[i] != 0 {
            (15, 20)
        } else if half.yes[i] != 0 {
            (5, 7)
        } else if some.yes[i] != 0 {
            (0, 0)
        } else if some.no[i] != 0 {
            (-10, -13)
        } else {
            (0, 0)
        };
        let points = stronger(
            stronger(scale(used.0, used.1), scale(12, 16) & fell.yes[i]),
            scale(20, 26) & dormant.yes[i],
        );
        let most = [
            might(used.0, used.1),
            might(12, 16) & !fell.no[i],
            might(20, 26) & !dormant.no[i],
        ];
        let least = [
            scale(used.0, used.1),
            scale(12, 16) & fell.yes[i],
            scale(20, 26) & dormant.yes[i],
        ];
        let (used_low, used_high) = if used_unknown[i] != 0 {
            (might(-10, -13), might(15, 20))
        } else {
            (least[0].min(most[0]), least[0].max(most[0]))
        };
        let exact = used_low == used_high && least[1] == most[1] && least[2] == most[2];
        sums.points[i] += points;
        sums.low[i] += if exact {
            points
        } else {
            used_low.min(least[1]).min(least[2])
        };
        sums.high[i] += if exact {
            points
        } else {
            used_high.max(most[1]).max(most[2])
        };
        sums.unjudged[i] +=
            (15 & used_unknown[i]) + (12 & fell_unknown[i]) + (20 & dormant_unknown[i]);
    }
}

#[inline(always)]
fn owner(c: &HandColumns<'_>, at: usize, sums: &mut Sums) {
    sums.when(&Truth::bools(c.assigned, at).not(), 15);
    let vacant = Truth::bools(c.vacant, at);
    sums.when(&Truth::bools(c.departed, at).and(vacant), 15);
    let changed = Truth::ints(c.days_since_change, at, |days| days < 60);
    sums.when(&changed, 5);
    let complaints = Truth::ints(c.complaints, at, above_zero);
    sums.when(&changed.and(complaints), 10);
}

#[inline(always)]
fn billing(c: &HandColumns<'_>, at: usize, industry: &Industry, sums: &mut Sums) {
    let days = block(c.days_overdue.values, at);
    let days_known = known(c.days_overdue.known, at);
    for i in 0..LANES {
        let bin = match days[i] {
            ..31 => 0,
            31..61 => 12,
            61.. => 20,
        };
        let given = bin & days_known[i];
        sums.points[i] += given;
        sums.low[i] += given;
        sums.high[i] += given + (20 & !days_known[i]);
        sums.unjudged[i] += 20 & !days_known[i];
    }
    let usual = industry.pick(10, 10, 10, 15);
    let most = industry.unless_unknown(&usual, 15);
    let disputes = Truth::ints(c.fee_disputes, at, above_zero);
    sums.scaled(&disputes, 10, &usual, &most);
}

#[inline(always)]
fn loyalty(c: &HandColumns<'_>, at: usize, sums: &mut Sums) {
    sums.when(&Truth::bools(c.repeat, at), -8);
    let months = block(c.tenure_months.values, at);
    let months_known = known(c.tenure_months.known, at);
    for i in 0..LANES {
        let bin = match months[i] {
            ..6 => 5,
            6..36 => 0,
            36.. => -8,
        };
        let given = bin & months_known[i];
        let unknown = !months_known[i];
        sums.points[i] += given;
        sums.low[i] += given + (-8 & unknown);
        sums.high[i] += given + (5 & unknown);
        sums.unjudged[i] += 8 & unknown;
    }
    sums.when(&Truth::bools(c.previously_churned, at), 10);
}

#[inline(always)]
fn movement(c: &HandColumns<'_>, at: usize, sums: &mut Sums) {
    sums.when(&Truth::ints(c.downgrades, at, above_zero), 12);
    sums.when(&Truth::ints(c.pause_requests, at, above_zero), 15);
    sums.when(&Truth::bools(c.notice, at), 60);
    sums.when(&Truth::ints(c.upgrades, at, above_zero), -8);
    let old = Truth::ints(c.age_days, at, |days| days >= 60);
    sums.when(&old.and(Truth::bools(c.live, at).not()), 10);
    let young = Truth::ints(c.age_days, at, |days| days <= 90);
    let trained = Truth::ints(c.trainings, at, above_zero);
    sums.when(&young.and(trained), -5);
    sums.when(&Truth::ints(c.referrals, at, above_zero), -8);
}

#[inline(always)]
fn together(c: &HandColumns<'_>, at: usize, sums: &mut Sums) {
    let near = Truth::ints(c.months_left, at, |months| months <= 3);
    let vacant = Truth::bools(c.vacant, at);
    sums.when(&vacant.and(near).and(undecided(c, at)), 10);
    let low = Truth::is(&c.level, at, c.level.code("low"));
    let major = Truth::ints(c.major, at, above_zero);
    let critical = Truth::ints(c.critical, at, above_zero);
    sums.when(&low.and(major.or(critical)), 10);
    let high = Truth::is(&c.level, at, c.level.code("high"));
    let used = Truth::floats(c.utilisation, at, |value| value >= 0.8);
    sums.when(&high.and(used), -5);
}
