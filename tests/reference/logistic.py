"""Coefficients of logistic regression on a small tf-idf set by scikit-learn 1.9.1, for several settings.

python tests/reference/logistic.py > tests/reference/logistic.json
"""

import json

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

TEXTS = """the raid was reckless and cruel|the siege was cruel|a reckless and illegal raid|they shelled the harbour
the shelling was illegal|it was a crime|a cruel siege of the harbour|the arrest was illegal and cruel
a reckless act|the raid on the harbour was a crime|the patrol was lawful|it was a lawful act
our patrol kept the law|the act was lawful and right|we kept our word|the council met
the council will meet in the harbour|a session in spring|the envoy will meet the council|a report was read""".replace("\n", "|").split("|")
CLASSES = [0] * 10 + [1] * 5 + [2] * 5
WEIGHTS = [1.0, 2.0, 0.5, 1.0, 3.0, 1.0, 0.25, 1.0, 1.0, 1.0, 2.0, 2.0, 1.0, 0.0, 1.5, 1.0, 4.0, 1.0, 0.5, 1.0]

# Single precision, as the program keeps it, so that both fit the same numbers.
x = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)).fit_transform(TEXTS).astype(np.float32).astype(np.float64)
y = np.array(CLASSES)


def fit(c, class_weight, weights, target):
    model = LogisticRegression(C=c, class_weight=class_weight, solver="lbfgs", tol=1e-10, max_iter=100_000)
    return model.fit(x, target, sample_weight=weights)


cases = []
for c, class_weight, weights in [
    (1.0, None, None),
    (1.0, "balanced", None),
    (10.0, "balanced", None),
    (0.1, None, None),
    (2.0, None, WEIGHTS),
    (2.0, "balanced", WEIGHTS),
]:
    model = fit(c, class_weight, weights, y)
    scores = model.decision_function(x)
    cases.append(
        {
            "c": c,
            "class_weight": class_weight,
            "weights": weights,
            "coefficients": model.coef_.T.tolist(),
            "intercepts": model.intercept_.tolist(),
            "scores": scores.tolist(),
            "log_loss": log_loss(y, model.predict_proba(x)),
        }
    )

# Two classes: scikit-learn fits one column w with C; two columns with half that C have w as their difference.
binary = fit(2.0, None, None, (y > 0).astype(int))

coo = x.tocoo()
cells = [[int(i), int(j), float(v)] for i, j, v in zip(coo.row, coo.col, coo.data)]
print(
    json.dumps(
        {
            "shape": x.shape,
            "cells": cells,
            "classes": CLASSES,
            "cases": cases,
            "two_classes": {"c": 1.0, "difference": binary.coef_[0].tolist(), "intercept_difference": binary.intercept_[0]},
        }
    )
)
