//! Articles as a page to read: statements coloured by stance and named by word, speakers as notes at the side, and a table of who
//! takes which side how often. One file without scripts, for light and dark screens.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::xml::escaped;
use crate::article::Reported;
use crate::extraction::ExtractedStatement;
use crate::stance::StanceSet;
use crate::tokens::Span;

/// Colours of stances: background and text on light, background and text on dark; contrast at least 7 to 1.
const COLOURS: [[&str; 4]; 6] = [
    ["#fbd9d5", "#5c0b02", "#5a1a13", "#ffe3df"],
    ["#d3e5fb", "#06305f", "#143a66", "#e0eeff"],
    ["#e6e6e1", "#2b2b27", "#3d3d38", "#f1f1ec"],
    ["#dcefd6", "#123f05", "#1f4a14", "#e6f8df"],
    ["#efdcf7", "#431058", "#4a1f5c", "#f7e8fd"],
    ["#fbeac6", "#4a3300", "#574110", "#fff3d8"],
];

/// The page up to its first article.
pub(super) fn start(set: &StanceSet) -> String {
    let mut light = String::new();
    let mut dark = String::new();
    for k in 0..set.len() {
        let [b, t, db, dt] = COLOURS[k % COLOURS.len()];
        let _ = write!(light, "mark.s{k},.tag.s{k}{{background:{b};color:{t}}}");
        let _ = write!(dark, "mark.s{k},.tag.s{k}{{background:{db};color:{dt}}}");
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, \
         initial-scale=1\">\n<title>Statements</title>\n<style>\n:root{{color-scheme:light dark}}\nbody{{margin:0 auto;max-width:66rem;padding:1rem;\
         font:1.05rem/1.6 Georgia,serif;background:#fff;color:#1a1a1a}}\n.row{{display:grid;grid-template-columns:minmax(0,1fr) 18rem;gap:0 2rem}}\n\
         .notes{{font:.85rem/1.4 system-ui,sans-serif;margin:1em 0}}\n.notes ol{{list-style:none;margin:0;padding:0}}\n.notes li{{margin-bottom:.5em}}\n\
         mark{{padding:.1em .15em;border-radius:.2em}}\n.tag{{font:.75rem system-ui,sans-serif;padding:.1em .35em;border-radius:.3em;white-space:nowrap}}\n\
         sup{{font:.7rem system-ui,sans-serif;line-height:0}}\ntable{{border-collapse:collapse;font:.9rem system-ui,sans-serif}}\n\
         caption{{text-align:left;font-weight:bold;padding:.3em 0}}\nth,td{{padding:.25em .8em .25em 0;border-bottom:1px solid #999;text-align:left}}\n\
         td.n,th.n{{text-align:right}}\nmark.s{{background:none;color:inherit;outline:1px dashed}}\n{light}\n@media (max-width:50rem){{.row{{display:block}}}}\n\
         @media (prefers-color-scheme:dark){{body{{background:#161616;color:#eee}}{dark}}}\n</style>\n</head>\n<body>\n<main>\n<h1>Statements</h1>\n"
    )
}

/// The page's end.
pub(super) fn end() -> &'static str {
    "</main>\n</body>\n</html>\n"
}

/// One article.
pub(super) fn article(
    name: &str,
    text: &str,
    found: &[ExtractedStatement],
    set: &StanceSet,
) -> String {
    let mut out = format!("<article>\n<h2>{}</h2>\n", escaped(name));
    sides(&mut out, found, set);
    let mut at = 0;
    let mut pieces = pieces(found);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if !line.trim().is_empty() {
            let here: Vec<Piece> = take_line(&mut pieces, end);
            row(
                &mut out,
                text,
                at..at + line.trim_end().len(),
                &here,
                found,
                set,
            );
        }
        at = end;
    }
    out.push_str("</article>\n");
    out
}

/// A part of a statement, to be marked.
#[derive(Debug, Clone, Copy)]
struct Piece {
    statement: usize,
    span: Span,
    first: bool,
}

/// All parts, the last first.
fn pieces(found: &[ExtractedStatement]) -> Vec<Piece> {
    let all = found.iter().enumerate().flat_map(|(statement, f)| {
        f.reported
            .parts
            .iter()
            .enumerate()
            .map(move |(i, span)| Piece {
                statement,
                span: *span,
                first: i == 0,
            })
    });
    let mut pieces: Vec<Piece> = all.collect();
    pieces.sort_by_key(|p| std::cmp::Reverse(p.span));
    pieces
}

