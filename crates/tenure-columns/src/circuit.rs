//! Logic and sums over masks: straight-line programs of gates.
//!
//! A sum of amounts under masks is kept bit by bit, each bit a mask ([`Number`]): one adder treats a whole chunk at once.
//! A [`Builder`] joins wires by gates; [`Builder::finish`] orders the gates that the outputs need so that those of one
//! kind stand together, and gives each wire a place in memory.

mod number;
mod schedule;

use std::collections::HashMap;

use crate::kernels::{Kernels, Mask, WORDS};

pub use number::Number;

/// A mask in a circuit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Wire(u32);

impl Wire {
    /// The mask without rows.
    pub const NONE: Self = Self(0);
    /// The mask of all rows, and of all bits past them.
    pub const ALL: Self = Self(1);

    const fn index(self) -> usize {
        self.0 as usize
    }
}

/// How many wires there always are.
const CONSTANTS: usize = 2;

/// A gate. What it gives are the wires that follow each other from its number on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Gate {
    /// Where the first is set the second, elsewhere the third.
    Choose([Wire; 3]),
    /// The bits of the sum of three or seven bits, the least significant first.
    Add3([Wire; 3]),
    Add7([Wire; 7]),
}

/// A kind of gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Choose,
    Add3,
    Add7,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Choose, Self::Add3, Self::Add7];
}

impl Gate {
    fn kind(&self) -> Kind {
        match self {
            Self::Choose(_) => Kind::Choose,
            Self::Add3(_) => Kind::Add3,
            Self::Add7(_) => Kind::Add7,
        }
    }

    fn operands(&self) -> &[Wire] {
        match self {
            Self::Choose(wires) | Self::Add3(wires) => wires,
            Self::Add7(wires) => wires,
        }
    }

    /// How many wires it gives.
    fn results(&self) -> usize {
        match self {
            Self::Choose(_) => 1,
            Self::Add3(_) => 2,
            Self::Add7(_) => 3,
        }
    }
}

/// Builds a circuit.
#[derive(Debug)]
pub struct Builder {
    inputs: usize,
    wires: u32,
    gates: Vec<(Gate, Wire)>,
    known: HashMap<Gate, Wire>,
}

impl Builder {
    /// A builder for a circuit with so many inputs.
    pub fn new(inputs: usize) -> Self {
        Self {
            inputs,
            wires: (CONSTANTS + inputs) as u32,
            gates: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// An input, by its number; [`Wire::NONE`] past the last.
    pub fn input(&self, number: usize) -> Wire {
        if number < self.inputs {
            Wire((CONSTANTS + number) as u32)
        } else {
            Wire::NONE
        }
    }

    /// Rows that are in both.
    pub fn and(&mut self, left: Wire, right: Wire) -> Wire {
        self.choose(left.max(right), left.min(right), Wire::NONE)
    }

    /// Rows that are in either.
    pub fn or(&mut self, left: Wire, right: Wire) -> Wire {
        self.choose(left.max(right), Wire::ALL, left.min(right))
    }

    /// Rows that are in the first and not in the second.
    pub fn without(&mut self, left: Wire, right: Wire) -> Wire {
        self.choose(right, Wire::NONE, left)
    }

    /// Rows that are not in it, and the bits past them.
    pub fn not(&mut self, wire: Wire) -> Wire {
        self.without(Wire::ALL, wire)
    }

    /// In the rows of the first wire those of the second, elsewhere those of the third.
    pub fn choose(&mut self, by: Wire, yes: Wire, no: Wire) -> Wire {
        // Where a row is asked for twice, the answer is known.
        let yes = if yes == by { Wire::ALL } else { yes };
        let no = if no == by { Wire::NONE } else { no };
        match (by, yes, no) {
            (Wire::NONE, _, wire) | (Wire::ALL, wire, _) | (wire, Wire::ALL, Wire::NONE) => wire,
            _ if yes == no => yes,
            _ => self.gate(Gate::Choose([by, yes, no])),
        }
    }

    /// Rows that are in any.
    pub fn any(&mut self, wires: impl IntoIterator<Item = Wire>) -> Wire {
        let mut wires: Vec<Wire> = wires.into_iter().collect();
        // In pairs, so that gates need not wait for each other.
        while wires.len() > 1 {
            wires = wires
                .chunks(2)
                .map(|pair| match pair {
                    [left, right] => self.or(*left, *right),
                    rest => rest.first().copied().unwrap_or(Wire::NONE),
                })
                .collect();
        }
        wires.first().copied().unwrap_or(Wire::NONE)
    }

    /// The wire of a gate that gives one; the first one of others. Equal gates are one.
    fn gate(&mut self, gate: Gate) -> Wire {
        if let Some(wire) = self.known.get(&gate) {
            return *wire;
        }
        let wire = Wire(self.wires);
        self.wires += gate.results() as u32;
        self.known.insert(gate.clone(), wire);
        self.gates.push((gate, wire));
        wire
    }

    /// The circuit that computes some wires.
    pub fn finish(self, outputs: &[Wire]) -> Circuit {
        schedule::finish(&self, outputs)
    }
}

/// Gates of one kind in a row: how many numbers of places they take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    kind: Kind,
    places: usize,
}

/// Gates in an order in which they can be run. Frozen; shared between threads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circuit {
    inputs: usize,
    outputs: usize,
    places: usize,
    stretches: Vec<Stretch>,
    /// For each gate, the places that it reads, then those that it writes.
    numbers: Vec<u32>,
}

