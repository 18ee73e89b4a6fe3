//! How often each column stood in a statement so far: a small open-addressing table that is emptied by counting up.

/// Counts by column.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// A power of two of slots, at most half of them used.
    slots: Vec<Slot>,
    /// The statement that slots must bear to count as used.
    round: u32,
    /// Slots used.
    used: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    round: u32,
    column: u32,
    count: u32,
}

/// Slots at first.
const FEWEST: usize = 256;

impl Tally {
    /// Forgets all counts.
    pub(super) fn start(&mut self) {
        self.round = self.round.wrapping_add(1);
        self.used = 0;
        if self.slots.is_empty() || self.round == 0 {
            self.slots.clear();
            self.slots.resize(FEWEST, Slot::default());
            self.round = 1;
        }
    }

    /// Counts `column` once more; returns how often it was counted since the start.
    #[inline]
    pub(super) fn add(&mut self, column: u32) -> u32 {
        let at = self.slot_of(column);
        let slot = &mut self.slots[at];
        if slot.round == self.round {
            slot.count += 1;
            return slot.count;
        }
        *slot = Slot {
            round: self.round,
            column,
            count: 1,
        };
        self.used += 1;
        if self.used * 2 > self.slots.len() {
            self.grow();
        }
        1
    }

    /// The slot of `column`, or the free one where it would stand.
    #[inline]
    fn slot_of(&self, column: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (column.wrapping_mul(0x9E37_79B9) >> 7) as usize & mask;
        while self.slots[at].round == self.round && self.slots[at].column != column {
            at = (at + 1) & mask;
        }
        at
    }

    /// Makes room for twice as many.
    #[cold]
    fn grow(&mut self) {
        let room = vec![Slot::default(); self.slots.len() * 2];
        let slots = std::mem::replace(&mut self.slots, room);
        for slot in slots.into_iter().filter(|slot| slot.round == self.round) {
            let at = self.slot_of(slot.column);
            self.slots[at] = slot;
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
        for most in [1, 7_000, 3, 64, 0, 250] {
            let mut expected = HashMap::new();
            tally.start();
            for _ in 0..most {
                let column = random.u32(..500) * 1_000;
                let count = expected.entry(column).or_insert(0);
                *count += 1;
                assert_eq!(tally.add(column), *count);
            }
        }
    }

    #[test]
    fn rounds_may_run_over() {
        let mut tally = Tally::default();
        tally.start();
        tally.add(9);
        tally.round = u32::MAX;
        tally.start();
        assert_eq!((tally.add(9), tally.add(9)), (1, 2));
    }
}
