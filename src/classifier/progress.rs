//! How far long work is.

/// A step of the work, for a progress bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub total: usize,
}

/// Counts steps and tells of each.
pub(super) struct Counter<'a> {
    at: Progress,
    tell: &'a dyn Fn(Progress),
}

impl<'a> Counter<'a> {
    pub(super) fn new(total: usize, tell: &'a dyn Fn(Progress)) -> Self {
        let at = Progress { done: 0, total };
        Self { at, tell }
    }

    pub(super) fn step(&mut self) {
        self.at.done += 1;
        (self.tell)(self.at);
    }
}
