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
