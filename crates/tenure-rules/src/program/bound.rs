//! A program bound to a frame.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use tenure_columns::kernels::CHUNK;
use tenure_columns::{Bitmap, Column, Data, DataType, Frame};

use super::words::LookUp;
use super::{Input, Program};
use crate::dictionary::SignalType;

/// How many codes are compared one by one before a table is faster.
const FEW_CODES: usize = 6;

/// A program with the columns that it reads. Shared between threads, each with its own scratch.
#[derive(Debug, Clone)]
pub struct Bound<'a> {
    pub(super) program: &'a Program,
    pub(super) rows: usize,
    pub(super) columns: Vec<Option<&'a Column>>,
    pub(super) tables: Vec<Table>,
    pub(super) texts: Texts,
}

/// What a function of a text comes to, by code.
#[derive(Debug, Clone)]
pub(super) enum Table {
    /// True for these codes.
    Few(Vec<u32>),
    /// True for all but these codes.
    AllBut(Vec<u32>),
    /// True where set.
    Bits(Bitmap),
    /// Ints, and the range in which they lie.
    Ints(Vec<i64>, (i64, i64)),
    /// Codes of texts.
    Codes(Vec<u32>),
    /// The column is missing.
    None,
}

/// Texts that rows may have, by code; only for programs that look at texts row by row.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    pub(super) words: Vec<Arc<str>>,
    pub(super) codes: HashMap<Arc<str>, u32>,
    /// For each input, the codes of its dictionary's entries.
    pub(super) inputs: Vec<Vec<u32>>,
}

impl Texts {
    fn code(&mut self, word: &Arc<str>) -> u32 {
        if let Some(code) = self.codes.get(word) {
            return *code;
        }
        let code = self.words.len() as u32;
        self.words.push(word.clone());
        self.codes.insert(word.clone(), code);
        code
    }
}

impl Program {
    /// Binds the program to the columns of a frame, found by the numbers of their signals. A column that is missing, or
    /// of another type than its signal, is unknown.
    pub fn bind<'a>(&'a self, frame: &'a Frame) -> Bound<'a> {
        self.bind_with(frame.rows(), |signal| frame.column(signal.index()))
    }

    /// Binds the program to columns found by a function; each must have as many rows.
    pub fn bind_with<'a>(
        &'a self,
        rows: usize,
        column: impl Fn(crate::dictionary::SignalId) -> Option<&'a Column>,
    ) -> Bound<'a> {
        let columns: Vec<_> = self
            .inputs
            .iter()
            .map(|input| column(input.signal).filter(|column| fits(column, input, rows)))
            .collect();
        let mut texts = Texts::default();
        if self.reads_texts() {
            for word in &self.constants.words {
                texts.code(word);
            }
            texts.inputs = self.input_codes(&columns, &mut texts);
        }
        let tables = self
            .lookups
            .iter()
            .map(|lookup| table(lookup, columns[lookup.input as usize], &mut texts))
            .collect();
        Bound {
            program: self,
            rows,
            columns,
            tables,
            texts,
        }
    }

    fn reads_texts(&self) -> bool {
        let rows = |input: &Input| input.ty == SignalType::Text && input.values;
        self.inputs.iter().any(rows)
            || self
                .nodes
                .iter()
                .any(|node| node.ty == SignalType::Text && !self.is_input(node))
    }

    fn is_input(&self, node: &super::node::Node) -> bool {
        matches!(node.op, super::node::Op::Input(_))
    }

    fn input_codes(&self, columns: &[Option<&Column>], texts: &mut Texts) -> Vec<Vec<u32>> {
        let mut all = Vec::new();
        for (input, column) in self.inputs.iter().zip(columns) {
            let mut codes = Vec::new();
            if input.values
                && let Some(Data::Text { dictionary, .. }) = column.map(Column::data)
            {
                codes.extend(dictionary.iter().map(|word| texts.code(word)));
            }
            all.push(codes);
        }
        all
    }
}

impl Bound<'_> {
    /// How many rows the frame has.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The rows in chunks, in order.
    pub fn chunks(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let rows = self.rows;
        (0..rows)
            .step_by(CHUNK)
            .map(move |start| start..(start + CHUNK).min(rows))
    }
}

fn fits(column: &Column, input: &Input, rows: usize) -> bool {
    let wanted = match input.ty {
        SignalType::Int => DataType::Int,
        SignalType::Float => DataType::Float,
        SignalType::Bool => DataType::Bool,
        SignalType::Text => DataType::Text,
    };
    column.data_type() == wanted && column.len() >= rows
}

fn table(lookup: &LookUp, column: Option<&Column>, texts: &mut Texts) -> Table {
    let Some(Data::Text { dictionary, .. }) = column.map(Column::data) else {
        return Table::None;
    };
    match lookup.ty {
        SignalType::Bool => bits(lookup, dictionary),
        SignalType::Int => {
            let lengths: Vec<i64> = dictionary
                .iter()
                .map(|word| lookup.tree.length(word))
                .collect();
            let most = lengths.iter().copied().fold(0, i64::max);
            Table::Ints(lengths, (0, most))
        }
        SignalType::Text => Table::Codes(
            dictionary
                .iter()
                .map(|word| texts.code(&lookup.tree.text(word)))
                .collect(),
        ),
        SignalType::Float => Table::None,
    }
}

fn bits(lookup: &LookUp, dictionary: &[Arc<str>]) -> Table {
    let bits: Bitmap = dictionary
        .iter()
        .map(|word| lookup.tree.holds(word))
        .collect();
    let codes = |wanted: bool| {
        (0..bits.len())
            .filter(|code| bits.get(*code) == wanted)
            .map(|code| code as u32)
            .collect()
    };
    let set = bits.count_ones();
    if set <= FEW_CODES {
        Table::Few(codes(true))
    } else if bits.len() - set <= FEW_CODES {
        Table::AllBut(codes(false))
    } else {
        Table::Bits(bits)
    }
}
