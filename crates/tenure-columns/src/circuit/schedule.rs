//! The order of gates, and the places of wires.

use std::collections::VecDeque;

use super::{Builder, CONSTANTS, Circuit, Gate, Kind, Stretch, Wire};

pub(super) fn finish(builder: &Builder, outputs: &[Wire]) -> Circuit {
    let order = order(builder, outputs);
    let mut places = Allocation::new(builder, &order, outputs);
    let mut numbers = Vec::new();
    let mut stretches: Vec<Stretch> = Vec::new();
    for (number, gate) in order.iter().enumerate() {
        let (gate, first) = &builder.gates[*gate];
        let before = numbers.len();
        places.place(number, gate, *first, &mut numbers);
        let count = numbers.len() - before;
        match stretches.last_mut() {
            Some(last) if last.kind == gate.kind() => last.places += count,
            _ => stretches.push(Stretch {
                kind: gate.kind(),
                places: count,
            }),
        }
    }
    let before = numbers.len();
    places.copies((CONSTANTS + builder.inputs) as u32, outputs, &mut numbers);
    stretches.push(Stretch {
        kind: Kind::Choose,
        places: numbers.len() - before,
    });
    Circuit {
        inputs: builder.inputs,
        outputs: outputs.len(),
        places: places.count as usize,
        stretches,
        numbers,
    }
}

/// The gates that the outputs need: of one kind as long as any is ready, so that kinds change seldom.
fn order(builder: &Builder, outputs: &[Wire]) -> Vec<usize> {
    let (needed, mut waits) = needed(builder, outputs);
    let mut readers: Vec<Vec<usize>> = vec![Vec::new(); builder.wires as usize];
    for gate in &needed {
        let operands = builder.gates[*gate].0.operands();
        operands
            .iter()
            .for_each(|wire| readers[wire.index()].push(*gate));
    }
    let mut ready = Kind::ALL.map(|_| VecDeque::new());
    for gate in needed.iter().filter(|gate| waits[**gate] == 0) {
        ready[builder.gates[*gate].0.kind() as usize].push_back(*gate);
    }
    let mut order = Vec::new();
    while let Some(kind) = (0..ready.len()).max_by_key(|kind| ready[*kind].len()) {
        if ready[kind].is_empty() {
            break;
        }
        while let Some(index) = ready[kind].pop_front() {
            order.push(index);
            let (gate, first) = &builder.gates[index];
            for reader in results(gate, *first).flat_map(|wire| &readers[wire]) {
                waits[*reader] -= 1;
                if waits[*reader] == 0 {
                    ready[builder.gates[*reader].0.kind() as usize].push_back(*reader);
                }
            }
        }
    }
    order
}

/// The gates that the outputs need, and for how many operands each gate waits.
fn needed(builder: &Builder, outputs: &[Wire]) -> (Vec<usize>, Vec<usize>) {
    let mut wanted = vec![false; builder.wires as usize];
    for output in outputs {
        wanted[output.index()] = true;
    }
    let mut waits = vec![0; builder.gates.len()];
    let mut needed = Vec::new();
    let fixed = CONSTANTS + builder.inputs;
    for (index, (gate, first)) in builder.gates.iter().enumerate().rev() {
        if results(gate, *first).any(|wire| wanted[wire]) {
            needed.push(index);
            let operands = gate.operands().iter().map(|wire| wire.index());
            operands.clone().for_each(|wire| wanted[wire] = true);
            waits[index] = operands.filter(|wire| *wire >= fixed).count();
        }
    }
    needed.reverse();
    (needed, waits)
}

fn results(gate: &Gate, first: Wire) -> std::ops::Range<usize> {
    first.index()..first.index() + gate.results()
}

/// Which place each wire has while it is needed.
struct Allocation {
    /// By wire: its place, once it has one.
    places: Vec<Option<u32>>,
    /// By wire: the last gate that reads it; `None` if none does, or if it stays until the end.
    last: Vec<Option<usize>>,
    /// By wire: whether its place is never given to another.
    stays: Vec<bool>,
    free: Vec<u32>,
    count: u32,
}

impl Allocation {
    fn new(builder: &Builder, order: &[usize], outputs: &[Wire]) -> Self {
        let wires = builder.wires as usize;
        let fixed = (CONSTANTS + builder.inputs) as u32;
        let mut all = Self {
            places: (0..builder.wires)
                .map(|wire| (wire < fixed).then_some(wire))
                .collect(),
            last: vec![None; wires],
            stays: (0..builder.wires).map(|wire| wire < fixed).collect(),
            free: Vec::new(),
            count: fixed + outputs.len() as u32,
        };
        for (place, output) in (fixed..).zip(outputs) {
            all.places[output.index()].get_or_insert(place);
            all.stays[output.index()] = true;
        }
        for (number, gate) in order.iter().enumerate() {
            for wire in builder.gates[*gate].0.operands() {
                all.last[wire.index()] = Some(number);
            }
        }
        all
    }

    /// Writes down a gate's places.
    fn place(&mut self, number: usize, gate: &Gate, first: Wire, numbers: &mut Vec<u32>) {
        let operands = gate.operands().iter().map(|wire| wire.index());
        numbers.extend(operands.clone().filter_map(|wire| self.places[wire]));
        // A gate reads all before it writes: what it is the last to read, it may write over.
        operands.for_each(|wire| self.release(wire, number));
        for wire in results(gate, first) {
            if self.places[wire].is_none() {
                self.places[wire] = Some(self.take());
            }
            numbers.extend(self.places[wire]);
        }
        for wire in results(gate, first) {
            if self.last[wire].is_none() {
                self.give_back(wire);
            }
        }
    }

    fn take(&mut self) -> u32 {
        self.free.pop().unwrap_or_else(|| {
            self.count += 1;
            self.count - 1
        })
    }

    fn release(&mut self, wire: usize, number: usize) {
        if self.last[wire] == Some(number) {
            self.last[wire] = None;
            self.give_back(wire);
        }
    }

    fn give_back(&mut self, wire: usize) {
        if !self.stays[wire] {
            self.free.extend(self.places[wire]);
        }
    }

    /// Copies what stands elsewhere than where it was asked for: constants, inputs, outputs asked for twice.
    fn copies(&self, first: u32, outputs: &[Wire], numbers: &mut Vec<u32>) {
        for (place, output) in (first..).zip(outputs) {
            match self.places[output.index()] {
                Some(known) if known != place => numbers.extend([known, 1, 0, place]),
                Some(_) | None => {}
            }
        }
    }
}