/// A mask where vector instructions find it soonest.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C, align(64))]
pub struct Place(pub Mask);

/// Memory for circuits. One per thread.
#[derive(Debug, Clone, Default)]
pub struct Places {
    places: Vec<Place>,
}

impl Places {
    /// The inputs of a circuit, to be written before it is run.
    pub fn inputs(&mut self, circuit: &Circuit) -> &mut [Place] {
        if self.places.len() < circuit.places {
            self.places.resize(circuit.places, Place::default());
        }
        &mut self.places[CONSTANTS..CONSTANTS + circuit.inputs]
    }

    /// The inputs of a circuit, as they were written.
    pub fn written(&self, circuit: &Circuit) -> &[Place] {
        self.places
            .get(CONSTANTS..CONSTANTS + circuit.inputs)
            .unwrap_or(&[])
    }

    /// The outputs of a circuit, in the order in which they were asked for.
    pub fn outputs(&self, circuit: &Circuit) -> &[Place] {
        let first = CONSTANTS + circuit.inputs;
        self.places
            .get(first..first + circuit.outputs)
            .unwrap_or(&[])
    }
}

impl Kernels {
    /// Runs a circuit whose inputs have been written.
    pub fn run(self, circuit: &Circuit, places: &mut Places) {
        if let [none, all, ..] = places.places.as_mut_slice() {
            (none.0, all.0) = ([0; WORDS], [u64::MAX; WORDS]);
        }
        let places = places.places.as_mut_slice();
        self.vectorize(
            #[inline(always)]
            || run(circuit, places),
        );
    }
}

#[inline(always)]
fn run(circuit: &Circuit, places: &mut [Place]) {
    let mut numbers = circuit.numbers.as_slice();
    for stretch in &circuit.stretches {
        let Some((mine, rest)) = numbers.split_at_checked(stretch.places) else {
            return;
        };
        match stretch.kind {
            Kind::Choose => choose(places, mine),
            Kind::Add3 => add3(places, mine),
            Kind::Add7 => add7(places, mine),
        }
        numbers = rest;
    }
}

#[inline(always)]
fn choose(places: &mut [Place], numbers: &[u32]) {
    for [by, yes, no, out] in numbers.as_chunks().0 {
        let [by, yes, no] = [*by, *yes, *no].map(|place| places[place as usize].0);
        let mut result = [0; WORDS];
        for word in 0..WORDS {
            result[word] = (by[word] & yes[word]) | (!by[word] & no[word]);
        }
        places[*out as usize].0 = result;
    }
}

/// The two bits of the sum of three.
#[inline(always)]
fn full(x: &Mask, y: &Mask, z: &Mask) -> [Mask; 2] {
    let (mut low, mut high) = ([0; WORDS], [0; WORDS]);
    for word in 0..WORDS {
        low[word] = x[word] ^ y[word] ^ z[word];
        high[word] = (x[word] & y[word]) | (z[word] & (x[word] | y[word]));
    }
    [low, high]
}

#[inline(always)]
fn add3(places: &mut [Place], numbers: &[u32]) {
    for [x, y, z, sum, carry] in numbers.as_chunks().0 {
        let [x, y, z] = [*x, *y, *z].map(|place| places[place as usize].0);
        let [low, high] = full(&x, &y, &z);
        places[*sum as usize].0 = low;
        places[*carry as usize].0 = high;
    }
}

#[inline(always)]
fn add7(places: &mut [Place], numbers: &[u32]) {
    for [a, b, c, d, e, f, g, one, two, four] in numbers.as_chunks().0 {
        let [a, b, c] = [*a, *b, *c].map(|place| places[place as usize].0);
        let [d, e, f] = [*d, *e, *f].map(|place| places[place as usize].0);
        let [low, high] = full(&a, &b, &c);
        let [next_low, next_high] = full(&d, &e, &f);
        let [low, last_high] = full(&low, &next_low, &places[*g as usize].0);
        let [middle, top] = full(&high, &next_high, &last_high);
        places[*one as usize].0 = low;
        places[*two as usize].0 = middle;
        places[*four as usize].0 = top;
    }
}

#[cfg(test)]
mod tests;
