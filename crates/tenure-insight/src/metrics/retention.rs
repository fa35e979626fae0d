//! Who stayed, and how much of what they paid: over timelines, and over nothing else.

use tenure::model::{Currency, Id};

use super::convention::{Conventions, Reactivation, Window};
use super::metric::{Metric, Unit};
use super::movement::{Bridge, Flow};
use super::number::{Fraction, sum, too_large};
use super::timeline::{State, Timeline};
use crate::error::Error;

/// Customers over a window: the start of every retention metric.
#[derive(Debug, Clone)]
pub struct Retention<'t> {
    window: Window,
    conventions: Conventions,
    currency: Currency,
    /// Every customer that counts.
    all: Vec<&'t Timeline>,
    /// Of these, those whose amounts are known through the window.
    known: Vec<&'t Timeline>,
}

impl<'t> Retention<'t> {
    /// Customers with amounts in one currency. Pauses and days of grace have been looked after already, by
    /// [`Timeline::under`].
    pub fn new(
        timelines: impl IntoIterator<Item = &'t Timeline>,
        window: Window,
        conventions: Conventions,
        currency: Currency,
    ) -> Self {
        let stays = |timeline: &&Timeline| {
            let ends = timeline.stands(window.from) || timeline.stands(window.to);
            ends || !conventions.ignore_intra_window
        };
        let mut all: Vec<_> = timelines.into_iter().filter(stays).collect();
        all.sort_by(|a, b| a.id().cmp(b.id()));
        let known = all.iter().copied().filter(|t| t.is_known_through(window));
        Self {
            window,
            conventions,
            currency,
            known: known.collect(),
            all,
        }
    }

