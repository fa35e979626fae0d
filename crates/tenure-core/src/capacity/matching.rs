//! Who takes on what: the best tasks that fit, exactly.
//!
//! A task takes one unit of one person, and is worth the same whoever does it. So the sets of tasks that fit together
//! form a matroid: going through the tasks from the most valuable down, and taking on each that still fits (others
//! moved over where need be), gives the largest sum that there is. Which of several people does a task comes second:
//! the most valuable task gets the first of its choices with which everything still fits, then the next task.

use std::collections::VecDeque;

/// Who takes on what. `tasks` come in order, the most valuable first, each with the people who could do it, by preference;
/// of each person `room` says how many tasks fit, `None` being any number. The answer is the person of each task.
pub fn assign(tasks: &[Vec<usize>], room: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut matching = Matching::new(tasks, room);
    for task in 0..tasks.len() {
        matching.take_on(task);
    }
    // Where a task leaves its person, there is room again.
    matching.closed.fill(false);
    for task in 0..tasks.len() {
        matching.settle(task);
    }
    matching.person
}

struct Matching<'t> {
    tasks: &'t [Vec<usize>],
    room: &'t [Option<usize>],
    /// The person of each task.
    person: Vec<Option<usize>>,
    /// The tasks of each person, and where each task stands among those of its person.
    has: Vec<Vec<usize>>,
    place: Vec<usize>,
    /// Tasks whose person is final.
    settled: Vec<bool>,
    /// People from whom no way leads to somebody with room: none ever will again.
    closed: Vec<bool>,
}

/// One step of a way: the task that moves, and the person whom it leaves.
type Came = Option<(usize, usize)>;

impl<'t> Matching<'t> {
    fn new(tasks: &'t [Vec<usize>], room: &'t [Option<usize>]) -> Self {
        Self {
            tasks,
            room,
            person: vec![None; tasks.len()],
            has: vec![Vec::new(); room.len()],
            place: vec![0; tasks.len()],
            settled: vec![false; tasks.len()],
            closed: vec![false; room.len()],
        }
    }

