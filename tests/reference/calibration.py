"""Calibration of made-up scores: one temperature (scipy) and a multinomial layer (scikit-learn 1.9.1), and their cross-fitted log loss.

python tests/reference/calibration.py > tests/reference/calibration.json
"""

import json

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

LABELS = [0, 1, 2]


def softmax(z):
    p = np.exp(z - z.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True)


def temperature(z, y):
    loss = lambda ln_t: log_loss(y, softmax(z / np.exp(ln_t)), labels=LABELS)
    best = minimize_scalar(loss, bounds=(np.log(0.05), np.log(20)), method="bounded", options={"xatol": 1e-10})
    return np.exp(best.x)


def layer(z, y):
    return LogisticRegression(C=1.0, tol=1e-10, max_iter=100_000).fit(z, y)


def crossed(predict, z, y, half):
    total = 0.0
    for side in [True, False]:
        train, test = half == side, half != side
        p = predict(z[train], y[train], z[test])
        total += test.mean() * log_loss(y[test], p, labels=LABELS)
    return total


random = np.random.default_rng(5)
cases = []
for name, twist in [("too sure", np.eye(3) * 4.0), ("twisted", np.array([[2.0, 1.5, 0.0], [0.0, 0.4, 0.0], [0.5, 0.0, 1.0]]))]:
    y = random.choice(LABELS, 400)
    z = random.normal(size=(400, 3))
    z[np.arange(400), y] += 1.0
    z = z @ twist + (0.0 if name == "too sure" else np.array([0.0, 2.0, -1.0]))
    half = random.random(400) < 0.5
    t, m = temperature(z, y), layer(z, y)
    cases.append(
        {
            "name": name,
            "scores": z.tolist(),
            "classes": y.tolist(),
            "halves": half.tolist(),
            "temperature": t,
            "coefficients": m.coef_.T.tolist(),
            "intercepts": m.intercept_.tolist(),
            "log_losses": [
                log_loss(y, softmax(z), labels=LABELS),
                crossed(lambda a, b, c: softmax(c / temperature(a, b)), z, y, half),
                crossed(lambda a, b, c: layer(a, b).predict_proba(c), z, y, half),
            ],
        }
    )
print(json.dumps(cases))
