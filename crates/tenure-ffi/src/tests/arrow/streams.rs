//! Streams: batches in, batches out.

use std::mem::MaybeUninit;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::columns::{every_format, with};
use super::{Bench, Refused, Rows, bench, message, told, twin};
use crate::arrow::abi::ArrowArrayStream;
use crate::arrow::foreign::Stream;
use crate::arrow::made_up::{Column, Fate, Table, stream};
use crate::arrow::stream::tenure_score_stream;
use crate::guard::rehearsal::{Place, with_panic};
use crate::status::{E_SCHEMA, E_STREAM, OK};
use crate::tests::made::{DAY, NTS};

/// A stream of answers; the stream that is handed in is marked as released.
fn opened(bench: &Bench, tables: Vec<Option<Table>>, fate: &Arc<Fate>) -> Result<Stream, Refused> {
    let mut input = stream(tables, fate);
    let mut out = ArrowArrayStream::empty();
    let mut err = MaybeUninit::new(std::ptr::null_mut());
    // SAFETY: a stream that was just made, a text ended by a NUL, and a place.
    let status = unsafe {
        let (engine, tenant) = (Some(&*bench.engine), Some(&*bench.tenant));
        tenure_score_stream(
            engine,
            &raw mut input,
            tenant,
            DAY.as_ptr(),
            NTS,
            &raw mut out,
            Some(&mut err),
        )
    };
    assert!(input.release.is_none(), "marked as released");
    if status != OK {
        return Err((status, message(err)));
    }
    // SAFETY: it was filled just now.
    Ok(unsafe { Stream::take(&raw mut out) }.unwrap())
}

/// A stream on its way to another thread.
struct Sent(Stream);

// SAFETY: the library's own streams may be used by any thread, by one at a time; so may those that these tests hand in.
unsafe impl Send for Sent {}

/// What the batches of a stream give, each asked for by a thread of its own.
pub(in crate::tests) fn across_threads(bench: &Bench, tables: Vec<Option<Table>>) -> Vec<Rows> {
    let fate = Arc::new(Fate::default());
    let mut answers = Sent(opened(bench, tables, &fate).unwrap());
    let mut all = Vec::new();
    loop {
        let next = std::thread::spawn(move || {
            // The whole of it is moved, not its field alone.
            let mut mine: Sent = answers;
            let schema = mine.0.schema().unwrap();
            let batch = mine.0.next().unwrap();
            (batch.map(|batch| told(&schema, &batch)), mine)
        });
        let (rows, back) = next.join().unwrap();
        answers = back;
        match rows {
            Some(rows) => all.push(rows),
            None => return all,
        }
    }
}

/// What the batches of a stream give until it ends or fails; and how many handed-in structs there were.
pub(super) fn streamed(
    bench: &Bench,
    tables: Vec<Option<Table>>,
    raise: bool,
) -> Result<Vec<Rows>, Refused> {
    let fate = Arc::new(Fate::default());
    let opened = opened(bench, tables, &fate);
    if opened.is_err() {
        assert!(fate.is_well(1), "{fate:?}");
    }
    let mut answers = opened?;
    let schema = answers.schema().unwrap();
    let mut all = Vec::new();
    let end = loop {
        let next = match raise && all.len() == 1 {
            true => {
                let mut next = None;
                with_panic(Place::Handle, || next = Some(answers.next()));
                next.unwrap()
            }
            false => answers.next(),
        };
        match next {
            Ok(Some(batch)) => all.push(told(&schema, &batch)),
            Ok(None) => break Ok(all),
            Err(failure) => break Err((failure.status, failure.message)),
        }
    };
    if end.is_ok() {
        // At the end it stays.
        assert!(answers.next().unwrap().is_none());
    } else {
        // After a failure there is nothing more, whatever the stream that was handed in still has.
        let again = if raise {
            "free it and make a new one"
        } else {
            "the stream failed before: release it, and begin anew"
        };
        for _ in 0..2 {
            let said = answers.next().unwrap_err().message;
            assert!(said.contains(again), "{said}");
        }
    }
    drop(answers);
    assert!(fate.released.load(Ordering::SeqCst) >= 1);
    assert_eq!(fate.written.load(Ordering::SeqCst), 0);
    end
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn a_stream_gives_what_its_batches_give() {
    let bench = bench();
    let (column, custom) = every_format().remove(0);
    let tables = || {
        vec![
            Some(with(column.clone())),
            Some(with(column.clone()).sliced(3)),
            Some(with(column.clone()).sliced(1)),
        ]
    };
    let whole = twin(&custom);
    let expected = vec![whole.clone(), Vec::new(), whole[1..].to_vec()];
    assert_eq!(streamed(&bench, tables(), false).unwrap(), expected);

    let (status, message) = streamed(&bench, vec![tables().remove(0), None], false).unwrap_err();
    assert_eq!(status, E_STREAM);
    assert!(
        message.contains("the stream that was handed in failed with 5: the disk is gone"),
        "{message}"
    );
    let (status, message) = streamed(&bench, tables(), true).unwrap_err();
    assert_eq!(status, E_STREAM);
    assert!(
        message.contains("failed with 5: the stream ran into a fault"),
        "{message}"
    );
    let (status, _) = streamed(&bench, vec![None], false).unwrap_err();
    assert_eq!(status, E_STREAM);
    let misfit = with(Column::fixed("custom.x", "l", &[Some([0_u8; 8])]));
    assert_eq!(
        streamed(&bench, vec![Some(misfit)], false).unwrap_err().0,
        E_SCHEMA
    );
    let mut broken = with(column.clone());
    broken.columns[1].buffers[1] = None;
    let sound = with(column.clone());
    let tables = vec![Some(sound.clone()), Some(broken), Some(sound)];
    let (_, message) = streamed(&bench, tables, false).unwrap_err();
    assert!(
        message.contains("failed with 22: the column `custom.n`: its buffer 1 is NULL"),
        "{message}"
    );
}
