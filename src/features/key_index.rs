//! From 64-bit key to column: an open-addressing table in two flat arrays, so that a model file is used as it lies in memory.

/// Marks a free slot; a key of this value is stored as [`STAND_IN`].
const FREE: u64 = 0;
const STAND_IN: u64 = 0x9E37_79B9_7F4A_7C15;

/// A view of a table: key slots and, beside each, its column.
#[derive(Debug, Clone, Copy, Default)]
pub struct KeyIndex<'m> {
    keys: &'m [u64],
    columns: &'m [u32],
}

impl<'m> KeyIndex<'m> {
    /// A view of two arrays of the same length as [`KeyIndexBuffer`] made them; see [`Self::is_sound`].
    pub(crate) fn trusted(keys: &'m [u64], columns: &'m [u32]) -> Self {
        Self { keys, columns }
    }

    /// Whether look-ups end and give columns below `width`: as many columns as keys, and a free slot.
    pub(crate) fn is_sound(&self, width: usize) -> bool {
        let (keys, columns) = (self.keys, self.columns);
        let sized = keys.is_empty() || keys.contains(&FREE);
        let bounded = || {
            let used = keys.iter().zip(columns).filter(|(key, _)| **key != FREE);
            used.into_iter()
                .all(|(_, column)| (*column as usize) < width)
        };
        keys.len() == columns.len() && sized && bounded()
    }

    /// The column of `key`.
    #[inline]
    #[must_use]
    pub fn get(&self, key: u64) -> Option<usize> {
        if self.keys.is_empty() {
            return None;
        }
        let key = if key == FREE { STAND_IN } else { key };
        self.get_from(first_slot(key, self.keys.len()), key)
    }

    /// The column of `key`, looked for from slot `at` on to the end and then from the start.
    #[inline]
    fn get_from(&self, at: usize, key: u64) -> Option<usize> {
        let ends = |found: &u64| *found == key || *found == FREE;
        let after = || Some(at + self.keys[at..].iter().position(ends)?);
        let found = after().or_else(|| self.keys.iter().position(ends))?;
        (self.keys[found] == key).then(|| self.columns[found] as usize)
    }

    /// Calls `found` with the place of each key among `keys` and its column, if it has one. The first slots of many keys are read
    /// side by side, so that one waits for memory while the next is on its way.
    #[inline]
    pub fn get_all(&self, keys: &[u64], mut found: impl FnMut(usize, Option<usize>)) {
        if self.keys.is_empty() {
            return (0..keys.len()).for_each(|i| found(i, None));
        }
        let mut firsts = [(0, FREE); ABREAST];
        for (i, keys) in keys.chunks(ABREAST).enumerate() {
            for (first, key) in firsts.iter_mut().zip(keys) {
                let at = first_slot(*key, self.keys.len());
                *first = (at, self.keys[at]);
            }
            for (j, ((at, first), key)) in firsts.iter().zip(keys).enumerate() {
                let column = if *key == FREE {
                    self.get(*key)
                } else if first == key {
                    Some(self.columns[*at] as usize)
                } else if *first == FREE {
                    None
                } else {
                    self.get_from(*at, *key)
                };
                found(i * ABREAST + j, column);
            }
        }
    }
}

/// Look-ups that are begun together.
const ABREAST: usize = 32;

/// Where a key is looked for first: keys are hashes, so their share of the range of 64 bits is their place in the table (Lemire,
/// "Fast random integer generation in an interval", 2019).
#[inline]
fn first_slot(key: u64, slots: usize) -> usize {
    ((u128::from(key) * slots as u128) >> 64) as usize
}

/// Slots per key, as a fraction: three quarters full.
const SLOTS: (usize, usize) = (4, 3);

/// The arrays behind a [`KeyIndex`], at most three quarters full.
#[derive(Debug, Clone, Default)]
pub struct KeyIndexBuffer {
    /// Key slots.
    pub keys: Vec<u64>,
    /// Column of each slot.
    pub columns: Vec<u32>,
}

impl KeyIndexBuffer {
    /// A table of `keys`, each with its position as column. Of equal keys the first wins.
    #[must_use]
    pub fn new(keys: &[u64]) -> Self {
        if keys.is_empty() {
            return Self::default();
        }
        let size = keys.len() * SLOTS.0 / SLOTS.1 + 1;
        let mut buffer = Self {
            keys: vec![FREE; size],
            columns: vec![0; size],
        };
        for (column, key) in keys.iter().enumerate() {
            buffer.insert(*key, column as u32);
        }
        buffer
    }

    fn insert(&mut self, key: u64, column: u32) {
        let key = if key == FREE { STAND_IN } else { key };
        let mut at = first_slot(key, self.keys.len());
        while self.keys[at] != FREE {
            if self.keys[at] == key {
                return;
            }
            at = if at + 1 == self.keys.len() { 0 } else { at + 1 };
        }
        self.keys[at] = key;
        self.columns[at] = column;
    }

    /// The view for look-ups.
    #[must_use]
    pub fn view(&self) -> KeyIndex<'_> {
        KeyIndex {
            keys: &self.keys,
            columns: &self.columns,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_put_in_and_nothing_else() {
        let keys: Vec<u64> = (0..500).map(|i| i * 0x0083_1260_0000_0000).collect();
        let buffer = KeyIndexBuffer::new(&keys);
        for (column, key) in keys.iter().enumerate() {
            assert_eq!(buffer.view().get(*key), Some(column));
        }
        assert_eq!(buffer.view().get(7), None);
        assert_eq!(KeyIndex::default().get(7), None);
        let asked: Vec<u64> = (0..90)
            .map(|i| keys[i * 5] + u64::from(i % 3 == 0))
            .collect();
        let one_by_one = asked.iter().filter_map(|k| buffer.view().get(*k));
        let expected: Vec<u32> = one_by_one.map(|c| c as u32).collect();
        let mut together = Vec::new();
        buffer.view().get_all(&asked, |at, column| {
            assert_eq!(buffer.view().get(asked[at]), column);
            together.extend(column.map(|c| c as u32));
        });
        assert_eq!(together, expected);
    }

    #[test]
    fn refuses_hostile_slots() {
        let sound = |keys, columns, width| KeyIndex::trusted(keys, columns).is_sound(width);
        assert!(!sound(&[1, 2], &[0, 0], 1), "no free slot");
        assert!(!sound(&[1, 0], &[5, 0], 5), "column out of range");
        assert!(!sound(&[1, 0], &[0], 5), "a column is missing");
        assert!(sound(&[1, 0], &[4, 0], 5));
    }
}
