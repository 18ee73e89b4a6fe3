"""DuckDB and Polars call the model on their own columns; examples/ has the same as programs."""

import subprocess
import sys

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from duckdb.sqltypes import VARCHAR

from .conftest import ROOT


@pytest.fixture
def expected(classifier, heldout):
    return classifier.predict([row["text"] for row in heldout]).tolist()


def test_duckdb_arrow_function(classifier, heldout, expected):
    def stance(texts: pa.ChunkedArray) -> pa.Array:
        return pa.array(classifier.classify(texts)["label"])

    con = duckdb.connect()
    con.create_function("stance", stance, [VARCHAR], VARCHAR, type="arrow", null_handling="special")
    statements = pa.table({"id": range(len(heldout)), "text": [row["text"] for row in heldout]})
    con.register("statements", statements)
    rows = con.sql("SELECT id, stance(text) FROM statements ORDER BY id").fetchall()
    assert rows == list(enumerate(expected))
    assert con.sql("SELECT stance(NULL), stance('xyzzy')").fetchall() == [(None, None)]


def test_duckdb_reads_predictions_as_a_table(classifier, heldout, expected):
    predictions = classifier.classify([row["text"] for row in heldout])
    table = pa.table(predictions)
    counts = dict(duckdb.sql("SELECT label, count(*) FROM table GROUP BY label").fetchall())
    assert counts == {label: expected.count(label) for label in set(expected)}


def test_polars_expression(classifier, heldout, expected):
    def stance(texts: pl.Series) -> pl.Series:
        return pl.Series(classifier.classify(texts)["label"])

    frame = pl.DataFrame({"text": [row["text"] for row in heldout] + [None]})
    found = frame.lazy().with_columns(label=pl.col("text").map_batches(stance, return_dtype=pl.String)).collect()
    assert found["label"].to_list() == [*expected, None]


def test_parquet_in_and_out_of_the_program(heldout, expected, program, tmp_path):
    rows, tagged = tmp_path / "rows.parquet", tmp_path / "tagged.parquet"
    pl.DataFrame({"id": range(len(heldout)), "text": [row["text"] for row in heldout]}).write_parquet(rows)
    records = program("classify", str(rows), "--format", "csv", "--keep")
    query = "COPY (SELECT * FROM read_csv('/dev/stdin')) TO '{}' (FORMAT parquet)"
    script = f"import duckdb; duckdb.sql({query.format(tagged)!r})"
    subprocess.run([sys.executable, "-c", script], input=records.encode(), check=True)
    found = pl.read_parquet(tagged).sort("id")
    assert found["label"].to_list() == expected
    assert found["text"].to_list() == [row["text"] for row in heldout]


@pytest.mark.parametrize("name", ["duckdb/stance.py", "polars/stance.py"])
def test_examples_run(name):
    done = subprocess.run([sys.executable, str(ROOT / "examples" / name)], capture_output=True, text=True, check=True)
    assert "condemning" in done.stdout
