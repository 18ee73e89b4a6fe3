//! Streams of rows: JSON lines as they come, and files in any format that the command line reads.

use std::path::Path;
use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use demarche::Error;
use demarche::source::{Block, Input, InputFormat, ReadSettings, Record, RecordReader};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::oneshot;
use utoipa::{IntoParams, ToSchema};

use super::Service;
use super::body::NDJSON;
use super::models::Model;
use super::observe::RequestId;
use super::problem::{Details, Problem};
use super::records::{PIECE, Rows};
use super::stream::{Answer, BodyReader, Gone, Growing, Patience, answer};

/// Records whose fields are taken for the columns of a file without a header.
const LOOKED_AT: usize = 100;

/// What a message calls a file without a name.
const NAMELESS: &str = "the body";

/// A stream at work.
struct Stream {
    service: Arc<Service>,
    model: Arc<Model>,
    text_column: String,
    id: RequestId,
    answer: Answer,
}

/// Why a stream ends before its input.
enum Stop {
    /// Nobody reads the answer any more.
    Gone,
    /// The input cannot be read on.
    Failed(Error),
}

impl From<Gone> for Stop {
    fn from(_: Gone) -> Self {
        Self::Gone
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl Stream {
    /// A stream and the body of its answer.
    fn new(
        service: Arc<Service>,
        model: Arc<Model>,
        text_column: String,
        id: RequestId,
    ) -> Result<(Self, Growing), Problem> {
        let (answer, growing) = answer(service.places.stream()?);
        let stream = Self {
            service,
            model,
            text_column,
            id,
            answer,
        };
        Ok((stream, growing))
    }

    /// Answers the rows of a block.
    fn block(&self, reader: &RecordReader<Input>, block: &Block) -> Result<(), Gone> {
        let rows = Rows::new(
            &self.model.classifier,
            &self.text_column,
            self.service.limits.text,
        );
        let records = reader.records(block);
        let pieces: Vec<Vec<u8>> = records.par_chunks(PIECE).map(|r| rows.piece(r)).collect();
        self.service.metrics.classified(records.len());
        pieces.into_iter().try_for_each(|p| self.answer.write(p))
    }

    /// Answers all rows that are left.
    fn rest(&self, reader: &mut RecordReader<Input>) -> Result<(), Stop> {
        while let Some(block) = reader.next_block()? {
            self.block(reader, &block)?;
        }
        Ok(())
    }

    /// The last line of an answer that could not be finished is the problem.
    fn end(&self, outcome: Result<(), Stop>) {
        if let Err(Stop::Failed(error)) = outcome {
            let problem = unreadable(&error);
            tracing::warn!(
                request = &*self.id.0,
                problem = problem.kind(),
                "a stream ended early"
            );
            // If nobody reads it any more, nobody needs it.
            let _ = self.answer.write(problem.details(&self.id.0));
        }
    }

    /// Answers the first line of a file, and its first rows.
    fn begin(&self, reader: &RecordReader<Input>, block: Option<&Block>) -> Result<(), Gone> {
        let columns = match (reader.header(), block) {
            (Some(header), _) => header.names.clone(),
            (None, Some(block)) => columns(&reader.records(block)),
            (None, None) => Vec::new(),
        };
        let first = json!({"columns": columns, "format": reader.format().as_str()});
        self.answer.write(format!("{first}\n").into_bytes())?;
        block.map_or(Ok(()), |block| self.block(reader, block))
    }
}

/// Names of the fields of the first records, in the order in which they come; of plain lines `text`.
fn columns(records: &[Record<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for record in records.iter().take(LOOKED_AT) {
        for (name, _) in record.fields_but(&[]) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    if names.is_empty() {
        names.push("text".into());
    }
    names
}

/// Answers JSON lines with records.
pub fn lines(
    service: Arc<Service>,
    model: Arc<Model>,
    id: RequestId,
    body: Body,
) -> Result<Response, Problem> {
    // A stream of lines may go on for ever.
    let patience = Patience {
        bytes: u64::MAX,
        pause: service.limits.time,
    };
    let longest = service.limits.body;
    let (stream, growing) = Stream::new(service, model, "text".into(), id)?;
    let input: Input = Box::new(BodyReader::new(body, patience));
    tokio::task::spawn_blocking(move || {
        let mut reader = RecordReader::new(input, NAMELESS, InputFormat::Jsonl, longest);
        let outcome = stream.rest(&mut reader);
        stream.end(outcome);
    });
    Ok(streamed(growing))
}

/// What a file is, where its first bytes do not tell it.
#[derive(Debug, Deserialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FileQuery {
    /// Name of the file, whose ending tells its format.
    name: Option<String>,
    /// Column that holds the statement; none for `text`.
    text_column: Option<String>,
    /// Name of the model; none for the first.
    model: Option<String>,
}

/// The stance of each row of a file (CSV, TSV, JSON Lines, plain lines, Parquet ...), packed or not: a first line that names format
/// and columns, then a record a row with all its columns, while the file is still being sent.
#[utoipa::path(
    post, path = "/v1/file", tag = "stance", params(FileQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The bytes of the file"),
    responses(
        (status = 200, description = "Columns, then records, one JSON object a line", body = super::schema::FileLine, content_type = "application/x-ndjson"),
        (status = "default", description = "Anything else", body = Details, content_type = "application/problem+json"),
    )
)]
pub async fn file(
    State(service): State<Arc<Service>>,
    Extension(id): Extension<RequestId>,
    query: Result<Query<FileQuery>, QueryRejection>,
    body: Body,
) -> Result<Response, Problem> {
    let Query(query) = query.map_err(|e| Problem::bad_request(e.body_text()))?;
    let model = service.models.get(query.model.as_deref())?;
    let patience = Patience {
        bytes: service.limits.file,
        pause: service.limits.time,
    };
    let settings = ReadSettings {
        text_column: query.text_column.unwrap_or_else(|| "text".into()),
        longest_line: service.limits.text,
        max_decompressed: service.limits.file,
        ..ReadSettings::default()
    };
    let name = query.name.filter(|n| !n.is_empty());
    let (stream, growing) = Stream::new(service, model, settings.text_column.clone(), id)?;
    let input: Input = Box::new(BodyReader::new(body, patience));
    let (tell, told) = oneshot::channel();
    tokio::task::spawn_blocking(move || {
        let name = name.as_deref().unwrap_or(NAMELESS);
        match opened(input, Path::new(name), &settings) {
            Ok((mut reader, block)) => {
                let _ = tell.send(Ok(()));
                let begun = stream.begin(&reader, block.as_ref()).map_err(Stop::from);
                stream.end(begun.and_then(|()| stream.rest(&mut reader)));
            }
            Err(error) => {
                let _ = tell.send(Err(unreadable(&error)));
            }
        }
    });
    let told = told.await;
    told.map_err(|_| Problem::internal("reading the file ended early; see the log"))??;
    Ok(streamed(growing))
}

/// A reader of a file and its first block; refused if the column of statements is missing.
fn opened(
    input: Input,
    name: &Path,
    settings: &ReadSettings,
) -> demarche::Result<(RecordReader<Input>, Option<Block>)> {
    let mut reader = RecordReader::of_input(input, name, settings)?;
    let block = reader.next_block()?;
    reader.require(&settings.text_column, "text")?;
    Ok((reader, block))
}

/// An error of reading as a problem.
fn unreadable(error: &Error) -> Problem {
    let mut detail = error.to_string();
    match error {
        Error::NoColumn { column, found, .. } => Problem::unusable(format!(
            "no column {column:?} (the header has: {found}); name it with ?text_column="
        )),
        Error::Io { source, .. } => {
            detail = format!("{detail}: {source}");
            match source.kind() {
                std::io::ErrorKind::FileTooLarge => Problem::too_large(detail),
                std::io::ErrorKind::TimedOut => Problem::too_slow(detail),
                _ => Problem::unusable(detail),
            }
        }
        _ => Problem::unusable(detail),
    }
}

fn streamed(growing: Growing) -> Response {
    ([(header::CONTENT_TYPE, NDJSON)], Body::new(growing)).into_response()
}
