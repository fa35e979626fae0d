use super::*;
use crate::kernels::{CHUNK, Kernels};

/// Numbers that look random.
struct Random(u64);

impl Random {
    fn draw(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 ^ self.0 >> 29
    }

    fn mask(&mut self) -> Mask {
        std::array::from_fn(|_| self.draw() & self.draw().rotate_left(17))
    }
}

fn bit(mask: &Mask, row: usize) -> bool {
    mask[row / 64] >> (row % 64) & 1 == 1
}

/// Runs a circuit with every set of kernels, which must agree.
fn outputs(circuit: &Circuit, inputs: &[Mask]) -> Vec<Mask> {
    let mut all = Kernels::all().into_iter().map(|kernels| {
        let mut places = Places::default();
        for (place, input) in places.inputs(circuit).iter_mut().zip(inputs) {
            place.0 = *input;
        }
        kernels.run(circuit, &mut places);
        let outputs = places.outputs(circuit).iter().map(|place| place.0);
        outputs.collect::<Vec<Mask>>()
    });
    let first = all.next().unwrap();
    all.for_each(|other| assert_eq!(first, other));
    first
}

fn value(number: &Number, bits: &[Mask], row: usize) -> i64 {
    let bits = bits.iter().enumerate();
    number.offset()
        + bits
            .map(|(place, mask)| i64::from(bit(mask, row)) << place)
            .sum::<i64>()
}

#[test]
fn gates_are_what_they_are_called() {
    let mut random = Random(1);
    let inputs = [random.mask(), random.mask(), random.mask()];
    let mut builder = Builder::new(3);
    let [x, y, z] = [0, 1, 2].map(|number| builder.input(number));
    let wires = [
        builder.and(x, y),
        builder.or(y, z),
        builder.without(z, x),
        builder.not(y),
        builder.any([x, y, z]),
        Wire::NONE,
        Wire::ALL,
        x,
        builder.and(y, x),
    ];
    let circuit = builder.finish(&wires);
    let found = outputs(&circuit, &inputs);
    let [x, y, z] = inputs;
    for word in 0..WORDS {
        let expected = [
            x[word] & y[word],
            y[word] | z[word],
            z[word] & !x[word],
            !y[word],
            x[word] | y[word] | z[word],
            0,
            u64::MAX,
            x[word],
            x[word] & y[word],
        ];
        let found: Vec<u64> = found.iter().map(|mask| mask[word]).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn sums_and_their_clamps_are_those_of_plain_numbers() {
    let mut random = Random(2);
    for round in 0..40 {
        let count = round % 23;
        let inputs: Vec<Mask> = (0..count).map(|_| random.mask()).collect();
        let amounts: Vec<i64> = (0..count)
            .map(|_| (random.draw() % 91) as i64 - 40)
            .collect();
        let bounds = [(-30, 30), (0, 25), (-400, 400), (-7, -3), (5, 90)];
        let (low, high) = bounds[round % bounds.len()];
        let mut builder = Builder::new(count);
        let wires: Vec<Wire> = (0..count).map(|number| builder.input(number)).collect();
        let mut terms = vec![Number::fixed(round as i64)];
        for (wire, amount) in wires.iter().zip(&amounts) {
            terms.push(builder.amount(*wire, *amount));
        }
        let sum = builder.sum(&terms);
        let held = builder.clamp(sum.clone(), low, high);
        let wanted: Vec<Wire> = sum.bits().iter().chain(held.bits()).copied().collect();
        let found = outputs(&builder.finish(&wanted), &inputs);
        let (sums, clamps) = found.split_at(sum.bits().len());
        for row in 0..CHUNK {
            let terms = inputs.iter().zip(&amounts);
            let plain = terms
                .map(|(mask, amount)| i64::from(bit(mask, row)) * amount)
                .sum::<i64>()
                + round as i64;
            assert_eq!(value(&sum, sums, row), plain, "round {round}, row {row}");
            assert!(sum.range().0 <= plain && plain <= sum.range().1);
            let plain = plain.clamp(low, high);
            assert_eq!(value(&held, clamps, row), plain, "round {round}, row {row}");
        }
    }
}

#[test]
fn a_table_is_read_by_its_wires() {
    let mut random = Random(3);
    for count in 0..=6 {
        let inputs: Vec<Mask> = (0..=count).map(|_| random.mask()).collect();
        let amounts: Vec<i64> = (0..1 << count)
            .map(|_| (random.draw() % 50) as i64 * if count % 2 == 0 { 1 } else { -1 })
            .collect();
        let mut builder = Builder::new(count + 1);
        let wires: Vec<Wire> = (0..count).map(|number| builder.input(number)).collect();
        let rows = builder.input(count);
        let number = builder.pick(rows, &wires, &amounts);
        let found = outputs(&builder.finish(number.bits()), &inputs);
        for row in 0..CHUNK {
            let place = (0..count).filter(|wire| bit(&inputs[*wire], row));
            let place: usize = place.map(|wire| 1 << wire).sum();
            let plain = if bit(&inputs[count], row) {
                amounts[place]
            } else {
                0
            };
            assert_eq!(
                value(&number, &found, row),
                plain,
                "{count} wires, row {row}"
            );
        }
    }
}

#[test]
fn amounts_that_exclude_each_other_are_put_side_by_side() {
    let mut random = Random(4);
    let mut left = random.mask();
    let inputs: [Mask; 5] = std::array::from_fn(|_| {
        let mask = random.mask();
        let mine = std::array::from_fn(|word| mask[word] & left[word]);
        left = std::array::from_fn(|word| left[word] & !mask[word]);
        mine
    });
    let amounts = [30, -25, 5, 0, -3];
    let mut builder = Builder::new(5);
    let parts: Vec<(Wire, i64)> = (0..5)
        .map(|number| (builder.input(number), amounts[number]))
        .collect();
    let numbers = builder.either(&parts);
    let sum = builder.sum(&numbers);
    let found = outputs(&builder.finish(sum.bits()), &inputs);
    for row in 0..CHUNK {
        let place = inputs.iter().position(|mask| bit(mask, row));
        let plain = place.map_or(0, |place| amounts[place]);
        assert_eq!(value(&sum, &found, row), plain, "row {row}");
    }
}

#[test]
fn what_no_output_needs_is_not_computed() {
    let mut builder = Builder::new(2);
    let (x, y) = (builder.input(0), builder.input(1));
    let both = builder.and(x, y);
    builder.or(x, y);
    let circuit = builder.finish(&[both]);
    assert_eq!(circuit.numbers.len(), 4);
}
