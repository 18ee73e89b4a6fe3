"""Polars: an expression that names the stance of a column.

Install: pip install ./bindings/python polars
"""

import polars as pl

from demarche import Classifier

classifier = Classifier.load()


def stance(texts: pl.Series) -> pl.Series:
    """One batch: the whole column in memory, or a piece of it in the streaming engine."""
    return pl.Series(classifier.classify(texts)["label"])


statements = pl.LazyFrame({"id": [1, 2, 3], "text": ["What they did was unlawful.", "We acted in self-defence.", None]})
label = pl.col("text").map_batches(stance, return_dtype=pl.String, is_elementwise=True)
print(statements.with_columns(label=label).collect())
