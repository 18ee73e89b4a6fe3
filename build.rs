//! Lays out the table of names (`src/tokens/names.tsv`), so that the program finds it ready when it starts.

use std::fmt::Write as _;
use std::path::Path;

// The program reads what is laid out here.
#[allow(dead_code)]
#[path = "src/tokens/name_layout.rs"]
mod name_layout;

use name_layout::{KINDS, START_BITS, Slot, joined, slot_of, start_bit, word_key};

const NAMES: &str = "src/tokens/names.tsv";

fn main() {
    for file in [NAMES, "src/tokens/name_layout.rs", "build.rs"] {
        println!("cargo::rerun-if-changed={file}");
    }
    let names = std::fs::read_to_string(NAMES).expect("the table of names is there");
    let mut table = Table::of(names.lines().count());
    for (i, line) in names.lines().enumerate() {
        if let Err(problem) = table.add(line) {
            panic!("{NAMES}, line {}: {problem}", i + 1);
        }
    }
    let folder = std::env::var_os("OUT_DIR").expect("cargo names a folder for what is made");
    std::fs::write(Path::new(&folder).join("names.rs"), table.source()).expect("it can be written");
}

struct Table {
    keys: Vec<u64>,
    slots: Vec<Slot>,
    starts: Vec<u64>,
}

impl Table {
    /// An empty table with room for so many names: a name adds its first word and itself.
    fn of(names: usize) -> Self {
        Self {
            keys: vec![0; names * 2 + 1],
            slots: vec![Slot::default(); names * 2 + 1],
            starts: vec![0; 1 << (START_BITS - 6)],
        }
    }

    /// Adds a line: kind, name, and `cased` where the name is also an ordinary word.
    fn add(&mut self, line: &str) -> Result<(), String> {
        let (kind, name) = line
            .split_once('\t')
            .ok_or("found no tab, expected kind and name")?;
        let known = KINDS.iter().position(|k| *k == kind);
        let kind =
            known.ok_or_else(|| format!("found kind {kind:?}, expected one of {KINDS:?}"))?;
        let (name, cased) = match name.strip_suffix("\tcased") {
            Some(name) => (name, true),
            None => (name, false),
        };
        let words: Vec<u64> = name.split(' ').map(word_key).collect();
        if words.len() > Slot::LONGEST {
            return Err(format!(
                "found {} words, expected {} at most",
                words.len(),
                Slot::LONGEST
            ));
        }
        let (at, bit) = start_bit(words[0]);
        self.starts[at] |= bit;
        self.slot(words[0]).starts(words.len());
        let key = words.into_iter().reduce(joined).unwrap_or_default();
        self.slot(key).is_named(kind, cased);
        Ok(())
    }

    fn slot(&mut self, key: u64) -> &mut Slot {
        assert_ne!(key, 0, "a key of zero marks a free slot");
        let at = slot_of(&self.keys, key);
        self.keys[at] = key;
        &mut self.slots[at]
    }

    fn source(&self) -> String {
        let slots: Vec<u8> = self.slots.iter().map(|slot| slot.0).collect();
        let mut source = String::new();
        let arrays = [
            ("KEYS", "u64", format!("{:?}", self.keys), self.keys.len()),
            ("SLOTS", "u8", format!("{slots:?}"), slots.len()),
            (
                "STARTS",
                "u64",
                format!("{:?}", self.starts),
                self.starts.len(),
            ),
        ];
        for (name, of, values, length) in arrays {
            writeln!(source, "static {name}: [{of}; {length}] = {values};")
                .expect("a string grows");
        }
        source
    }
}
