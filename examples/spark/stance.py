"""Spark: a model shipped to the workers, and three ways to ask it.

Install: cargo install --path . --locked && pip install ./bindings/python pyspark pandas pyarrow
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyspark import SparkFiles
from pyspark.sql import SparkSession
from pyspark.sql.functions import pandas_udf

from demarche import Classifier

# Workers run the same Python as the driver, and one thread a task: Spark counts the cores.
os.environ["PYSPARK_PYTHON"] = sys.executable
MASTER = os.environ.get("SPARK_MASTER", "local[2]")
spark = (
    SparkSession.builder.master(MASTER)
    .config("spark.executorEnv.RAYON_NUM_THREADS", "1")
    .config("spark.ui.enabled", False)
    .config("spark.log.level", "ERROR")
    .getOrCreate()
)
model = sys.argv[1] if len(sys.argv) > 1 else "models/default.demarche"
spark.sparkContext.addFile(model)
NAME = Path(model).name

statements = spark.createDataFrame(
    [(1, "What they did was unlawful."), (2, "We acted in self-defence."), (3, None), (4, "")], "id long, text string"
)

# 1. The program itself, on lines: needs no Python package, only `demarche` on the workers' PATH.
rows = statements.rdd.map(lambda row: json.dumps(row.asDict()))
command = f"demarche --threads 1 classify --model {SparkFiles.get(NAME)} --input-format jsonl --format jsonl -"
print("rdd.pipe", [(r["id"], r["label"]) for r in map(json.loads, rows.pipe(command, checkCode=True).collect())])


# 2. Arrow batches through the wheel: no row is ever a Python object.
def classify(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    classifier = Classifier.load(SparkFiles.get(NAME))
    for batch in batches:
        found = pa.record_batch(classifier.classify(batch["text"]))
        yield pa.record_batch([batch["id"], found["label"], found["confidence"]], names=["id", "label", "confidence"])


print("mapInArrow", [tuple(r)[:2] for r in statements.mapInArrow(classify, "id long, label string, confidence double").collect()])


# 3. A function for SQL.
@pandas_udf("string")
def stance(batches: Iterator[pd.Series]) -> Iterator[pd.Series]:
    classifier = Classifier.load(SparkFiles.get(NAME))
    for texts in batches:
        yield pd.Series(classifier.predict(texts))


spark.udf.register("stance", stance)
statements.createOrReplaceTempView("statements")
print("pandas_udf", [tuple(r) for r in spark.sql("SELECT id, stance(text) FROM statements").collect()])
spark.stop()