/// The parts that start before `end`; what of them lies behind stays for the next line.
fn take_line(pieces: &mut Vec<Piece>, end: usize) -> Vec<Piece> {
    let mut here = Vec::new();
    while let Some(piece) = pieces.pop_if(|p| p.span.start < end) {
        if piece.span.end > end {
            let rest = Span {
                start: end,
                end: piece.span.end,
            };
            pieces.push(Piece {
                span: rest,
                first: false,
                ..piece
            });
            here.push(Piece {
                span: Span {
                    start: piece.span.start,
                    end,
                },
                ..piece
            });
            break;
        }
        here.push(piece);
    }
    here
}

/// A paragraph with its notes.
fn row(
    out: &mut String,
    text: &str,
    range: std::ops::Range<usize>,
    pieces: &[Piece],
    found: &[ExtractedStatement],
    set: &StanceSet,
) {
    out.push_str("<div class=\"row\">\n<p>");
    let mut at = range.start;
    for piece in pieces {
        let start = piece.span.start.clamp(at, range.end);
        let end = piece.span.end.clamp(start, range.end);
        let _ = write!(
            out,
            "{}<mark class=\"s{}\">{}</mark>",
            escaped(&text[at..start]),
            class(&found[piece.statement]),
            escaped(&text[start..end])
        );
        if piece.first {
            let _ = write!(out, "<sup>{}</sup>", piece.statement + 1);
        }
        at = end;
    }
    let _ = writeln!(out, "{}</p>", escaped(&text[at..range.end]));
    let firsts: Vec<&Piece> = pieces.iter().filter(|p| p.first).collect();
    if !firsts.is_empty() {
        out.push_str("<aside class=\"notes\" aria-label=\"Speakers\"><ol>\n");
        for piece in firsts {
            note(out, piece.statement, text, &found[piece.statement], set);
        }
        out.push_str("</ol></aside>\n");
    }
    out.push_str("</div>\n");
}

fn note(
    out: &mut String,
    index: usize,
    text: &str,
    statement: &ExtractedStatement,
    set: &StanceSet,
) {
    let r = &statement.reported;
    let roles: Vec<&str> = r
        .speakers
        .iter()
        .filter_map(|s| s.role.as_deref())
        .collect();
    let role = if roles.is_empty() {
        String::new()
    } else {
        format!(", {}", escaped(&roles.join("; ")))
    };
    let cue = r.cue.as_ref().map_or(String::new(), |c| {
        format!(" <i>{}</i>", escaped(&text[c.span.start..c.span.end]))
    });
    let _ = writeln!(
        out,
        "<li>{} <b>{}</b>{role}{cue} <span class=\"tag s{}\">{}</span></li>",
        index + 1,
        escaped(&names(r)),
        class(statement),
        escaped(label(statement, set))
    );
}

fn names(reported: &Reported) -> String {
    let names: Vec<&str> = reported.speakers.iter().map(|s| s.name.as_str()).collect();
    if names.is_empty() {
        "unknown speaker".into()
    } else {
        names.join(" and ")
    }
}

fn class(statement: &ExtractedStatement) -> String {
    statement
        .prediction
        .stance
        .map_or(String::new(), |s| s.index().to_string())
}

fn label<'s>(statement: &ExtractedStatement, set: &'s StanceSet) -> &'s str {
    statement
        .prediction
        .stance
        .map_or("no stance named", |s| set.label(s))
}

/// Who, on what side, how often.
fn sides(out: &mut String, found: &[ExtractedStatement], set: &StanceSet) {
    if found.is_empty() {
        out.push_str("<p>No statement was found.</p>\n");
        return;
    }
    let mut counts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for statement in found {
        let each = statement.reported.speakers.iter().map(|s| s.name.clone());
        let each: Vec<String> = each.collect();
        let each = if each.is_empty() {
            vec!["unknown speaker".to_owned()]
        } else {
            each
        };
        for name in each {
            let row = counts.entry(name).or_insert_with(|| vec![0; set.len() + 1]);
            row[statement.prediction.stance.map_or(set.len(), |s| s.index())] += 1;
        }
    }
    out.push_str("<table>\n<caption>Who takes which side, and how often</caption>\n<thead><tr><th scope=\"col\">speaker</th>");
    for name in set.labels() {
        let _ = write!(out, "<th scope=\"col\" class=\"n\">{}</th>", escaped(name));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    let mut rows: Vec<(String, Vec<usize>)> = counts.into_iter().collect();
    rows.sort_by_key(|(_, row)| std::cmp::Reverse(row.iter().sum::<usize>()));
    for (name, row) in rows {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escaped(&name));
        for n in &row[..set.len()] {
            let _ = write!(out, "<td class=\"n\">{n}</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}
