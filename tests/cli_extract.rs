//! `demarche extract`: forms of input and output, offsets, gates, bad input, hostile text.

mod common;

use common::Folder;
use serde_json::Value;

const ARTICLE: &str = "“We came in peace,” the envoy, Ana Sol, said on Monday.\n\nOslo condemned the raid as a crime, while Bonn denied any role.\n";

fn records(stdout: &str) -> Vec<Value> {
    stdout
        .lines()
        .map(|l| serde_json::from_str(l).expect("a JSON record"))
        .collect()
}

fn slice<'t>(text: &'t str, span: &Value) -> &'t str {
    let at = |i: usize| span[i].as_u64().expect("an offset") as usize;
    &text[at(0)..at(1)]
}

#[test]
fn a_record_has_words_speaker_cue_and_offsets_into_the_file() {
    let folder = Folder::with("a.txt", ARTICLE);
    let out = folder.demarche("extract a.txt").run().done();
    let records = records(&out);
    assert_eq!(records.len(), 3);
    for r in &records {
        assert_eq!(r["text"], slice(ARTICLE, &r["span"]));
        assert_eq!(r["cue"], slice(ARTICLE, &r["cue_span"]));
        assert_eq!(r["speaker"], slice(ARTICLE, &r["speaker_span"]));
        assert_eq!(r["sentence"], slice(ARTICLE, &r["sentence_span"]));
        assert_eq!(r["article"], "a.txt");
    }
    assert_eq!(records[0]["speaker_resolved"], "Ana Sol");
    assert_eq!(records[0]["role"], "envoy");
    assert_eq!(records[0]["quote_type"], "direct");
    assert_eq!(
        (&records[1]["label"], &records[1]["speakers"][0]),
        (&"condemning".into(), &"Oslo".into())
    );
    assert_eq!(
        (&records[2]["label"], &records[2]["speakers"][0]),
        (&"defending".into(), &"Bonn".into())
    );
}

#[test]
fn tables_of_articles_keep_their_ids_and_bad_rows_are_told() {
    let rows = "{\"id\":\"x\",\"body\":\"Oslo condemned the raid.\"}\nnonsense\n{\"id\":\"y\",\"body\":\"Bonn defended the raid.\"}\n";
    let folder = Folder::with("a.jsonl", rows);
    let out = folder.demarche("extract a.jsonl --text-column body").run();
    assert_eq!(out.code, Some(2));
    let ids: Vec<Value> = records(&out.out)
        .iter()
        .map(|r| r["article"].clone())
        .collect();
    assert_eq!(ids, ["x", "y"]);
    assert!(
        out.err.contains("a.jsonl:2: expected a JSON object"),
        "{}",
        out.err
    );
}

#[test]
fn csv_has_a_header_and_one_row_a_statement() {
    let folder = Folder::with("a.txt", ARTICLE);
    let out = folder.demarche("extract a.txt --format csv").run().done();
    let lines: Vec<&str> = out.lines().collect();
    assert!(
        lines[0].starts_with("article,text,label,confidence,score_condemning,"),
        "{}",
        lines[0]
    );
    assert_eq!(lines.len(), 4);
    assert!(
        lines[3].contains(",Bonn,Bonn,,denied,indirect,"),
        "{}",
        lines[3]
    );
}

