//! Tables of words and numbers, as text and as Markdown.

/// A table; its columns after the first ones are numbers and stand to the right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Columns of words at the left.
    words: usize,
}

impl Table {
    /// An empty table with `words` columns of words at the left.
    pub(super) fn new(header: Vec<String>, words: usize) -> Self {
        Self {
            header,
            rows: Vec::new(),
            words,
        }
    }

    /// Appends a row of as many cells as the header has.
    pub(super) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// Columns parted by two spaces.
    pub(super) fn text(&self) -> String {
        let lines = || std::iter::once(&self.header).chain(&self.rows);
        let widths: Vec<usize> = (0..self.header.len())
            .map(|c| lines().map(|row| row[c].chars().count()).max().unwrap_or(0))
            .collect();
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&widths).enumerate();
            let cells = cells.map(|(c, (cell, width))| {
                if c < self.words {
                    format!("{cell:<width$}")
                } else {
                    format!("{cell:>width$}")
                }
            });
            let line = cells.collect::<Vec<_>>().join("  ");
            format!("{}\n", line.trim_end())
        };
        lines().map(line).collect()
    }

    /// A Markdown table.
    pub(super) fn markdown(&self) -> String {
        let line = |row: &Vec<String>| {
            let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rule: Vec<&str> = (0..self.header.len())
            .map(|c| if c < self.words { "---" } else { "---:" })
            .collect();
        let mut out = line(&self.header);
        out += &format!("| {} |\n", rule.join(" | "));
        out.extend(self.rows.iter().map(line));
        out
    }
}

/// Text that cannot end its table cell.
pub(super) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace(['\n', '\r'], " ")
        .replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_left_and_numbers_right() {
        let mut table = Table::new(vec!["topic".into(), "n".into()], 1);
        table.push(vec!["a|b".into(), "12".into()]);
        assert_eq!(table.text(), "topic   n\na|b    12\n");
        assert_eq!(
            table.markdown(),
            "| topic | n |\n| --- | ---: |\n| a\\|b | 12 |\n"
        );
    }
}
