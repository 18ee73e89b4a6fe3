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

    /// Whether look-ups end and give columns below `width`: as many columns as keys, none or a power of two, a free slot.
    pub(crate) fn is_sound(&self, width: usize) -> bool {
        let (keys, columns) = (self.keys, self.columns);
        let sized = keys.is_empty() || (keys.len().is_power_of_two() && keys.contains(&FREE));
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
        let mask = self.keys.len() - 1;
        let key = if key == FREE { STAND_IN } else { key };
        let mut at = key as usize & mask;
        loop {
            match self.keys[at] {
                FREE => return None,
                found if found == key => return Some(self.columns[at] as usize),
                _ => at = (at + 1) & mask,
            }
        }
    }
}

/// The arrays behind a [`KeyIndex`], at most half full.
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
        let size = (keys.len() * 2).next_power_of_two();
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
        let mask = self.keys.len() - 1;
        let key = if key == FREE { STAND_IN } else { key };
        let mut at = key as usize & mask;
        while self.keys[at] != FREE {
            if self.keys[at] == key {
                return;
            }
            at = (at + 1) & mask;
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
        let keys: Vec<u64> = (0..500).map(|i| i * 0x1_0000).collect();
        let buffer = KeyIndexBuffer::new(&keys);
        for (column, key) in keys.iter().enumerate() {
            assert_eq!(buffer.view().get(*key), Some(column));
        }
        assert_eq!(buffer.view().get(7), None);
        assert_eq!(KeyIndex::default().get(7), None);
    }

    #[test]
    fn refuses_hostile_slots() {
        let sound = |keys, columns, width| KeyIndex::trusted(keys, columns).is_sound(width);
        assert!(!sound(&[1, 2], &[0, 0], 1), "no free slot");
        assert!(!sound(&[1, 0, 0], &[0, 0, 0], 1), "odd size");
        assert!(!sound(&[1, 0], &[5, 0], 5), "column out of range");
        assert!(!sound(&[1, 0], &[0], 5), "a column is missing");
        assert!(sound(&[1, 0], &[4, 0], 5));
    }
}
