"""Spark on two workers: a million rows, one out for each in, in order, though a worker is killed in the middle.

Usage: spark.py DEMARCHE [ROWS]      (DEMARCHE is the program; run by tests/engines/run)
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark import SparkFiles
from pyspark.sql import SparkSession

ROOT = Path(__file__).parents[2]
PROGRAM = sys.argv[1]
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
PIECES = 16

os.environ["PYSPARK_PYTHON"] = sys.executable
TEXTS: list[str | None] = [json.loads(line)["text"] for line in (ROOT / "data/heldout.jsonl").open(encoding="utf-8")]
TEXTS += [None, "", "   ", "xyzzy", "a\ttab", "“quotes”, naïve"]


def workers() -> list[int]:
    """Processes of the executors that this one started."""
    out = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in out.splitlines()]
    parents = {int(pid): int(parent) for pid, parent, _ in rows}

    def is_ours(pid: int) -> bool:
        while pid > 1 and pid != os.getpid():
            pid = parents.get(pid, 0)
        return pid == os.getpid()

    return [int(pid) for pid, _, args in rows if "CoarseGrainedExecutorBackend" in args and "java" in args and is_ours(int(pid))]


def kill_one_worker(killed: list[int]) -> None:
    """Waits until tasks have run for a while, and kills a worker without warning."""
    time.sleep(4)
    victim = workers()[0]
    os.kill(victim, signal.SIGKILL)
    killed.append(victim)


def classify(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    from demarche import Classifier

    classifier = Classifier.load(SparkFiles.get("default.demarche"))
    for batch in batches:
        found = pa.record_batch(classifier.classify(batch["text"]))
        yield pa.record_batch([batch["id"], found["label"]], names=["id", "label"])


def labels_of_the_program() -> list[str | None]:
    """What the program says of the texts without Spark."""
    rows = "".join(json.dumps({"text": text}) + "\n" for text in TEXTS)
    command = [PROGRAM, "classify", "--input-format", "jsonl", "--format", "jsonl", "-"]
    out = subprocess.run(command, input=rows, capture_output=True, text=True, check=True).stdout
    return [json.loads(line)["label"] for line in out.splitlines()]


def check(name: str, rows: list[tuple[int, str | None]], expected: list[str | None]) -> None:
    assert len(rows) == ROWS, f"{name}: {len(rows)} rows out of {ROWS}"
    for i, (row, label) in enumerate(rows):
        assert row == i, f"{name}: row {row} where {i} should be"
        assert label == expected[i % len(TEXTS)], f"{name}: row {i} is {label}"


def measured(name: str, work: Callable[[], list[Any]]) -> list[Any]:
    began = time.monotonic()
    rows = work()
    seconds = time.monotonic() - began
    print(f"{name}: {ROWS} rows in {seconds:.1f} s on 2 workers, {ROWS / seconds / 2:.0f} rows/s a core", flush=True)
    return rows


def main() -> None:
    spark = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.executorEnv.RAYON_NUM_THREADS", "1")
        .config("spark.driver.memory", "3g")
        .config("spark.driver.maxResultSize", "2g")
        .config("spark.ui.enabled", False)
        .config("spark.log.level", "FATAL")
        .getOrCreate()
    )
    context = spark.sparkContext
    context.addFile(str(ROOT / "models/default.demarche"))
    context.addFile(PROGRAM)
    expected = labels_of_the_program()
    texts = context.broadcast(TEXTS)
    numbers = context.range(0, ROWS, numSlices=PIECES)
    lines = numbers.map(lambda i: json.dumps({"id": i, "text": texts.value[i % len(texts.value)]}))
    # Files that were added lie in the folder in which tasks run.
    command = "./demarche --threads 1 classify --model default.demarche --input-format jsonl --format jsonl -"

    def pipe() -> list[Any]:
        def row(record: str) -> tuple[int, str | None]:
            fields = json.loads(record)
            return fields["id"], fields["label"]

        return lines.pipe(command, checkCode=True).map(row).collect()

    frame = numbers.map(lambda i: (i, texts.value[i % len(texts.value)])).toDF("id long, text string").persist()
    frame.count()

    def arrow() -> list[Any]:
        return [tuple(row) for row in frame.mapInArrow(classify, "id long, label string").collect()]

    check("mapInArrow", measured("mapInArrow", arrow), expected)
    check("rdd.pipe", measured("rdd.pipe", pipe), expected)
    killed: list[int] = []
    killer = threading.Thread(target=kill_one_worker, args=(killed,))
    killer.start()
    rows = measured("rdd.pipe, a worker killed", pipe)
    killer.join()
    check("rdd.pipe, a worker killed", rows, expected)
    assert killed and killed[0] not in workers(), "no worker was killed"
    print("worker", killed[0], "was killed; nothing was lost or doubled")
    spark.stop()


if __name__ == "__main__":
    main()
