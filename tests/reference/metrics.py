"""Figures of made-up labels, predictions and probabilities by scikit-learn 1.9.1.

python tests/reference/metrics.py > tests/reference/metrics.json
"""

import json

import numpy as np
from sklearn.metrics import accuracy_score, brier_score_loss, classification_report, confusion_matrix, log_loss

LABELS = ["condemning", "defending", "neutral"]
random = np.random.default_rng(11)


def report(gold, predicted, labels):
    # Labels are given, so that an abstention (3) is a miss and no label of its own.
    figures = classification_report(
        gold, predicted, labels=labels, target_names=[LABELS[i] for i in labels], output_dict=True, zero_division=0
    )
    figures["accuracy"] = accuracy_score(gold, predicted)
    return {name: figures[name] for name in [*(LABELS[i] for i in labels), "accuracy", "macro avg", "weighted avg"]}


cases = []
for name, golds, guesses in [
    ("all", [0, 1, 2], [0, 1, 2]),
    ("with abstentions", [0, 1, 2], [0, 1, 2, 3]),
    ("one never predicted", [0, 1, 2], [0, 2]),
    ("one that does not occur", [0, 2], [0, 2]),
    ("one only predicted", [0, 2], [0, 1, 2]),
]:
    gold = random.choice(golds, 120)
    predicted = np.where(random.random(120) < 0.6, gold, random.choice(guesses, 120))
    predicted = np.where(np.isin(predicted, guesses), predicted, guesses[-1])
    occurring = sorted((set(gold.tolist()) | set(predicted.tolist())) - {3})
    matrix = confusion_matrix(gold, predicted, labels=[0, 1, 2, 3])[:3]
    cases.append(
        {
            "name": name,
            "gold": gold.tolist(),
            "predicted": predicted.tolist(),
            "confusion": matrix.tolist(),
            "report": report(gold, predicted, occurring),
        }
    )

# Probabilities: a softmax of noise that leans to the label.
gold = random.choice([0, 1, 2], 150)
scores = random.normal(size=(150, 3)) * 1.5
scores[np.arange(150), gold] += 1.0
p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
right = p.argmax(axis=1) == gold
confidence = p.max(axis=1)

# Expected calibration error by its definition: ten bins of equal width.
bins = np.minimum((confidence * 10).astype(int), 9)
error = sum(abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist()))

order = np.argsort(-confidence)
curve = []
for coverage in [1.0, 0.9, 0.8, 0.7, 0.6, 0.5]:
    n = round(coverage * 150)
    curve.append([coverage, confidence[order[n - 1]], right[order[:n]].mean()])

probabilities = {
    "gold": gold.tolist(),
    "scores": scores.tolist(),
    "log_loss": log_loss(gold, p, labels=[0, 1, 2]),
    "brier_score": brier_score_loss(gold, p, labels=[0, 1, 2], scale_by_half=False),
    "calibration_error": error,
    "coverage_curve": curve,
}
print(json.dumps({"cases": cases, "probabilities": probabilities}))
