//! How often each column stood in a statement so far: a small open-addressing table that is emptied by counting up.

/// Counts by column.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// A power of two of slots, at most half of them used.
    slots: Vec<Slot>,
    /// The statement that slots must bear to count as used.
    round: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    round: u32,
    column: u32,
    count: u32,
}

impl Tally {
    /// Forgets all counts and makes room for `most` columns.
    pub(super) fn start(&mut self, most: usize) {
        let size = (most * 2).next_power_of_two().max(2);
        self.round = self.round.wrapping_add(1);
        if self.slots.len() < size || self.round == 0 {
            self.slots.clear();
            self.slots.resize(size, Slot::default());
            self.round = 1;
        }
    }

    /// Counts `column` once more; returns how often it was counted since the start.
    #[inline]
    pub(super) fn add(&mut self, column: u32) -> u32 {
        let mask = self.slots.len() - 1;
        let mut at = (column.wrapping_mul(0x9E37_79B9) >> 7) as usize & mask;
        loop {
            let slot = &mut self.slots[at];
            if slot.round != self.round {
                *slot = Slot {
                    round: self.round,
                    column,
                    count: 0,
                };
            }
            if slot.column == column {
                slot.count += 1;
                return slot.count;
            }
            at = (at + 1) & mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn counts_as_a_map_does_in_every_round() {
        let mut tally = Tally::default();
        let mut random = fastrand::Rng::with_seed(5);
        for most in [1, 700, 3, 64, 0, 250] {
            let mut expected = HashMap::new();
            tally.start(most);
            for _ in 0..most {
                let column = random.u32(..50) * 1_000;
                let count = expected.entry(column).or_insert(0);
                *count += 1;
                assert_eq!(tally.add(column), *count);
            }
        }
    }

    #[test]
    fn rounds_may_run_over() {
        let mut tally = Tally::default();
        tally.start(4);
        tally.add(9);
        tally.round = u32::MAX;
        tally.start(4);
        assert_eq!((tally.add(9), tally.add(9)), (1, 2));
    }
}