    fn choices(&self, task: usize) -> &'t [usize] {
        self.tasks.get(task).map_or(&[], Vec::as_slice)
    }

    fn has_room(&self, person: usize) -> bool {
        let has = self.has.get(person).map_or(0, Vec::len);
        self.room
            .get(person)
            .is_some_and(|room| room.is_none_or(|room| has < room))
    }

    /// Takes a task on, if it fits.
    fn take_on(&mut self, task: usize) {
        let open = |person: &usize| self.closed.get(*person) == Some(&false);
        let from: Vec<usize> = self.choices(task).iter().copied().filter(open).collect();
        match self.way(&from) {
            Ok((came, end)) => {
                let start = self.follow(&came, end);
                self.put(task, start);
            }
            Err(seen) => seen.into_iter().for_each(|person| {
                if let Some(closed) = self.closed.get_mut(person) {
                    *closed = true;
                }
            }),
        }
    }

    /// Gives a task that was taken on the first of its choices with which everything still fits.
    fn settle(&mut self, task: usize) {
        let Some(present) = self.person.get(task).copied().flatten() else {
            return;
        };
        for person in self.choices(task).iter().copied() {
            if person == present {
                break;
            }
            self.remove(task);
            let way = self.way(&[person]);
            if let Ok((came, end)) = way {
                let start = self.follow(&came, end);
                self.put(task, start);
                break;
            }
            self.put(task, present);
        }
        if let Some(settled) = self.settled.get_mut(task) {
            *settled = true;
        }
    }

    /// A shortest way from some people to somebody with room, over tasks that may move; else everybody seen.
    fn way(&self, from: &[usize]) -> Result<(Vec<Came>, usize), Vec<usize>> {
        let mut came: Vec<Came> = vec![None; self.room.len()];
        let mut known = vec![false; self.room.len()];
        let mut seen = Vec::new();
        let mut queue: VecDeque<usize> = VecDeque::new();
        for person in from {
            if let Some(known @ false) = known.get_mut(*person) {
                *known = true;
                queue.push_back(*person);
            }
        }
        while let Some(person) = queue.pop_front() {
            if self.has_room(person) {
                return Ok((came, person));
            }
            seen.push(person);
            for (task, next) in self.steps_from(person) {
                if let Some(known @ false) = known.get_mut(next) {
                    *known = true;
                    if let Some(came) = came.get_mut(next) {
                        *came = Some((task, person));
                    }
                    queue.push_back(next);
                }
            }
        }
        Err(seen)
    }

    /// The tasks that could leave a person, each with whom it could go to.
    fn steps_from(&self, person: usize) -> impl Iterator<Item = (usize, usize)> {
        let tasks = self.has.get(person).into_iter().flatten().copied();
        let free = tasks.filter(|task| self.settled.get(*task) == Some(&false));
        free.flat_map(|task| self.choices(task).iter().map(move |next| (task, *next)))
            .filter(|(_, next)| self.closed.get(*next) == Some(&false))
    }

    /// Moves the tasks of a way, and tells whose unit became free.
    fn follow(&mut self, came: &[Came], end: usize) -> usize {
        let mut person = end;
        while let Some((task, from)) = came.get(person).copied().flatten() {
            self.remove(task);
            self.put(task, person);
            person = from;
        }
        person
    }

    fn put(&mut self, task: usize, person: usize) {
        let Some(has) = self.has.get_mut(person) else {
            return;
        };
        if let Some(place) = self.place.get_mut(task) {
            *place = has.len();
        }
        has.push(task);
        if let Some(of) = self.person.get_mut(task) {
            *of = Some(person);
        }
    }

    fn remove(&mut self, task: usize) {
        let person = self.person.get_mut(task).and_then(Option::take);
        let (Some(person), Some(place)) = (person, self.place.get(task).copied()) else {
            return;
        };
        let Some(has) = self.has.get_mut(person).filter(|has| place < has.len()) else {
            return;
        };
        has.swap_remove(place);
        let moved = has.get(place).copied();
        if let Some(of) = moved.and_then(|moved| self.place.get_mut(moved)) {
            *of = place;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small stream of numbers, the same on every machine.
    fn numbers(seed: u64) -> impl FnMut(u64) -> usize {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        move |limit| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % limit.max(1)) as usize
        }
    }

    struct Puzzle {
        tasks: Vec<Vec<usize>>,
        worth: Vec<u64>,
        room: Vec<Option<usize>>,
    }

    fn puzzle(seed: u64) -> Puzzle {
        let mut next = numbers(seed);
        let people = 1 + next(4);
        let count = next(7);
        let tasks = (0..count).map(|_| {
            let mut choices = Vec::new();
            for _ in 0..next(4) {
                let person = next(people as u64);
                if !choices.contains(&person) {
                    choices.push(person);
                }
            }
            choices
        });
        let tasks: Vec<Vec<usize>> = tasks.collect();
        let mut worth: Vec<u64> = tasks.iter().map(|_| next(4) as u64).collect();
        worth.sort_unstable_by(|a, b| b.cmp(a));
        let room = (0..people)
            .map(|_| (next(6) > 0).then(|| next(3)))
            .collect();
        Puzzle { tasks, worth, room }
    }

    /// How good an answer is: its worth, then the tasks taken on from the first down, then how early among its choices
    /// each got its person.
    type Rank = (u64, Vec<bool>, Vec<std::cmp::Reverse<usize>>);

    fn rank(puzzle: &Puzzle, answer: &[Option<usize>]) -> Rank {
        let worth = puzzle.worth.iter().zip(answer);
        let place = |(task, person): (&Vec<usize>, &Option<usize>)| {
            person.and_then(|person| task.iter().position(|choice| *choice == person))
        };
        let places = puzzle.tasks.iter().zip(answer).map(place);
        (
            worth
                .filter(|(_, person)| person.is_some())
                .map(|(worth, _)| worth)
                .sum(),
            answer.iter().map(Option::is_some).collect(),
            places
                .map(|place| std::cmp::Reverse(place.unwrap_or(0)))
                .collect(),
        )
    }

    fn fits(puzzle: &Puzzle, answer: &[Option<usize>]) -> bool {
        let load = |person| answer.iter().filter(|of| **of == Some(person)).count();
        let rooms = puzzle.room.iter().enumerate();
        let mut of_choice = puzzle.tasks.iter().zip(answer);
        rooms
            .into_iter()
            .all(|(person, room)| room.is_none_or(|room| load(person) <= room))
            && of_choice.all(|(task, of)| of.is_none_or(|person| task.contains(&person)))
    }

    /// The best of all answers there are.
    fn brute_force(puzzle: &Puzzle) -> Option<(Rank, Vec<Option<usize>>)> {
        let mut answers: Vec<Vec<Option<usize>>> = vec![Vec::new()];
        for task in &puzzle.tasks {
            let options = || task.iter().copied().map(Some).chain([None]);
            let longer = |answer: Vec<Option<usize>>| {
                options().map(move |of| [answer.as_slice(), &[of]].concat())
            };
            answers = answers.into_iter().flat_map(longer).collect();
        }
        let fitting = answers.into_iter().filter(|answer| fits(puzzle, answer));
        fitting.map(|answer| (rank(puzzle, &answer), answer)).max()
    }

    #[test]
    fn the_answer_is_the_best_that_there_is() {
        for seed in 1..4_000 {
            let puzzle = puzzle(seed);
            let answer = assign(&puzzle.tasks, &puzzle.room);
            assert!(fits(&puzzle, &answer), "{seed}: {answer:?}");
            let best = brute_force(&puzzle).map(|(_, best)| best);
            assert_eq!(Some(&answer), best.as_ref(), "{seed}: {:?}", puzzle.tasks);
        }
    }

    /// Everybody takes what comes to them first, and nobody moves.
    fn without_moving(puzzle: &Puzzle) -> Vec<Option<usize>> {
        let mut load = vec![0; puzzle.room.len()];
        let tasks = puzzle.tasks.iter().map(|task| {
            let free =
                |person: &&usize| puzzle.room[**person].is_none_or(|room| load[**person] < room);
            let person = task.iter().find(free).copied()?;
            load[person] += 1;
            Some(person)
        });
        tasks.collect()
    }

    #[test]
    fn taking_without_moving_is_found_to_be_worse() {
        let worse = |seed: &u64| {
            let puzzle = puzzle(*seed);
            let greedy = rank(&puzzle, &without_moving(&puzzle));
            brute_force(&puzzle).is_some_and(|(best, _)| best.0 > greedy.0)
        };
        assert!((1..4_000).filter(worse).count() > 20);
    }

    #[test]
    fn a_task_moves_over_to_let_another_in() {
        // The first could be done by either, the second by the first person only.
        let tasks = [vec![0, 1], vec![0]];
        assert_eq!(assign(&tasks, &[Some(1), Some(1)]), [Some(1), Some(0)]);
        assert_eq!(assign(&tasks, &[Some(1), Some(0)]), [Some(0), None]);
        assert_eq!(assign(&tasks, &[None, Some(1)]), [Some(0), Some(0)]);
    }
}
