"""Probabilities of new statements by scikit-learn 1.9.1, trained on tests/fixtures/small.jsonl without every third neutral statement.

python tests/reference/pipeline.py > tests/reference/pipeline.json
"""

import json
import pathlib

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

NEW = [
    "It was reckless and illegal.",
    "The council will condemn the raid and the shelling of the ferry on Tuesday.",
    "Our patrol is lawful, our patrol is right, and our patrol will meet a squadron of zeppelins.",
    "the the the the session",
    "We reject the accusation: there was no attack.",
]

small = pathlib.Path(__file__).parent.parent / "fixtures" / "small.jsonl"
rows = [json.loads(line) for line in small.read_text().splitlines()]
rows = [r for r in rows if not (r["label"] == "neutral" and int(r["id"][1:]) % 3 == 0)]
# The program drops possessive endings.
texts = [r["text"].replace("'s ", " ") for r in rows]
labels = [r["label"] for r in rows]

cases = []
for class_weight in [None, "balanced"]:
    pipeline = make_pipeline(
        TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b"),
        LogisticRegression(C=3.0, class_weight=class_weight, tol=1e-10, max_iter=100_000),
    )
    probabilities = pipeline.fit(texts, labels).predict_proba(NEW)
    cases.append({"class_weight": class_weight, "probabilities": probabilities.tolist()})

_, counts = np.unique(labels, return_counts=True)
print(json.dumps({"texts": NEW, "counts": counts.tolist(), "cases": cases}, indent=1))
