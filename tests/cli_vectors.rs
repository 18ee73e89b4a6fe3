//! `demarche vectors` from outside, and what a table of one's own does in training.

mod common;

use std::io::Write;

use common::{Folder, SMALL, masked};
use demarche::features::WordVectors;
use demarche::tokens::word_key;

/// Four words on a line through the plane, with the counts that word2vec writes and one word in capitals.
const LINE: &str = "5 2\nthe 0 0\nraid 2 2\nThe 9 9\nlaw 4 4\nwar 6 6\n";

#[test]
fn words_are_centred_and_put_on_their_principal_axis() {
    let folder = Folder::with("line.vec", LINE);
    let out = folder
        .demarche("vectors import line.vec -o t.demwv --dims 1")
        .run()
        .done();
    let bytes = folder.read("t.demwv");
    let expected = format!(
        "4 words of 1 numbers, 100.0 % of the variance kept, 1 lines passed over\nwrote t.demwv ({} bytes, #)\n",
        bytes.len()
    );
    assert_eq!(masked(&out), expected);
    let table = WordVectors::from_bytes("t", &bytes).expect("a table");
    assert_eq!(table.words(), ["the", "raid", "law", "war"]);
    let value = |word: &str| {
        let rank = table.rank(word_key(word)).expect("the word");
        table.vector(rank).next().expect("a number")
    };
    // The mean is (3, 3): the words lie at -3, -1, 1 and 3 times the root of 2, in one direction or the other; one byte a number.
    let sign = value("war").signum();
    for (word, expected) in [("the", -3.0), ("raid", -1.0), ("law", 1.0), ("war", 3.0)] {
        let found = value(word) * sign / 2_f32.sqrt();
        assert!((found - expected).abs() < 0.013, "{word} {found}");
    }
}

#[test]
fn gzip_standard_input_and_a_limit_are_understood() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(LINE.as_bytes()).expect("memory");
    let folder =
        Folder::with("line.vec", LINE).and("line.vec.gz", packed.finish().expect("memory"));
    folder
        .demarche("vectors import line.vec -o plain")
        .run()
        .done();
    folder
        .demarche("vectors import line.vec.gz -o packed")
        .run()
        .done();
    folder
        .demarche("vectors import - -o piped")
        .input(LINE)
        .run()
        .done();
    assert_eq!(folder.read("packed"), folder.read("plain"));
    assert_eq!(folder.read("piped"), folder.read("plain"));
    folder
        .demarche("vectors import line.vec -o few --words 2")
        .run()
        .done();
    let few = WordVectors::from_bytes("few", &folder.read("few")).expect("a table");
    assert_eq!(
        (few.words(), few.dims()),
        (&["the".to_owned(), "raid".to_owned()][..], 2)
    );
}

#[test]
fn what_is_no_vector_file_is_refused() {
    for (content, arguments, reason) in [
        (
            "the 1 2\nraid 3 x\n",
            "",
            "line 2: found \"x\", expected a number",
        ),
        (
            "the 1 2\nraid 3\n",
            "",
            "line 2: found 1 numbers after the word, expected 2",
        ),
        (
            "the\n",
            "",
            "line 1: found 0 numbers after the word, expected 1",
        ),
        (
            "",
            "",
            "it holds no word vector; expected a word and its numbers on each line",
        ),
        (
            "The 1 2\n12 1 2\n",
            "",
            "it holds no word vector; expected a word and its numbers on each line",
        ),
        (
            "the 1 2\nraid 3 4\n",
            "--dims 0",
            "no dimension would be left; give --dims 1 or more",
        ),
    ] {
        let folder = Folder::with("v.txt", content);
        let err = folder
            .demarche(&format!("vectors import v.txt -o t {arguments}"))
            .run()
            .refused();
        assert_eq!(
            err,
            format!("demarche: v.txt: not usable word vectors: {reason}\n")
        );
        assert_eq!(folder.names(), ["v.txt"]);
    }
    let folder = Folder::with("v.txt", LINE);
    let err = folder
        .demarche("vectors import none.txt -o t")
        .run()
        .refused();
    assert_eq!(
        err,
        "demarche: none.txt: cannot read: No such file or directory (os error 2)\n"
    );
    let err = folder
        .demarche("vectors import v.txt -o none/t")
        .run()
        .refused();
    assert!(err.starts_with("demarche: none/t: cannot write: "), "{err}");
}

#[test]
fn a_table_lends_its_words_to_a_model() {
    // Words of one stance lie in one place; the last three stand in no training statement.
    let mut table = String::new();
    for (place, words) in [
        ("1 0", "reckless illegal cruel crime condemn heinous"),
        (
            "0 1",
            "lawful right legitimate justified defensive rightful",
        ),
        ("-1 -1", "council meet session talks delegations plenary"),
    ] {
        words
            .split(' ')
            .for_each(|word| table += &format!("{word} {place}\n"));
    }
    let folder = Folder::with("own.vec", table).and("small.jsonl", SMALL);
    let out = folder
        .demarche("vectors import own.vec -o own.demwv")
        .run()
        .done();
    folder
        .demarche(
            "train small.jsonl --word-vectors own.demwv --vector-scale 3 --without chars -o m",
        )
        .run()
        .done();
    let input = "heinous\nrightful\nplenary\nzzqxv\n";
    let out_of_model = folder
        .demarche("classify -m m --format label")
        .input(input)
        .run()
        .done();
    assert_eq!(out_of_model, "condemning\ndefending\nneutral\nabstained\n");
    let facts: serde_json::Value =
        serde_json::from_str(&folder.demarche("inspect m --format json").run().done())
            .expect("JSON");
    let digest = facts["settings"]["training"]["word_vectors"]
        .as_str()
        .expect("a digest");
    assert!(out.ends_with(&format!(", {digest})\n")), "{out}");
}
