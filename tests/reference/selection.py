"""Chi-squared statistics of four n-grams by scikit-learn, for the unit test in src/features/selection.rs.

usage: python3 tests/reference/selection.py   (scikit-learn 1.9.1)
"""

import numpy as np
from sklearn.feature_selection import chi2

SIZES = [5, 3, 4]
PRESENT = [[5, 0, 0], [2, 1, 3], [5, 3, 4], [0, 3, 1]]

stances = np.repeat([0, 1, 2], SIZES)
columns = [np.concatenate([[1] * n + [0] * (size - n) for n, size in zip(row, SIZES)]) for row in PRESENT]
print([float(x) for x in chi2(np.array(columns).T, stances)[0]])
