"""The estimator keeps scikit-learn's contract."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.estimator_checks import parametrize_with_checks

import demarche
from demarche.sklearn import StanceClassifier


def quick(**settings):
    return StanceClassifier(word_vectors=False, **settings)


# No check is expected to fail. Those that feed numbers in two dimensions skip themselves, as the tags say that X is a column
# of strings.
@parametrize_with_checks([quick()])
def test_scikit_learns_own_checks(estimator, check):
    check(estimator)


@pytest.fixture(scope="module")
def data(heldout):
    rows = heldout[:600]
    return (
        np.array([r["text"] for r in rows], dtype=object),
        np.array([r["label"] for r in rows]),
        np.array([r["group"] for r in rows]),
    )


def test_it_is_the_same_model_as_train(data):
    X, y, _ = data
    ours = quick(C=2.0, calibration_folds=3).fit(X, y)
    plain = demarche.train(X, y, classes=sorted(set(y)), c=2.0, folds=3, prior="natural", word_vectors=False)
    assert ours.model_.to_bytes() == plain.to_bytes()


def test_any_labels(data):
    X, y, _ = data
    names, codes = np.unique(y, return_inverse=True)
    named, numbered = quick().fit(X, y), quick().fit(X, codes)
    assert numbered.predict(X).dtype == codes.dtype
    assert (names[numbered.predict(X)] == named.predict(X)).all()
    two = quick().fit(X, y == "neutral")
    assert two.classes_.tolist() == [False, True]
    assert ((two.decision_function(X) > 0) == two.predict(X)).all()


def test_cross_validation_beats_the_majority(data):
    X, y, groups = data
    scores = cross_val_score(quick(), X, y, groups=groups, cv=GroupKFold(3))
    majority = max(np.unique(y, return_counts=True)[1]) / len(y)
    assert scores.mean() > majority + 0.05


def test_grid_search_in_a_pipeline(data):
    X, y, _ = data
    pipe = Pipeline([("lower", FunctionTransformer(lambda x: np.array([t.lower() for t in x], dtype=object))), ("stance", quick())])
    grid = GridSearchCV(pipe, {"stance__C": [0.01, 3.0], "stance__word_ngrams": [1]}, cv=3).fit(X, y)
    assert grid.best_params_["stance__C"] == 3.0
    assert set(grid.predict(X[:20])) <= set(y)
    np.testing.assert_allclose(grid.predict_proba(X).sum(axis=1), 1.0, atol=1e-9)


def test_a_column_of_a_table(data):
    X, y, _ = data
    frame = pd.DataFrame({"quote": X, "year": range(len(X))})
    pick = ColumnTransformer([("quote", "passthrough", ["quote"])])
    found = Pipeline([("pick", pick), ("stance", quick())]).fit(frame, y).predict(frame)
    assert (found == quick().fit(X, y).predict(X)).all()
    with pytest.raises(ValueError, match="X has 2 columns, expected one"):
        quick().fit(frame, y)


def test_a_text_without_known_words_gets_the_assumed_mix(data):
    X, y, _ = data
    fitted = quick().fit(X, y)
    shares = [np.mean(y == c) for c in fitted.classes_]
    np.testing.assert_allclose(fitted.predict_proba(["qqqq"])[0], shares, atol=1e-12)
    assert fitted.predict(["qqqq"])[0] == fitted.classes_[np.argmax(shares)]


def test_weights_count_like_copies(data):
    X, y, _ = data
    X, y = X[:150], y[:150]
    twice = quick().fit(X, y, sample_weight=np.where(y == "neutral", 3.0, 1.0))
    assert twice.predict_proba(["qqqq"])[0].argmax() == 2


def test_not_fitted_and_cloned():
    with pytest.raises(NotFittedError):
        quick().predict(["x"])
    assert clone(quick(C=7.0)).get_params()["C"] == 7.0
    with pytest.raises(ValueError, match="y has 1 class"):
        quick().fit(["a", "b"], [1, 1])
