"""Label issues of invented probabilities, by cleanlab; and intervals of differences of means, by scipy.

Run: python tests/reference/label_errors.py > tests/reference/label_errors.json
Made with cleanlab 2.9.0, scipy 1.17.1, numpy 2.4.6.
"""

import json

import numpy as np
from cleanlab.count import compute_confident_joint
from cleanlab.filter import find_label_issues
from scipy import stats

random = np.random.default_rng(7)
K, N = 3, 400
truth = random.choice(K, size=N, p=[0.35, 0.15, 0.5])
labels = np.where(random.random(N) < 0.08, random.integers(K, size=N), truth)
scores = random.normal(size=(N, K)) + 2.2 * np.eye(K)[truth]
probabilities = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
probabilities = np.round(probabilities, 6)
probabilities /= probabilities.sum(1, keepdims=True)

issues = find_label_issues(
    labels, probabilities, filter_by="confident_learning", return_indices_ranked_by="normalized_margin", n_jobs=1
)
old, new = random.normal(0.6, 0.1, 40), random.normal(0.65, 0.2, 30)
old, new = np.clip(old, 0.5, 1), np.clip(new, 0.5, 1)
# Six figures are compared, at 5 % in all: unknown words, two stances, abstentions, confidence, length.
interval = stats.ttest_ind(new, old, equal_var=False).confidence_interval(1 - 0.05 / 6)

print(
    json.dumps(
        {
            "labels": labels.tolist(),
            "probabilities": probabilities.tolist(),
            "confident_joint": compute_confident_joint(labels, probabilities, calibrate=False).tolist(),
            "issues": issues.tolist(),
            "old": old.tolist(),
            "new": new.tolist(),
            "interval": [interval.low, interval.high],
        }
    )
)
