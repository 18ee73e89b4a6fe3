"""Figures of agreement of invented ratings, by the packages krippendorff and statsmodels.

Run: python tests/reference/agreement.py > tests/reference/agreement.json
Made with krippendorff 0.9.0, statsmodels 0.15.0, numpy 2.4.6.
"""

import json

import krippendorff
import numpy as np
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa, to_table

LABELS = 3


def alpha(table):
    """`table`: raters x items, NaN for none."""
    return krippendorff.alpha(table, level_of_measurement="nominal", value_domain=list(range(LABELS)))


def cohen(a, b):
    both = ~np.isnan(a) & ~np.isnan(b)
    table, _ = to_table(np.stack([a[both], b[both]], axis=1).astype(int), bins=LABELS)
    return cohens_kappa(table).kappa


def case(name, ratings):
    complete = not np.isnan(ratings).any()
    raters = len(ratings)
    out = {
        "name": name,
        "ratings": [[None if np.isnan(x) else int(x) for x in row] for row in ratings],
        "alpha": alpha(ratings),
        "pairs": [
            {"a": a, "b": b, "kappa": cohen(ratings[a], ratings[b])}
            for a in range(raters)
            for b in range(a + 1, raters)
        ],
        "stance_alpha": [
            krippendorff.alpha(
                np.where(np.isnan(ratings), np.nan, (ratings == k).astype(float)),
                level_of_measurement="nominal",
                value_domain=[0, 1],
            )
            for k in range(LABELS)
        ],
    }
    if complete:
        counts, _ = aggregate_raters(ratings.T.astype(int), n_cat=LABELS)
        out["fleiss"] = fleiss_kappa(counts, method="fleiss")
    return out


def invented(raters, items, right, missing, seed):
    random = np.random.default_rng(seed)
    truth = random.choice(LABELS, size=items, p=[0.3, 0.1, 0.6])
    ratings = np.where(random.random((raters, items)) < right, truth, random.integers(LABELS, size=(raters, items)))
    ratings = ratings.astype(float)
    hidden = random.random((raters, items)) < missing
    hidden[:2] = False
    ratings[hidden] = np.nan
    return ratings


print(
    json.dumps(
        [
            case("two, complete", invented(2, 60, 0.8, 0.0, 1)),
            case("four, complete", invented(4, 80, 0.6, 0.0, 2)),
            case("three, with gaps", invented(3, 70, 0.7, 0.3, 3)),
        ]
    )
)
