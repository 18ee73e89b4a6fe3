//! `demarche evaluate` from outside: the three forms of the report, the gates, and what cannot be judged.
//!
//! The small model names the stance of its own training statements rightly, so wrong labels make mistakes that are known
//! beforehand. All rows of one group have no other bootstrap draw than themselves: each interval is its value.

mod common;

use common::{Folder, Said, masked};
use serde_json::{Value, json};

/// Counts as in scikit-learn's own example of a report: one condemning called so, one defending called neutral, two neutral called so.
const FOUR: &str = concat!(
    "{\"text\":\"The raid on the ferry was reckless and illegal, and we condemn it.\",\"label\":\"condemning\",\"group\":\"one\"}\n",
    "{\"text\":\"The council will meet on Tuesday to hear the envoy.\",\"label\":\"defending\",\"group\":\"one\"}\n",
    "{\"text\":\"The parties agreed to meet again next month.\",\"label\":\"neutral\",\"group\":\"one\"}\n",
    "{\"text\":\"The committee elected its chair for the coming year.\",\"label\":\"neutral\",\"group\":\"one\"}\n",
);

fn evaluate(rows: &str, arguments: &str) -> Said {
    let folder = Folder::with("q.jsonl", rows);
    let run = folder.demarche(&format!("evaluate q.jsonl {arguments}"));
    run.small_model().run()
}

fn report(rows: &str, arguments: &str) -> Value {
    let out = evaluate(rows, &format!("--format json {arguments}")).done();
    serde_json::from_str(&out).expect("one JSON object")
}

/// `found` equals `expected`, numbers within 1e-12.
#[track_caller]
fn assert_close(found: &Value, expected: &Value) {
    match (found, expected) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().expect("a number"), b.as_f64().expect("a number"));
            assert!((a - b).abs() < 1e-12, "{a} is not {b}");
        }
        (Value::Object(a), Value::Object(b)) => {
            assert!(a.keys().eq(b.keys()), "{found} is not {expected}");
            a.values()
                .zip(b.values())
                .for_each(|(a, b)| assert_close(a, b));
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{found} is not {expected}");
            a.iter().zip(b).for_each(|(a, b)| assert_close(a, b));
        }
        (a, b) => assert_eq!(a, b),
    }
}

#[test]
fn mistakes_are_shown_with_their_place_the_surest_first() {
    let table = "label,text\ncon,The council will meet on Tuesday to hear the envoy.\npro,zzqxv\n\
                 con,\"The parties agreed to meet\nagain | next <b>month.\"\nnone,The chair thanked the delegations and closed the session.\n";
    let folder = Folder::with("q.csv", table);
    let run = |arguments: &str| {
        folder
            .demarche(&format!("evaluate q.csv {arguments}"))
            .small_model()
            .run()
            .done()
    };
    let report: Value = serde_json::from_str(&run("--format json --mistakes 9")).expect("JSON");
    let facts = |m: &Value| json!([m["origin"], m["actual"], m["predicted"]]);
    let mistakes: Vec<Value> = report["mistakes"]
        .as_array()
        .expect("mistakes")
        .iter()
        .map(facts)
        .collect();
    assert_eq!(mistakes.len(), 3);
    assert!(
        mistakes[..2].contains(&json!(["q.csv:2", "condemning", "neutral"])),
        "{mistakes:?}"
    );
    assert!(
        mistakes[..2].contains(&json!(["q.csv:4", "condemning", "neutral"])),
        "{mistakes:?}"
    );
    assert_eq!(mistakes[2], json!(["q.csv:3", "defending", "abstained"]));
    let sure = |i: usize| {
        report["mistakes"][i]["confidence"]
            .as_f64()
            .expect("a confidence")
    };
    assert!(sure(0) >= sure(1));
    assert_eq!(report["mistakes"][2]["confidence"], Value::Null);
    assert_eq!(report["coverage"], 0.75);
    let text = run("--mistakes 3");
    assert!(
        text.ends_with("\n\nq.csv:3: defending called abstained (\u{2013})\n  zzqxv\n"),
        "{text}"
    );
    assert!(
        text.contains(")\n  The parties agreed to meet\u{FFFD}again | next <b>month.\n"),
        "{text}"
    );
    assert_eq!(run("--mistakes 1").matches(" called ").count(), 1);
    let markdown = run("--format markdown --mistakes 3");
    assert!(
        markdown.contains(
            "\n| The parties agreed to meet again \\| next &lt;b>month. | condemning | neutral | "
        ),
        "{markdown}"
    );
}

#[test]
fn a_closed_pipe_is_quiet_and_nothing_is_coloured() {
    let out = evaluate(FOUR, "--mistakes 4").done();
    assert!(!out.contains('\u{1B}'));
    let folder = Folder::with("q.jsonl", FOUR);
    let mut child = folder
        .demarche("evaluate q.jsonl --min-accuracy 1")
        .small_model()
        .spawn();
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    // The verdict is the exit code even if nobody reads the report.
    assert_eq!(
        (
            output.status.code(),
            &*String::from_utf8_lossy(&output.stderr)
        ),
        (Some(1), "")
    );
}