    fn those(&self, is: impl Fn(&Timeline) -> bool) -> Vec<&'t Timeline> {
        self.all
            .iter()
            .copied()
            .filter(|timeline| is(timeline))
            .collect()
    }

    fn ids(&self, is: impl Fn(&Timeline) -> bool) -> Vec<Id> {
        ids(&self.those(is))
    }

    fn at_start(&self, timeline: &Timeline) -> bool {
        timeline.stands(self.window.from)
    }

    fn at_end(&self, timeline: &Timeline) -> bool {
        timeline.stands(self.window.to)
    }

    /// The customers at the start whose amounts are known through the window.
    fn cohort(&self) -> Vec<&'t Timeline> {
        let known = self.known.iter().copied();
        known.filter(|t| self.at_start(t)).collect()
    }

    fn left(&self, timeline: &Timeline) -> bool {
        let mut changes = timeline.changes(self.window);
        changes.any(|(_, before, after)| before.is_customer() && !after.is_customer())
    }

    fn joined(&self, timeline: &Timeline) -> bool {
        let mut changes = timeline.changes(self.window);
        !self.at_start(timeline)
            && changes.any(|(_, before, after)| !before.is_customer() && after.is_customer())
    }

    /// The customers on the first day, by id.
    pub fn start(&self) -> Vec<Id> {
        self.ids(|t| self.at_start(t))
    }

    /// The customers on the day on which the window ends, [`Window::to`], by id.
    pub fn end(&self) -> Vec<Id> {
        self.ids(|t| self.at_end(t))
    }

    /// Who stayed and who left: customer retention, churn, and the definitions that are often taken for them.
    pub fn customers(&self) -> Vec<Metric> {
        let (start, end) = (self.start(), self.end());
        let share = |name, text: &str| Metric::new(name, text, Unit::Share);
        let stayed = self.ids(|t| self.at_start(t) && self.at_end(t));
        let gone = self.ids(|t| self.at_start(t) && !self.at_end(t));
        let left = self.ids(|t| self.at_start(t) && self.left(t));
        vec![
            share("crr", "customers at both ends / customers at the start; equal to (E - N) / S with N = at the end and not at the start")
                .count(stayed, start.clone()),
            share("churn", "customers at the start who are gone at the end / customers at the start")
                .count(gone, start.clone()),
            share("churn_event", "customers at the start who left at least once, returned or not / customers at the start")
                .count(left, start.clone())
                .aside(),
            share("naive_active_ratio", "customers at the end / customers at the start; new ones make up for lost ones, so it is no retention rate and may pass 100 %")
                .count(end, start.clone())
                .aside(),
            self.all_new(&start),
        ]
    }

    /// (E - N) / S with everybody who began in the window as N: wrong, because who left again is taken off twice.
    fn all_new(&self, start: &[Id]) -> Metric {
        let began = self.ids(|t| self.joined(t));
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let rest = number(self.end().len()) - number(began.len());
        let text = "(customers at the end - all who began in the window) / customers at the start; who came and left again is taken off although not there, so it is no retention rate";
        Metric::new("crr_all_new", text, Unit::Share)
            .among(began, start.to_vec())
            .of(rest, number(start.len()))
            .aside()
    }

    /// Recurring revenue kept: gross, net, churned, on the start cohort and over all.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input): amounts beyond the numbers.
    pub fn revenue(&self) -> Result<Vec<Metric>, Error> {
        let cohort = self.cohort();
        let flow = Flow::of(&cohort, self.window, &self.conventions)?;
        let whole = self.flow()?;
        let base = flow.start;
        let minus = |from: Fraction, parts: &[Fraction]| {
            let rest = parts.iter().try_fold(from, |rest, part| rest.minus(*part));
            rest.ok_or_else(too_large)
        };
        let grown = sum([base, flow.expansion])?;
        // Of those at the start, who came back too late to be reactivated is new, and is there at the end.
        let back = sum([grown, flow.reactivation, flow.new])?;
        let lost = [flow.contraction, flow.churn];
        let gross = sum([whole.churn, whole.contraction])?;
        let net = minus(gross, &[whole.expansion, whole.reactivation])?;
        let of_cohort = |name, text: &str, sum| self.money(name, text, sum, base, &cohort);
        let of_all = |name, text: &str, sum| self.money(name, text, sum, whole.start, &self.known);
        Ok(vec![
            of_cohort("grr", "MRR at the end of those at the start, each capped at its start / their MRR at the start", self.kept(&cohort)?)?,
            self.nrr(&cohort, &flow)?,
            of_cohort("grr_flow", "(start - contraction - churn) / start, start cohort; what came back later in the window stays lost", minus(base, &lost)?)?.aside(),
            of_cohort("nrr_flow", "(start + expansion + all who returned - contraction - churn) / start, start cohort; equal to nrr", minus(back, &lost)?)?.aside(),
            of_cohort("nrr_flow_without_reactivation", "(start + expansion - contraction - churn) / start, start cohort", minus(grown, &lost)?)?.aside(),
            of_all("gross_mrr_churn", "(churn + contraction) / MRR at the start, all customers", gross)?,
            of_all("net_mrr_churn", "(churn + contraction - expansion - reactivation) / MRR at the start, all customers; below 0 revenue of customers grew", net)?,
        ])
    }

    fn nrr(&self, cohort: &[&Timeline], flow: &Flow) -> Result<Metric, Error> {
        let text =
            "MRR at the end of those at the start / their MRR at the start; who returned counts";
        self.money("nrr", text, flow.end, flow.start, cohort)
    }

    /// What is left of each customer's start amount, no more than that.
    fn kept(&self, cohort: &[&Timeline]) -> Result<Fraction, Error> {
        sum(cohort.iter().filter_map(|timeline| {
            let (start, end) = (
                timeline.at(self.window.from).mrr()?,
                timeline.at(self.window.to).mrr()?,
            );
            Some(end.least(start))
        }))
    }

    fn money(
        &self,
        name: &'static str,
        text: &str,
        numerator: Fraction,
        base: Fraction,
        of: &[&Timeline],
    ) -> Result<Metric, Error> {
        let whole = |fraction: Fraction| fraction.rounded().ok_or_else(too_large);
        let starts = of
            .iter()
            .copied()
            .filter(|t| self.at_start(t))
            .collect::<Vec<_>>();
        let metric = Metric::new(name, text, Unit::Share)
            .among(ids(of), ids(&starts))
            .without(self.unknown(|t| self.at_start(t)));
        Ok(self.if_known(metric.of(whole(numerator)?, whole(base)?)))
    }

    /// A metric without its quotient, where more is left out than counted: who is left out is seldom like the others.
    fn if_known(&self, metric: Metric) -> Metric {
        if metric.left_out.len() > metric.base.len() {
            return Metric {
                value: None,
                ..metric
            };
        }
        metric
    }

    /// Those whose amounts are not known through the window, of those asked for.
    fn unknown(&self, of: impl Fn(&Timeline) -> bool) -> Vec<Id> {
        self.ids(|t| of(t) && !t.is_known_through(self.window))
    }

    /// Customers whose amounts are not known through the window, and who are in no sum of money.
    pub fn not_known(&self) -> Vec<Id> {
        let was_there = |t: &Timeline| self.at_start(t) || t.changes(self.window).next().is_some();
        self.unknown(was_there)
    }

    /// How monthly revenue moved, over all customers whose amounts are known.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input): amounts beyond the numbers.
    pub fn flow(&self) -> Result<Flow, Error> {
        Flow::of(&self.known, self.window, &self.conventions)
    }

    /// The same in whole minor units.
    ///
    /// # Errors
    /// As [`flow`](Self::flow).
    pub fn bridge(&self) -> Result<Bridge, Error> {
        self.flow()?.bridge()
    }

    /// Average revenue and the lifetime values that are made of it.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input): amounts beyond the numbers.
    pub fn values(&self) -> Result<Vec<Metric>, Error> {
        let to = self.window.to;
        let payers = self.those(|t| self.at_end(t) && t.at(to).mrr().is_some());
        let mrr = sum(payers.iter().filter_map(|t| t.at(to).mrr()))?;
        let count = i64::try_from(payers.len()).unwrap_or(i64::MAX);
        let whole = mrr.rounded().ok_or_else(too_large)?;
        let arpa = Metric::new(
            "arpa",
            "MRR / customers, both at the end",
            Unit::Money(self.currency),
        )
        .among(ids(&payers), ids(&payers))
        .without(self.ids(|t| t.at(to) == State::Unknown))
        .of(whole, count);
        let mean = Fraction::new(1, i128::from(count)).and_then(|part| mrr.times(part));
        Ok(vec![arpa, self.ltv_simple(mean)?, self.ltv_net(mean)?])
    }

    /// ARPA x margin / churn a month, churn spread evenly over the months of the window.
    fn ltv_simple(&self, arpa: Option<Fraction>) -> Result<Metric, Error> {
        let margin = self.conventions.gross_margin;
        let text = format!(
            "ARPA × gross margin ({}/{}) / churn a month, the window's churn spread evenly over its months; none without churn",
            margin.num, margin.den
        );
        let churn = self
            .customers()
            .into_iter()
            .find(|metric| metric.name == "churn");
        let rate = churn.and_then(|churn| churn.value);
        let rate = rate.and_then(|rate| Fraction::new(i128::from(rate.num), i128::from(rate.den)));
        let margin = Fraction::new(i128::from(margin.num), i128::from(margin.den));
        let value = arpa
            .zip(margin)
            .and_then(|(arpa, margin)| arpa.times(margin));
        self.lifetime("ltv_simple", text, value, rate)
    }

    /// ARPA / (1 - NRR a month), what NRR is below 1 spread evenly over the months of the window.
    fn ltv_net(&self, arpa: Option<Fraction>) -> Result<Metric, Error> {
        let cohort = self.cohort();
        let flow = Flow::of(&cohort, self.window, &self.conventions)?;
        let told = self.nrr(&cohort, &flow)?.value.is_some();
        let lost = flow
            .start
            .minus(flow.end)
            .and_then(|lost| lost.over(flow.start));
        let text = "ARPA / (1 - NRR a month), the window's shortfall of NRR spread evenly over its months; none where NRR is 1 or more";
        self.lifetime("ltv_net", text.to_owned(), arpa, lost.filter(|_| told))
    }

    /// A value a month over a rate of the window, per month.
    fn lifetime(
        &self,
        name: &'static str,
        text: String,
        value: Option<Fraction>,
        rate: Option<Fraction>,
    ) -> Result<Metric, Error> {
        let months = self.window.months();
        let months = Fraction::new(i128::from(months.num), i128::from(months.den));
        let lifetime = rate
            .filter(|rate| rate.is_positive())
            .and_then(|rate| value?.times(months?)?.over(rate));
        let metric = Metric::new(name, text, Unit::Money(self.currency));
        Ok(match lifetime {
            Some(lifetime) => metric.of(lifetime.rounded().ok_or_else(too_large)?, 1),
            None => metric,
        })
    }

    /// What was agreed on, in words: the same for every metric here.
    pub fn conventions(&self) -> String {
        let back = match self.conventions.reactivation {
            Reactivation::Always => "who comes back after any gap is reactivated".to_owned(),
            Reactivation::Within(days) => {
                format!("who comes back within {days} days is reactivated, later new")
            }
        };
        let within = if self.conventions.ignore_intra_window {
            "; who came and left within the window is left out"
        } else {
            ""
        };
        format!("{}; {back}{within}", self.conventions.of_customers())
    }
}

fn ids(timelines: &[&Timeline]) -> Vec<Id> {
    timelines
        .iter()
        .map(|timeline| timeline.id().clone())
        .collect()
}
