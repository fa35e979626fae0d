//! A list that the compiler can keep in registers.

use std::mem;

/// How many places a list begins with.
const FIRST: usize = 256;

/// Values, one after another. Unlike a `Vec` it is never lent to what makes it longer, but handed over and taken back: so
/// that its place and length need not be written to memory after each row.
#[derive(Debug)]
pub(crate) struct List<T> {
    places: Box<[T]>,
    length: usize,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self {
            places: Box::default(),
            length: 0,
        }
    }
}

impl<T: Copy + Default> List<T> {
    #[inline]
    pub(crate) fn push(&mut self, value: T) {
        if self.length >= self.places.len() {
            self.places = longer(mem::take(&mut self.places));
        }
        if let Some(place) = self.places.get_mut(self.length) {
            *place = value;
            self.length += 1;
        }
    }

    /// Puts a value before another.
    #[inline]
    pub(crate) fn insert(&mut self, at: usize, value: T) {
        self.push(value);
        if let Some(behind) = self.places.get_mut(at..self.length) {
            behind.rotate_right(1);
        }
    }

    #[inline]
    pub(crate) fn values(&self) -> &[T] {
        self.places.get(..self.length).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        self.places.get_mut(at)
    }

    #[inline]
    pub(crate) fn into_vec(self) -> Vec<T> {
        let mut values = self.places.into_vec();
        values.truncate(self.length);
        values
    }
}

#[cold]
#[inline(never)]
fn longer<T: Copy + Default>(places: Box<[T]>) -> Box<[T]> {
    let length = FIRST.max(2 * places.len());
    let mut places = places.into_vec();
    places.resize(length, T::default());
    places.into_boxed_slice()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_grows_and_keeps_its_order() {
        let mut list = List::default();
        let many = 2 * FIRST as u32 + 1;
        (0..many).for_each(|value| list.push(value));
        list.insert(1, many);
        let expected: Vec<u32> = [0, many].into_iter().chain(1..many).collect();
        assert_eq!(list.values(), expected);
        assert_eq!(list.into_vec(), expected);
    }
}
