//! How a batch is scored.

use tenure_plugin::{Batch, Column, Scored, Values, configure, score_batch};

use super::Plugin;

fn column(values: Values, known: Option<Vec<u64>>) -> Column {
    Column { values, known }
}

/// Four accounts: a gold one that is near and uses little; one whose use is unknown; one far off; one that is spared.
fn batch() -> Batch {
    let texts = |codes: &[u32], dictionary: &[&str]| Values::Text {
        codes: codes.to_vec(),
        dictionary: dictionary.iter().map(ToString::to_string).collect(),
    };
    Batch {
        as_of: None,
        rows: 4,
        columns: vec![
            column(Values::Int(vec![2, 3, 9, 1]), None),
            column(Values::Float(vec![0.1, 0.1, 0.9, 0.1]), Some(vec![0b1101])),
            column(Values::Bool(vec![1, 1, 0, 1]), Some(vec![0b0001])),
            column(texts(&[1, 1, 1, 0], &["public", "retail"]), None),
            column(texts(&[0, 0, 0, 0], &["gold"]), Some(vec![0b0001])),
        ],
    }
}

fn scored(batch: &Batch) -> Result<Scored, String> {
    let parameters = configure::<Plugin>(r#"{"near": 3, "little": 0.5, "spared": "public"}"#)?;
    score_batch::<Plugin>(batch, &parameters)
}

#[test]
fn rows_are_scored_by_what_is_known() {
    let expected = Scored {
        point_rows: vec![0, 0, 1],
        point_reasons: vec![0, 1, 0],
        points: vec![20, 10, 10],
        proposal_rows: vec![0],
        proposal_actions: vec![0],
    };
    assert_eq!(scored(&batch()), Ok(expected));
}

/// Which of the accounts are repeated: no two alike in their texts and what is known, and as many as do not divide the 64
/// rows that are looked at together.
const PERIOD: [usize; 3] = [0, 3, 1];

/// These accounts again and again, so many rows in all.
fn repeated(batch: &Batch, rows: usize) -> Batch {
    fn cycled<T: Clone>(values: &[T], rows: usize) -> Vec<T> {
        let places = PERIOD.iter().cycle().take(rows);
        places.map(|&place| values[place].clone()).collect()
    }
    let column = |column: &Column| Column {
        values: match &column.values {
            Values::Int(values) => Values::Int(cycled(values, rows)),
            Values::Float(values) => Values::Float(cycled(values, rows)),
            Values::Bool(values) => Values::Bool(cycled(values, rows)),
            Values::Text { codes, dictionary } => Values::Text {
                codes: cycled(codes, rows),
                dictionary: dictionary.clone(),
            },
        },
        known: column.known.as_ref().map(|known| {
            let bit = |row: usize| (known[0] >> PERIOD[row % PERIOD.len()] & 1) << (row % 64);
            let word = |word: usize| (word * 64..rows.min(word * 64 + 64)).map(bit).sum();
            (0..rows.div_ceil(64)).map(word).collect()
        }),
    };
    Batch {
        as_of: batch.as_of,
        rows: rows as u32,
        columns: batch.columns.iter().map(column).collect(),
    }
}

#[test]
fn a_row_is_scored_alike_wherever_it_stands() {
    let few = scored(&batch()).unwrap();
    for rows in [0, 1, 3, 63, 64, 65, 127, 128, 131, 256] {
        let all = scored(&repeated(&batch(), rows)).unwrap();
        let mut expected = Scored::default();
        for row in 0..rows as u32 {
            let like = PERIOD[row as usize % PERIOD.len()] as u32;
            for at in (0..few.points.len()).filter(|&at| few.point_rows[at] == like) {
                expected.point_rows.push(row);
                expected.point_reasons.push(few.point_reasons[at]);
                expected.points.push(few.points[at]);
            }
            for at in (0..few.proposal_rows.len()).filter(|&at| few.proposal_rows[at] == like) {
                expected.proposal_rows.push(row);
                expected.proposal_actions.push(few.proposal_actions[at]);
            }
        }
        assert_eq!(all, expected, "{rows} rows");
    }
}

#[test]
fn columns_that_do_not_fit_are_named() {
    let mut short = batch();
    short.columns[0].values = Values::Int(vec![1]);
    assert_eq!(
        scored(&short),
        Err("`renewal.months_left` has 1 values for 4 rows".into())
    );
    let mut other = batch();
    other.columns[1].values = Values::Int(vec![1; 4]);
    assert_eq!(
        scored(&other),
        Err("`usage.share` came with another type".into())
    );
    let mut missing = batch();
    missing.columns.pop();
    assert_eq!(
        scored(&missing),
        Err("the host sent no column for `account.tier`".into())
    );
}

#[test]
fn a_code_that_the_dictionary_lacks_is_an_empty_text() {
    let mut odd = batch();
    odd.columns[3].values = Values::Text {
        codes: vec![9; 4],
        dictionary: Vec::new(),
    };
    let scored = scored(&odd).unwrap();
    assert_eq!(scored.point_rows, [0, 0, 1, 3, 3]);
}
