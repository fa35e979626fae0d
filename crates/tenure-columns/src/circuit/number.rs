//! Numbers whose bits are masks.

use super::{Builder, Gate, Wire};

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

    /// The bits, the least significant first.
    pub fn bits(&self) -> &[Wire] {
        &self.bits
    }

    /// The least and the largest that any row can have.
    pub fn range(&self) -> (i64, i64) {
        (self.offset, self.offset + self.most as i64)
    }

    /// The bits as terms of another sum.
    pub fn terms(&self) -> impl Iterator<Item = (Wire, i64)> + '_ {
        (0..).zip(&self.bits).map(|(bit, wire)| (*wire, 1 << bit))
    }
}

impl Builder {
    /// The sum of amounts, each in the rows of its wire, and of an offset. All magnitudes together must stay below 2^62.
    pub fn sum(&mut self, offset: i64, terms: impl IntoIterator<Item = (Wire, i64)>) -> Number {
        let mut number = Number {
            offset,
            bits: Vec::new(),
            most: 0,
        };
        let mut columns: Vec<Vec<Wire>> = Vec::new();
        for (mut wire, amount) in terms {
            if amount < 0 {
                // What is taken away in some rows is taken away in all and given back in the others.
                number.offset += amount;
                wire = self.not(wire);
            }
            let amount = amount.unsigned_abs();
            match wire {
                Wire::NONE => {}
                Wire::ALL => number.offset += amount as i64,
                wire => {
                    number.most += amount;
                    spread(wire, amount, &mut columns);
                }
            }
        }
        number.bits = self.compress(columns, number.most);
        number
    }

    /// Adds up the columns of bits until one wire is left in each.
    fn compress(&mut self, mut columns: Vec<Vec<Wire>>, most: u64) -> Vec<Wire> {
        // No sum reaches further: carries from there are nothing.
        let len = (u64::BITS - most.leading_zeros()) as usize;
        columns.resize(len, Vec::new());
        let mut bits = Vec::new();
        for index in 0..len {
            let mut column = std::mem::take(&mut columns[index]);
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
        let gate = if let Ok(wires) = <[Wire; 7]>::try_from(wires) {
            Gate::Add7(wires)
        } else if let Ok(wires) = <[Wire; 3]>::try_from(wires) {
            Gate::Add3(wires)
        } else if let Ok(wires) = <[Wire; 2]>::try_from(wires) {
            Gate::Add2(wires)
        } else {
            return wires.to_vec();
        };
        let results = gate.results() as u32;
        let first = self.gate(gate);
        (0..results).map(|result| Wire(first.0 + result)).collect()
    }

    /// The number, held within a range that is not empty.
    pub fn clamp(&mut self, mut number: Number, low: i64, high: i64) -> Number {
        let (least, most) = number.range();
        if most <= low || least >= high {
            return self.sum(least.clamp(low, high), []);
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

/// Puts a wire into the column of each bit of an amount.
fn spread(wire: Wire, amount: u64, columns: &mut Vec<Vec<Wire>>) {
    for bit in (0..64).filter(|bit| is_set(amount, *bit)) {
        if columns.len() <= bit {
            columns.resize(bit + 1, Vec::new());
        }
        columns[bit].push(wire);
    }
}
