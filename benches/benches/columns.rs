//! Ready columns to scores: the compiled rulebook, the same rules by hand, and stock rhai.

use std::hint::black_box;

use criterion::Criterion;
use tenure_bench::hand::{self, HandColumns, HandScores, Machine, Scale};
use tenure_bench::ratio::{Case, Times, is_smoke};
use tenure_bench::stock::Stock;
use tenure_bench::{data, default_rulebook};
use tenure_columns::{Frame, Kernels};
use tenure_core::risk::{BandIndex, RiskProgram, RiskScratch, RiskTables, Scores};
use tenure_rules::{Judge, Rulebook};

const ACCOUNTS: usize = 100_000;

/// So many accounts show what stock rhai needs for one.
const STOCK_ACCOUNTS: usize = 100;

const ROUNDS: usize = 41;

fn score(program: &RiskProgram, frame: &Frame, scratch: &mut RiskScratch, scores: &mut Scores) {
    let tables = RiskTables::new(program, frame, &[]);
    let bound = tables.bind(program);
    scores.clear();
    bound.score(0..frame.rows(), scratch, scores);
}

/// The compiled rulebook's scores in the shape of those by hand.
fn as_hand(scores: &Scores) -> HandScores {
    HandScores {
        points: scores.points().to_vec(),
        low: scores.points_low().to_vec(),
        high: scores.points_high().to_vec(),
        probability_bp: scores.probability_bp().to_vec(),
        coverage_bp: scores.coverage_bp().to_vec(),
        bands: scores
            .bands()
            .map(|band| match band {
                BandIndex::Band(number) => number,
                BandIndex::Insufficient => u16::MAX,
            })
            .collect(),
    }
}

/// Before anything is timed: every way gives the same.
fn compare(rulebook: &Rulebook, program: &RiskProgram, frame: &Frame) {
    let mut scores = Scores::new();
    let mut scratch = RiskScratch::new();
    score(program, frame, &mut scratch, &mut scores);
    let mut by_hand = HandScores::default();
    let columns = HandColumns::new(&rulebook.dictionary, frame);
    let scale = Scale::new(&rulebook.risk);
    hand::score(Machine::detect(), &columns, &scale, &mut by_hand);
    let compiled = as_hand(&scores);
    for row in 0..frame.rows() {
        let of = |scores: &HandScores| {
            (
                scores.points[row],
                scores.low[row],
                scores.high[row],
                scores.probability_bp[row],
                scores.coverage_bp[row],
                scores.bands[row],
            )
        };
        assert_eq!(of(&compiled), of(&by_hand), "account {row}");
    }
    let mut wide = Scores::new();
    score(program, &frame.clone().widened(), &mut scratch, &mut wide);
    assert_eq!(wide, scores, "wide columns score otherwise");
    compare_stock(rulebook, program, frame, &scores);
}

/// Stock rhai finds the same conditions to hold.
fn compare_stock(rulebook: &Rulebook, program: &RiskProgram, frame: &Frame, scores: &Scores) {
    let mut stock = Stock::new(rulebook, &program.signals());
    let values = stock.values(frame, STOCK_ACCOUNTS.min(frame.rows()));
    let mut holds = Vec::new();
    for (row, values) in values.iter().enumerate() {
        stock.judge(values, &mut holds);
        let conditions = rulebook
            .rules
            .iter()
            .enumerate()
            .filter(|(_, rule)| rule.enabled && matches!(rule.judge, Judge::When { .. }));
        for ((number, rule), holds) in conditions.zip(&holds) {
            let fired = scores.fired(number)[row / 64] >> (row % 64) & 1 == 1;
            assert_eq!(fired, *holds, "account {row}, rule {}", rule.id);
        }
    }
}

fn main() {
    let rulebook = default_rulebook();
    let program = RiskProgram::compile(&rulebook);
    let accounts = if is_smoke() { 1_000 } else { ACCOUNTS };
    let frame = data::portfolio(&rulebook.dictionary, &program.signals(), accounts, 1);
    compare(&rulebook, &program, &frame);
    if is_smoke() {
        println!("columns: every way gives the same scores");
        return;
    }
    ratios(&rulebook, &program, &frame);
    criterion(&program, &frame);
}

fn ratios(rulebook: &Rulebook, program: &RiskProgram, frame: &Frame) {
    let wide = frame.clone().widened();
    let columns = HandColumns::new(&rulebook.dictionary, frame);
    let scale = Scale::new(&rulebook.risk);
    let portable = program.clone().with_kernels(Kernels::portable());
    let accounts = frame.rows();
    let compiled = |name, program, frame, mut scores: Scores| {
        let mut scratch = RiskScratch::new();
        Case {
            name,
            accounts,
            run: Box::new(move || {
                score(program, frame, &mut scratch, &mut scores);
                black_box(&scores);
            }),
        }
    };
    let by_hand = |name, machine: Machine| {
        let mut out = HandScores::default();
        let (columns, scale) = (&columns, &scale);
        Case {
            name,
            accounts,
            run: Box::new(move || {
                hand::score(machine, columns, scale, &mut out);
                black_box(&out);
            }),
        }
    };
    let mut stock = Stock::new(rulebook, &program.signals());
    let values = stock.values(frame, STOCK_ACCOUNTS);
    let mut holds = Vec::new();
    let mut cases = [
        compiled("compiled", program, frame, Scores::without_rules()),
        compiled(
            "compiled, bits of rules kept",
            program,
            frame,
            Scores::new(),
        ),
        compiled(
            "compiled, wide columns",
            program,
            &wide,
            Scores::without_rules(),
        ),
        compiled(
            "compiled, portable kernels",
            &portable,
            frame,
            Scores::without_rules(),
        ),
        by_hand("by hand", Machine::detect()),
        by_hand("by hand, portable", Machine::portable()),
        Case {
            name: "stock rhai",
            accounts: STOCK_ACCOUNTS,
            run: Box::new(|| {
                for values in &values {
                    stock.judge(values, &mut holds);
                    black_box(&holds);
                }
            }),
        },
    ];
    let times = Times::measure(&mut cases, ROUNDS);
    println!(
        "{accounts} accounts, a fifth of the values unknown, {ROUNDS} rounds; medians, and first to last tenth"
    );
    times.print();
    times.print_ratio("speed against by hand", 4, 0);
    times.print_ratio("speed against by hand, portable", 5, 3);
    times.print_ratio("times stock rhai", 6, 0);
    times.print_ratio("times stock rhai, wide columns", 6, 2);
    times.print_ratio("by hand, times stock rhai", 6, 4);
    times.print_ratio("bits of rules kept, time against without", 1, 0);
}

fn criterion(program: &RiskProgram, frame: &Frame) {
    let mut criterion = Criterion::default().configure_from_args();
    let mut scratch = RiskScratch::new();
    let mut scores = Scores::without_rules();
    criterion.bench_function("columns/compiled", |bencher| {
        bencher.iter(|| score(program, frame, &mut scratch, &mut scores));
    });
}
