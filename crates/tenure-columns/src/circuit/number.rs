//! Numbers whose bits are masks.

use super::{Builder, Gate, Wire};
use crate::bitmap::low_bits;

/// A number for each row: an offset that is the same for all, and bits as masks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    offset: i64,
    /// The bits, the least significant first.
    bits: Vec<Wire>,
    /// The most that the bits can come to.
    most: u64,
}

impl Number {
    /// What is added to the bits of every row.
    pub fn offset(&self) -> i64 {
        self.offset
    }

    /// The same number in every row.
    pub fn fixed(number: i64) -> Self {
        Self {
            offset: number,
            bits: Vec::new(),
            most: 0,
        }
    }

    /// The bits, the least significant first.
    pub fn bits(&self) -> &[Wire] {
        &self.bits
    }

    /// The least and the largest that any row can have.
    pub fn range(&self) -> (i64, i64) {
        (self.offset, self.offset + self.most as i64)
    }
}

impl Builder {
    /// An amount in some rows, and zero elsewhere.
    pub fn amount(&mut self, rows: Wire, amount: i64) -> Number {
        self.pick(rows, &[], &[amount])
    }

    /// In some rows an amount for each combination of wires, and zero elsewhere: the wires whose bit is set in an amount's
    /// place are those that hold. At most six wires; amounts of either sign, but not of both, of less than 2^62.
    pub fn pick(&mut self, rows: Wire, wires: &[Wire], amounts: &[i64]) -> Number {
        let most = amounts.iter().map(|amount| amount.unsigned_abs()).max();
        let most = most.unwrap_or(0);
        let mut bits = Vec::new();
        for bit in 0..len(most) {
            let given = amounts.iter().zip(0..64);
            let given = given.filter(|(amount, _)| is_set(amount.unsigned_abs(), bit));
            let table = given.fold(0, |table, (_, place)| table | 1 << place);
            let set = self.by_table(wires, table);
            bits.push(self.and(rows, set));
        }
        let is_negative = amounts.iter().any(|amount| *amount < 0);
        self.signed(bits, most, is_negative)
    }

    /// Amounts in rows of which none is in two wires, and zero elsewhere: what is given and what is taken away.
    pub fn either(&mut self, parts: &[(Wire, i64)]) -> [Number; 2] {
        [false, true].map(|is_negative| {
            let mine = parts
                .iter()
                .filter(|(_, amount)| (*amount < 0) == is_negative);
            let most = mine.clone().map(|(_, amount)| amount.unsigned_abs()).max();
            let most = most.unwrap_or(0);
            let mut bits = Vec::new();
            for bit in 0..len(most) {
                let set = mine
                    .clone()
                    .filter(|(_, amount)| is_set(amount.unsigned_abs(), bit));
                bits.push(self.any(set.map(|(wire, _)| *wire)));
            }
            self.signed(bits, most, is_negative)
        })
    }

    /// A number from its bits; where it is taken away, all is taken away first and the rest given back.
    fn signed(&mut self, mut bits: Vec<Wire>, most: u64, is_negative: bool) -> Number {
        if !is_negative {
            return Number {
                offset: 0,
                bits,
                most,
            };
        }
        let all = u64::MAX.checked_shr(u64::BITS - len(most) as u32);
        let all = all.unwrap_or(0);
        for bit in &mut bits {
            *bit = self.not(*bit);
        }
        Number {
            offset: -(all as i64),
            bits,
            most: all,
        }
    }

    /// The rows in which a table is set at the combination of wires.
    fn by_table(&mut self, wires: &[Wire], table: u64) -> Wire {
        let full = low_bits(1 << wires.len());
        match (table & full, wires.split_last()) {
            (0, _) => Wire::NONE,
            (table, _) if table == full => Wire::ALL,
            (_, None) => Wire::NONE,
            (table, Some((last, rest))) => {
                let yes = self.by_table(rest, table >> (1 << rest.len()));
                let no = self.by_table(rest, table);
                self.choose(*last, yes, no)
            }
        }
    }

