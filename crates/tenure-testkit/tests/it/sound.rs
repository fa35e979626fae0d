//! Sound rulebooks, each another way on top of the shipped one: none raises an alarm.

use tenure_testkit::property::Kit;

use crate::property::{house, options};
use crate::threads::{cases, figure, in_parallel};

/// What each changes, or adds.
const SOUND: &[&str] = &[
    "[risk]\npdo = 30\n",
    "[risk]\npdo = 15\n",
    "[risk]\nprior = 1000\nmin_coverage = 0\nhysteresis = 0\n",
    "[risk]\nprior = 4000\nmin_coverage = 8000\n",
    "[risk]\nhorizon_months = 6\nhysteresis = 800\n",
    "[risk]\nbands = [{ name = 'low', below = 1000 }, { name = 'medium', below = 3000 }, { name = 'high', below = 5000 }, { name = 'critical' }]\n",
    "[[rule]]\nid = 'quiet-saas'\nwhen = 'account.industry == \"saas\" && contact.days_since > 45'\npoints = 6\n",
    "[[rule]]\nid = 'each'\nscope = 'complaint'\ngroup = 'complaints'\nwhen = 'complaint.open && complaint.age_days > 30'\npoints = 4\n",
    "[[rule]]\nid = 'paused'\nscope = 'contract'\ngroup = 'movement'\nwhen = 'contract.status == \"paused\"'\npoints = 5\n",
    "[[rule]]\nid = 'slow-deal'\nscope = 'opportunity'\nwhen = 'opportunity.status == \"open\" && opportunity.probability_bp < 2000'\npoints = 3\n",
    "[[rule]]\nid = 'silent-or-unknown'\nwhen = '(usage.dormant ?? false) && (contact.days_since ?? 99) > 30'\npoints = 6\n",
    "[[rule]]\nid = 'contact-gap'\ngroup = 'contact'\nsignal = 'contact.days_since'\nbins = [{ below = 31, points = -5 }, { below = 91, points = 3 }, { points = 12 }, { unknown = true, points = 2 }]\n",
    "[[rule]]\nid = 'tenure'\nenabled = false\n",
    "[[rule]]\nid = 'small-contract'\nwhen = 'account.active_contracts == 1 && renewal.months_left > 9'\npoints = -2\n",
    "[[group]]\nid = 'complaints'\nmode = 'sum'\ncap = 20\n",
    "[[group]]\nid = 'satisfaction'\nmode = 'max'\n",
    "[[group]]\nid = 'billing'\nmode = 'max'\ncap = 15\n",
    "[[overlay]]\nwhen = 'account.industry == \"retail\"'\nscale = { group = 'contact', by = '12/10' }\n",
    "[[overlay]]\nwhen = 'account.industry == \"finance\" && renewal.months_left <= 3'\nscale = { rule = 'satisfaction', by = '1/2' }\n",
    "[arbitration]\nlimits = []\n[[action]]\nid = 'recovery-offer'\nenabled = true\n",
    "[arbitration]\nlimits = [{ max = 2 }]\nlevers = { upsell = 150 }\n",
    "[holdout]\nshare = 2500\nsalt = 'x'\n",
    "[[action]]\nid = 'nag'\nkey = 'period:30'\ncooldown = '60 days'\nwhen = 'contact.days_since > 50 && has_contract'\ndo = [{ kind = 'owner_todo', assignee = 'owner' }]\n",
    "[[action]]\nid = 'hello'\nkey = 'period:90'\nexpires = '14 days'\nwhen = 'contact.days_since > 20 && mail_is_welcome && has_contract'\ndo = [{ kind = 'greeting_email', to = 'champion', template = 'hello' }]\n",
    "[[signal]]\nname = 'custom.seats'\ntype = 'int'\nunit = 'count'\nvalid_for_days = 45\n[[rule]]\nid = 'few-seats'\ngroup = 'usage'\nwhen = 'custom.seats < 5'\npoints = 7\n[[property]]\nid = 'more-seats'\nmonotone = 'custom.seats'\npoints = 'never_up'\n",
    "[[rule]]\nid = 'buys-often'\ngroup = 'loyalty'\nwhen = 'purchases.count_12m >= 4'\npoints = -4\n[[property]]\nid = 'buying-more'\nmonotone = 'purchases.count_12m'\npoints = 'never_up'\n",
    "[[rule]]\nid = 'many-bills'\ngroup = 'billing'\nwhen = 'billing.overdue >= 2'\npoints = 4\n[[property]]\nid = 'more-bills'\nmonotone = 'billing.overdue'\npoints = 'never_down'\n",
    // Two rules of the first months give points, or take none away any more, as these go by.
    "[[rule]]\nid = 'onboarding-not-live'\nenabled = false\n[[rule]]\nid = 'onboarding-training'\nenabled = false\n[[property]]\nid = 'longer'\nmonotone = 'account.tenure_months'\npoints = 'never_up'\n[[property]]\nid = 'a-month-is-no-cliff'\nno_cliff = 'account.tenure_months'\n",
    "[[property]]\nid = 'terms'\nprotected = ['contract.discount_bp', 'contract.billing_period', 'account.region']\n",
    "[[rule]]\nid = 'referral'\nwhen = 'referrals.count_12m > 0'\npoints = -9\n[[property]]\nid = 'small'\nmax_moved = 5\nagainst = 'default-renewal'\n",
];

#[test]
fn thirty_sound_rulebooks_raise_no_alarm() {
    assert_eq!(SOUND.len(), 30);
    let alarms = in_parallel(SOUND.len() as u64, |number| {
        let rulebook = house(SOUND[number as usize]);
        let options = options(cases(60), None);
        let report = Kit::new(&rulebook).options(options).run().unwrap();
        let wrong = report.findings.iter();
        let wrong = wrong.filter(|finding| finding.broken().is_some());
        wrong
            .map(|finding| format!("{}\n{finding}", SOUND[number as usize]))
            .collect::<Vec<String>>()
    });
    let alarms: Vec<String> = alarms.into_iter().flatten().collect();
    figure("sound variants of the shipped rulebook", SOUND.len() as u64);
    figure(
        "false alarms of its properties about them",
        alarms.len() as u64,
    );
    assert!(alarms.is_empty(), "{}", alarms.join("\n\n"));
}

/// Where a signal moves what tells of the same thing the other way, nothing is said of it.
#[test]
fn what_moves_the_other_way_is_no_alarm() {
    for (number, property) in [(25, "buying-more"), (26, "more-bills")] {
        let options = options(600, Some(property));
        let rulebook = house(SOUND[number]);
        let report = Kit::new(&rulebook).options(options).run().unwrap();
        assert_eq!(report.findings.len(), 1, "{property}");
        report.assert_kept();
    }
}
