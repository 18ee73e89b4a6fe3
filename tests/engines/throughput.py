"""What each boundary costs: processor time for the same statements, beside the program's own.

Usage: throughput.py DEMARCHE [REPEATS]      (DEMARCHE is the program; statements are those of data/heldout.jsonl, REPEATS times)

Processor time and not time on the clock, so that other work on the machine changes less; one thread each.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ["RAYON_NUM_THREADS"] = "1"
os.environ["POLARS_MAX_THREADS"] = "1"

import duckdb  # noqa: E402  (threads are set first)
import polars as pl  # noqa: E402
import pyarrow as pa  # noqa: E402
from duckdb.sqltypes import VARCHAR  # noqa: E402

from demarche import Classifier  # noqa: E402

ROOT = Path(__file__).parents[2]
PROGRAM = sys.argv[1]
REPEATS = int(sys.argv[2]) if len(sys.argv) > 2 else 30

TEXTS = [json.loads(line)["text"] for line in (ROOT / "data/heldout.jsonl").open(encoding="utf-8")] * REPEATS
COLUMN = pa.array(TEXTS)
SERIES = pl.Series("text", COLUMN)
CLASSIFIER = Classifier.load()


def stance(texts: pa.ChunkedArray) -> pa.Array:
    return pa.array(CLASSIFIER.classify(texts)["label"])


def program(rows: str, arguments: str) -> Callable[[], int]:
    def run() -> int:
        command = [PROGRAM, "--threads", "1", "classify", *arguments.split(), "-"]
        return subprocess.run(command, input=rows.encode(), capture_output=True, check=True).stdout.count(b"\n")

    return run


def by_duckdb() -> int:
    con = duckdb.connect(config={"threads": 1})
    con.create_function("stance", stance, [VARCHAR], VARCHAR, type="arrow")
    con.register("statements", pa.table({"text": COLUMN}))
    return len(con.sql("SELECT stance(text) AS label FROM statements").fetch_arrow_table())


def by_polars() -> int:
    label = pl.col("text").map_batches(lambda s: pl.Series(CLASSIFIER.classify(s)["label"]), return_dtype=pl.String)
    return pl.DataFrame({"text": SERIES}).select(label).height


WAYS: dict[str, Callable[[], int]] = {
    "program, lines to labels": program("".join(t.replace("\n", " ") + "\n" for t in TEXTS), "--input-format lines --format label"),
    "program, JSON Lines to JSON Lines": program(
        "".join(json.dumps({"text": t}) + "\n" for t in TEXTS), "--input-format jsonl --format jsonl"
    ),
    "wheel, Arrow column": lambda: len(CLASSIFIER.classify(COLUMN)),
    "wheel, Python list": lambda: len(CLASSIFIER.predict(TEXTS)),
    "DuckDB, Arrow function": by_duckdb,
    "Polars, map_batches": by_polars,
}


def seconds() -> float:
    """Processor time of this process and of those it waited for."""
    t = os.times()
    return t.user + t.system + t.children_user + t.children_system


def main() -> None:
    first = None
    for name, run in WAYS.items():
        run()
        took = []
        for _ in range(3):
            before = seconds()
            assert run() == len(TEXTS), name
            took.append(seconds() - before)
        rate = len(TEXTS) / min(took)
        first = first or rate
        print(f"| {name} | {rate:,.0f} | {rate / first:.2f} |", flush=True)
        time.sleep(0.1)


if __name__ == "__main__":
    main()