#[test]
fn a_folder_is_read_in_the_order_of_its_names() {
    let folder = Folder::with("b.txt", "Bonn defended the raid.")
        .and("a.txt", "Oslo condemned the raid.")
        .and("c.png", [0xFF, 0xFE]);
    let out = folder.demarche("extract .").run().done();
    let labels: Vec<Value> = records(&out).iter().map(|r| r["label"].clone()).collect();
    assert_eq!(labels, ["condemning", "defending"]);
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_the_others_are_read() {
    let folder = Folder::with("a.txt", "Oslo condemned the raid.")
        .and("b.txt", [b'x', 0xFF])
        .and("c.csv", "words\nnone\n")
        .and("e.txt", "Bonn defended the raid.");
    let said = folder
        .demarche("extract a.txt b.txt c.csv d.txt e.txt")
        .run();
    let (out, err, code) = said.parts();
    let labels: Vec<Value> = records(out).iter().map(|r| r["label"].clone()).collect();
    assert_eq!(labels, ["condemning", "defending"]);
    let told: Vec<&str> = err.lines().map(|l| &l[..l.len().min(16)]).collect();
    assert_eq!(
        told,
        ["demarche: b.txt:", "demarche: c.csv:", "demarche: d.txt:"],
        "{err}"
    );
    assert_eq!(code, Some(2));
}

#[test]
fn pages_are_read_by_their_main_text_which_can_be_had() {
    let page = "<html><body><nav>Home</nav><script>x='Oslo said so'</script><p>Oslo condemned the raid.</p></body></html>";
    let folder = Folder::with("a.html", page);
    let text = folder.demarche("extract a.html --emit-text").run().done();
    assert_eq!(text, "Oslo condemned the raid.\n");
    let out = folder.demarche("extract a.html").run().done();
    let records = records(&out);
    assert_eq!(slice(&text, &records[0]["span"]), "condemned the raid");
}

#[test]
fn the_page_to_read_names_each_stance_by_word_and_runs_nothing() {
    let folder = Folder::with(
        "a.txt",
        "“<script>alert(1)</script> We came,” Ana Sol said.\n\nOslo condemned the raid.\n",
    );
    let page = folder.demarche("extract a.txt --format html").run().done();
    assert!(
        page.contains("&lt;script&gt;") && !page.contains("<script"),
        "{page}"
    );
    assert!(page.contains("<caption>Who takes which side, and how often</caption>"));
    assert!(
        page.contains("<mark class=\"s0\">condemned the raid</mark>"),
        "{page}"
    );
    assert!(
        page.contains(">condemning</span>")
            && page.contains("lang=\"en\"")
            && page.contains("prefers-color-scheme:dark")
    );
}

#[test]
fn gold_articles_judge_and_gate() {
    // By hand: of two gold statements one is found, exactly, with speaker and stance; nothing is invented.
    let gold = "{\"id\":\"a\",\"text\":\"Oslo condemned the raid. It rained, they felt.\",\"statements\":[\
        {\"spans\":[[5,23]],\"label\":\"condemning\",\"quote_type\":\"indirect\",\"speakers\":[\"Oslo\"]},\
        {\"spans\":[[25,34]],\"label\":\"neutral\",\"quote_type\":\"direct\",\"speakers\":[]}]}\n";
    let found =
        "{\"article\":\"a\",\"parts\":[[5,23]],\"speakers\":[\"Oslo\"],\"label\":\"condemning\"}\n";
    let folder = Folder::with("gold.jsonl", gold).and("found.jsonl", found);
    let run = |more: &str| {
        folder
            .demarche(&format!(
                "extract --evaluate gold.jsonl --found found.jsonl {more}"
            ))
            .run()
    };
    let out = run("--format jsonl");
    let scores: Value = serde_json::from_str(&out.out).expect("JSON");
    assert_eq!(scores["precision"]["value"], 1.0);
    assert_eq!(scores["recall"]["value"], 0.5);
    assert!((scores["f1"]["value"].as_f64().expect("F1") - 2.0 / 3.0).abs() < 1e-12);
    assert_eq!(scores["speaker_accuracy"]["value"], 1.0);
    // Condemning 1.0, neutral 0.0; defending is nowhere.
    assert_eq!(scores["stance_macro_f1"]["value"], 0.5);
    assert_eq!(run("--min-f1 0.6").code, Some(0));
    let failed = run("--min-f1 0.7");
    assert_eq!(failed.code, Some(1));
    assert!(
        failed.out.contains("FAILED: f1 0.6667 < 0.7"),
        "{}",
        failed.out
    );
}

#[test]
fn bad_gold_is_refused_with_file_and_line() {
    let gold = "{\"id\":\"a\",\"text\":\"é\",\"statements\":[{\"spans\":[[0,1]],\"label\":\"neutral\",\"quote_type\":\"direct\",\"speakers\":[]}]}\n";
    let out = Folder::with("gold.jsonl", gold)
        .demarche("extract --evaluate gold.jsonl")
        .run();
    assert_eq!(out.code, Some(2));
    assert!(
        out.err.contains(
            "gold.jsonl:1: span 0..1 is no range of the text of \"a\"; spans count bytes of UTF-8"
        ),
        "{}",
        out.err
    );
}

#[test]
fn bytes_that_are_no_text_and_missing_files_are_told() {
    let folder = Folder::with("a.txt", [b'a', 0xFF]);
    let out = folder.demarche("extract a.txt").run();
    assert_eq!(out.code, Some(2));
    assert!(
        out.err.contains(
            "a.txt: found bytes that are not UTF-8 at byte 1; convert the file to UTF-8 first"
        ),
        "{}",
        out.err
    );
    let out = folder.demarche("extract none.txt").run();
    assert_eq!(out.code, Some(2));
    assert!(out.err.contains("none.txt: cannot read"), "{}", out.err);
}

#[test]
fn held_out_articles_stay_above_their_floors() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/articles/heldout.jsonl");
    let folder = Folder::new();
    let out = folder
        .demarche("extract --min-f1 0.79 --min-speaker-accuracy 0.8 --min-stance-f1 0.52 --resamples 10 --evaluate")
        .arg(path)
        .run();
    assert_eq!(out.code, Some(0), "{}", out.out);
}