    /// The sum of numbers. All magnitudes together must stay below 2^62.
    pub fn sum<'a>(&mut self, numbers: impl IntoIterator<Item = &'a Number>) -> Number {
        let mut sum = Number::fixed(0);
        let mut columns: Vec<Vec<Wire>> = Vec::new();
        for number in numbers {
            sum.offset += number.offset;
            sum.most += number.most;
            columns.resize(columns.len().max(number.bits.len()), Vec::new());
            for (column, bit) in columns.iter_mut().zip(&number.bits) {
                column.push(*bit);
            }
        }
        sum.bits = self.compress(columns, sum.most);
        sum
    }

    /// Adds up the columns of bits until one wire is left in each.
    fn compress(&mut self, mut columns: Vec<Vec<Wire>>, most: u64) -> Vec<Wire> {
        // No sum reaches further: carries from there are nothing.
        let len = len(most);
        columns.resize(len, Vec::new());
        let mut bits = Vec::new();
        for index in 0..len {
            let mut column = std::mem::take(&mut columns[index]);
            column.retain(|wire| *wire != Wire::NONE);
            let mut next = 0;
            while column.len() - next > 1 {
                let take = match column.len() - next {
                    2 => 2,
                    3..7 => 3,
                    _ => 7,
                };
                let results = self.add(&column[next..next + take]);
                next += take;
                for (place, wire) in results.into_iter().enumerate() {
                    match (place, columns.get_mut(index + place)) {
                        (0, _) => column.push(wire),
                        (_, Some(next)) => next.push(wire),
                        (_, None) => {}
                    }
                }
            }
            bits.push(column.get(next).copied().unwrap_or(Wire::NONE));
        }
        bits
    }

    /// The bits of the sum of two, three or seven bits.
    fn add(&mut self, wires: &[Wire]) -> Vec<Wire> {
        let gate = match *wires {
            [x, y] => Gate::Add3([x, y, Wire::NONE]),
            [x, y, z] => Gate::Add3([x, y, z]),
            _ => match <[Wire; 7]>::try_from(wires) {
                Ok(wires) => Gate::Add7(wires),
                Err(_) => return wires.to_vec(),
            },
        };
        let results = gate.results() as u32;
        let first = self.gate(gate);
        (0..results).map(|result| Wire(first.0 + result)).collect()
    }

    /// The number, held within a range that is not empty.
    pub fn clamp(&mut self, mut number: Number, low: i64, high: i64) -> Number {
        let (least, most) = number.range();
        if most <= low || least >= high {
            return Number::fixed(least.clamp(low, high));
        }
        if most > high {
            let top = (high - number.offset) as u64;
            let above = self.above(&number.bits, top);
            self.replace(&mut number.bits, above, top);
            number.most = top;
        }
        if number.offset < low {
            let bottom = (low - number.offset) as u64;
            let from = self.above(&number.bits, bottom - 1);
            let below = self.not(from);
            self.replace(&mut number.bits, below, bottom);
            number.most = number.most.max(bottom);
        }
        number
    }

    /// Where bits come to more than a bound.
    fn above(&mut self, bits: &[Wire], bound: u64) -> Wire {
        let mut above = Wire::NONE;
        for (place, bit) in bits.iter().enumerate() {
            above = if is_set(bound, place) {
                self.and(above, *bit)
            } else {
                self.or(above, *bit)
            };
        }
        above
    }

    /// Puts a constant in the place of bits in some rows.
    fn replace(&mut self, bits: &mut [Wire], rows: Wire, constant: u64) {
        for (place, bit) in bits.iter_mut().enumerate() {
            *bit = if is_set(constant, place) {
                self.or(*bit, rows)
            } else {
                self.without(*bit, rows)
            };
        }
    }
}

fn is_set(number: u64, bit: usize) -> bool {
    number >> bit & 1 == 1
}

/// How many bits a number needs.
fn len(number: u64) -> usize {
    (u64::BITS - number.leading_zeros()) as usize
}
