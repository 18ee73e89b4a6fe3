"""Intervals and tests by scipy 1.17.1, statsmodels 0.15.0 and scikit-learn 1.9.1.

python tests/reference/statistics.py > tests/reference/statistics.json
"""

import json

import numpy as np
import statsmodels.api as sm
from scipy import optimize, stats
from sklearn.metrics import f1_score
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

random = np.random.default_rng(7)
out = {}

z = [-8.0, -3.5, -1.0, -0.1, 0.0, 0.4, 1.96, 2.5, 3.6, 6.0]
out["normal_cdf"] = [[v, stats.norm.cdf(v)] for v in z]
out["normal_quantile"] = [[p, stats.norm.ppf(p)] for p in [1e-9, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 0.99999]]
out["chi_squared_tail"] = [[v, stats.chi2.sf(v, 1)] for v in [0.001, 0.5, 3.84, 10.0, 40.0]]
out["t_two_sided"] = [[t, n, 2 * stats.t.sf(abs(t), n)] for n in [1, 2, 4.5, 30, 800] for t in [0.01, 0.7, -2.0, 5.0]]
out["t_critical"] = [[n, stats.t.ppf(0.975, n)] for n in [1, 2, 5, 30, 1000]]
out["wilson"] = [
    [hits, n, *proportion_confint(hits, n, method="wilson")] for hits, n in [(0, 5), (5, 5), (3, 4), (80, 100), (1, 2331)]
]
out["mcnemar_exact"] = [
    [b, c, mcnemar([[9, b], [c, 9]], exact=True).pvalue] for b, c in [(0, 1), (1, 6), (10, 10), (30, 15), (400, 460)]
]
out["mcnemar_corrected"] = [
    [b, c, mcnemar([[9, b], [c, 9]], exact=False, correction=True).pvalue] for b, c in [(600, 700), (900, 905), (501, 500)]
]
p_values = [0.001, 0.2, 0.013, 0.04, 0.04, 0.9, 0.03]
out["false_discovery"] = [p_values, multipletests(p_values, method="fdr_bh")[1].tolist()]

# Bootstrap intervals of one sample's own draws: the draws, the value, the values without each case, and scipy's ends.
out["bootstrap"] = []
for name, data, figure in [
    ("skewed mean", random.exponential(size=40), np.mean),
    ("standard deviation", random.normal(size=25), np.std),
    ("share", (random.random(60) < 0.8).astype(float), np.mean),
]:
    case = {"name": name, "value": float(figure(data))}
    for method in ["percentile", "BCa"]:
        found = stats.bootstrap((data,), figure, n_resamples=999, method=method, vectorized=False, rng=np.random.default_rng(3))
        case["draws"] = found.bootstrap_distribution.tolist()
        case[method.lower()] = [found.confidence_interval.low, found.confidence_interval.high]
    case["without"] = [float(figure(np.delete(data, i))) for i in range(len(data))]
    out["bootstrap"].append(case)

# Statements in groups: Wilson's interval at the effective size, and the test of a slice against the rest.
groups = np.repeat(np.arange(30), random.integers(1, 9, 30))
level = random.beta(4, 2, 30)
right = (random.random(len(groups)) < level[groups]).astype(float)
inside = (random.random(30) < 0.4)[groups]
mixed = random.random(len(groups)) < 0.3
ols = sm.OLS(right, np.ones(len(right))).fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})
share = right.mean()
effect = max(1.0, float(ols.bse[0] ** 2) * 30 / 29 / (share * (1 - share) / len(right)))
size, critical = len(right) / effect, stats.t.ppf(0.975, 29)
score = lambda p: (share - p) ** 2 - critical**2 * p * (1 - p) / size
out["grouped"] = {
    "groups": groups.tolist(),
    "right": right.astype(int).tolist(),
    "wilson": [optimize.brentq(score, 1e-9, share), optimize.brentq(score, share, 1 - 1e-9)],
    "slices": [],
}
for members in [inside, mixed]:
    # Jackknife over groups, written out; Student's t with the fewer groups of both sides, less one.
    gap = lambda kept: right[kept & members].mean() - right[kept & ~members].mean()
    without = np.array([gap(groups != g) for g in range(30)])
    error = np.sqrt(29 / 30 * ((without - without.mean()) ** 2).sum())
    difference = gap(np.ones(len(right), bool))
    fewest = min(len(set(groups[members])), len(set(groups[~members])))
    p_value = 2 * stats.t.sf(abs(difference / error), fewest - 1)
    # The regression's standard error over groups is smaller by the correction for few groups, and never larger.
    fit = sm.OLS(right, sm.add_constant(members.astype(float))).fit(cov_type="cluster", cov_kwds={"groups": groups})
    assert abs(fit.params[1] - difference) < 1e-12 and 0.9 * fit.bse[1] < error < 1.6 * fit.bse[1]
    out["grouped"]["slices"].append(
        {"inside": np.flatnonzero(members).tolist(), "difference": float(difference), "p_value": float(p_value)}
    )

# Exact approximate randomisation: two systems on few statements, every exchange counted.
gold = random.choice([0, 1, 2], 14)
systems = [np.where(random.random(14) < r, gold, random.choice([0, 1, 2], 14)) for r in [0.9, 0.3]]


def difference(figure):
    return lambda a, b: figure(gold, a.astype(int)) - figure(gold, b.astype(int))


macro = lambda y, p: f1_score(y, p, average="macro", zero_division=0, labels=sorted(set(y.tolist()) | set(p.tolist())))
figures = {"accuracy": lambda y, p: float((y == p).mean()), "macro_f1": macro}
out["randomisation"] = {
    "gold": gold.tolist(),
    "systems": [s.tolist() for s in systems],
    "figures": {
        name: {
            "difference": difference(figure)(*systems),
            "p_value": stats.permutation_test(
                systems, difference(figure), permutation_type="samples", n_resamples=np.inf, vectorized=False
            ).pvalue,
        }
        for name, figure in figures.items()
    },
}
print(json.dumps(out))
