//! Where the report goes: standard output, files, and the files that GitHub Actions names.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use demarche::evaluation::verdict;
use demarche::report::{
    EvaluationReport, evaluation_github, evaluation_html, evaluation_json, evaluation_junit,
    evaluation_markdown, evaluation_text,
};
use demarche::whole_file::write_whole;

use super::super::args::EvaluationFormatArg;

/// Mistakes that an HTML page shows if nobody says how many.
pub const HTML_MISTAKES: usize = 20;

/// Most bytes of a job summary; GitHub takes 1 MiB.
const SUMMARY_BYTES: usize = 1_000_000;

/// The form that a file's name tells. Refuses one that tells none, and a folder that is not there, before any work is done.
pub fn form_of(path: &Path) -> Result<EvaluationFormatArg> {
    let name = path.display();
    let extension = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    let form = match extension.to_ascii_lowercase().as_str() {
        "txt" => EvaluationFormatArg::Text,
        "json" => EvaluationFormatArg::Json,
        "md" | "markdown" => EvaluationFormatArg::Markdown,
        "xml" => EvaluationFormatArg::Junit,
        "html" | "htm" => EvaluationFormatArg::Html,
        _ => bail!("--output is {name}, expected a name ending in .txt, .json, .md, .xml or .html"),
    };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    ensure!(
        folder.is_none_or(Path::is_dir),
        "{name}: cannot write: its folder is not there; make it first"
    );
    ensure!(
        !path.is_dir(),
        "{name}: cannot write: it is a folder, expected the name of a file"
    );
    Ok(form)
}

/// The report in one form, with the mistakes that the form shows.
pub fn rendered(
    report: &EvaluationReport<'_>,
    form: EvaluationFormatArg,
    mistakes: Option<usize>,
) -> String {
    let usual = if form == EvaluationFormatArg::Html {
        HTML_MISTAKES
    } else {
        0
    };
    let count = mistakes.unwrap_or(usual).min(report.mistakes.len());
    let report = &EvaluationReport {
        mistakes: &report.mistakes[..count],
        ..*report
    };
    match form {
        EvaluationFormatArg::Text => evaluation_text(report),
        EvaluationFormatArg::Json => format!("{:#}\n", evaluation_json(report)),
        EvaluationFormatArg::Markdown => evaluation_markdown(report),
        EvaluationFormatArg::Junit => evaluation_junit(report),
        EvaluationFormatArg::Github => evaluation_github(report),
        EvaluationFormatArg::Html => evaluation_html(report),
    }
}

/// Writes the report to a file.
pub fn write(report: &EvaluationReport<'_>, path: &Path, mistakes: Option<usize>) -> Result<()> {
    let text = rendered(report, form_of(path)?, mistakes);
    Ok(write_whole(path, text.as_bytes())?)
}

/// Appends the Markdown to the job summary, and the verdict and figures to the step's outputs, where GitHub names the files.
pub fn tell_github(report: &EvaluationReport<'_>, mistakes: Option<usize>) -> Result<()> {
    if let Some(path) = file("GITHUB_STEP_SUMMARY") {
        let mut summary = rendered(report, EvaluationFormatArg::Markdown, mistakes);
        if summary.len() > SUMMARY_BYTES {
            summary = rendered(report, EvaluationFormatArg::Markdown, Some(0));
        }
        append(&path, &format!("<!-- demarche evaluate -->\n{summary}"))?;
    }
    if let Some(path) = file("GITHUB_OUTPUT") {
        let e = report.evaluation;
        let verdict = verdict(report.gates)
            .map_or("none", |v| v.as_str())
            .replace(' ', "-");
        append(
            &path,
            &format!(
                "verdict={verdict}\nmacro-f1={:.6}\naccuracy={:.6}\n",
                e.macro_f1.value, e.accuracy.value
            ),
        )?;
    }
    Ok(())
}

fn file(variable: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(variable).filter(|v| !v.is_empty())
}

fn append(path: &std::ffi::OsStr, text: &str) -> Result<()> {
    let written = OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.with_context(|| format!("{}: cannot write", Path::new(path).display()))
}
