"""What mypy reads: every public call, with the types that users have. Not run."""

from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

import demarche
from demarche.sklearn import StanceClassifier


def every_call() -> None:
    classifier = demarche.Classifier.load(Path("x"), prior="natural")
    label: str | None = classifier.predict(["x"])[0]
    shape: tuple[int, ...] = classifier.predict_proba(np.array(["x"])).shape
    classifier.decision_function(pd.Series(["x"]))
    classifier.predict(pl.Series(["x"]), min_confidence=0.5)
    rows: int = len(classifier.classify(pa.array(["x"])))
    start: int = classifier.explain("x")["contributions"][0]["start"]
    speaker: str | None = classifier.extract("x")[0]["speaker"]
    trained: demarche.Classifier = demarche.train(["x"], ["pro"], c=1.0, folds=None)
    report = demarche.evaluate(trained, ["x"], ["pro"], resamples=0)
    estimator = StanceClassifier(C=1.0).fit(["x"], [0])
    print(label, shape, rows, start, speaker, report["accuracy"], estimator.predict(["x"]))
