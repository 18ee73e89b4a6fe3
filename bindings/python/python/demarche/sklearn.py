"""A classifier of texts in scikit-learn's form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, column_or_1d

from . import Classifier, train

__all__ = ["StanceClassifier"]


class StanceClassifier(ClassifierMixin, BaseEstimator):
    """The training and the model of demarche as an estimator: texts in, any labels out.

    It takes raw texts, so it is the whole pipeline: no vectorizer comes before it.

    Parameters
    ----------
    C : float, default=3.0
        Inverse strength of regularisation.
    class_weight : {"balanced", None}, default="balanced"
        Whether all classes weigh the same in the fit, or all rows.
    calibration_folds : int or None, default=None
        Folds of the cross-validation that calibrates probabilities inside ``fit``; it makes ``fit`` as many times slower.
    prior : {"balanced", "natural"}, default="natural"
        The mix of classes that probabilities assume.
    min_df : int, default=1
        Fewest texts that a word n-gram must stand in.
    max_features : int, default=200000
        Most word n-grams kept.
    word_ngrams : int, default=2
        Longest word n-gram, 1 to 3.
    word_vectors : bool, default=True
        Whether to use the word vectors that come with the package.
    max_iter : int, default=100
        Most steps of the solver.
    random_state : int, default=42
        Seed of the calibration folds; nothing else is random.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The classes, sorted.
    model_ : Classifier
        What was trained. Its labels are the classes as str.

    Notes
    -----
    A `Classifier` names no label where it read no word; scikit-learn knows no such answer, so here such a text gets the
    mix of classes assumed, and the likeliest of them.

    Examples
    --------
    >>> from demarche.sklearn import StanceClassifier
    >>> X = ["a crime", "an outrage", "our right", "a duty"] * 3
    >>> y = [0, 0, 1, 1] * 3
    >>> StanceClassifier().fit(X, y).predict(["what a crime"]).tolist()
    [0]
    """

    def __init__(
        self,
        *,
        C: float = 3.0,
        class_weight: Literal["balanced"] | None = "balanced",
        calibration_folds: int | None = None,
        prior: str = "natural",
        min_df: int = 1,
        max_features: int = 200_000,
        word_ngrams: int = 2,
        word_vectors: bool = True,
        max_iter: int = 100,
        random_state: int = 42,
    ) -> None:
        self.C = C
        self.class_weight = class_weight
        self.calibration_folds = calibration_folds
        self.prior = prior
        self.min_df = min_df
        self.max_features = max_features
        self.word_ngrams = word_ngrams
        self.word_vectors = word_vectors
        self.max_iter = max_iter
        self.random_state = random_state

    def fit(
        self,
        X: Iterable[Any],
        y: npt.ArrayLike,
        sample_weight: Iterable[float] | None = None,
        groups: Iterable[Any] | None = None,
    ) -> StanceClassifier:
        """Train.

        Parameters
        ----------
        X : column of str, shape (n_samples,)
            Texts: a list, numpy array, pandas or Polars series, or Arrow array.
        y : array-like of shape (n_samples,)
            Class of each text.
        sample_weight : array-like of shape (n_samples,), optional
            How much each row counts.
        groups : column of str, optional
            Rows of one group stay together in the calibration folds.

        Returns
        -------
        self : StanceClassifier
        """
        if y is None:
            raise ValueError("StanceClassifier requires y to be passed, but the target y is None")
        targets = column_or_1d(y, warn=True)
        check_classification_targets(targets)
        self.classes_, codes = np.unique(targets, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"y has {len(self.classes_)} class, expected 2 or more")
        names = [str(c) for c in self.classes_]
        self.model_ = train(
            _column(X),
            [names[code] for code in codes],
            groups=groups,
            weights=sample_weight,
            classes=names,
            c=self.C,
            class_weight=self.class_weight,
            folds=self.calibration_folds,
            seed=self.random_state,
            prior=self.prior,
            min_df=self.min_df,
            max_features=self.max_features,
            word_ngrams=self.word_ngrams,
            word_vectors=self.word_vectors,
            max_iterations=self.max_iter,
        )
        return self

    def predict(self, X: Iterable[Any]) -> npt.NDArray[Any]:
        """Name the likeliest class of each text.

        Parameters
        ----------
        X : column of str, shape (n_samples,)
            Texts.

        Returns
        -------
        ndarray of shape (n_samples,)
        """
        probabilities = self.predict_proba(X)
        return np.asarray(self.classes_[np.argmax(probabilities, axis=1)])

    def predict_proba(self, X: Iterable[Any]) -> npt.NDArray[np.float64]:
        """Give the probability of each class.

        Parameters
        ----------
        X : column of str, shape (n_samples,)
            Texts.

        Returns
        -------
        ndarray of shape (n_samples, n_classes)
            Rows sum to 1.
        """
        model = self._fitted()
        probabilities = model.predict_proba(_column(X))
        probabilities[np.isnan(probabilities[:, 0])] = model.priors_
        return probabilities

    def decision_function(self, X: Iterable[Any]) -> npt.NDArray[np.float64]:
        """Give the score of each class; of two classes, how far the second is above the first.

        Parameters
        ----------
        X : column of str, shape (n_samples,)
            Texts.

        Returns
        -------
        ndarray of shape (n_samples, n_classes), or (n_samples,) for two classes
        """
        model = self._fitted()
        scores = model.decision_function(_column(X))
        scores[np.isnan(scores[:, 0])] = np.log(model.priors_)
        return scores[:, 1] - scores[:, 0] if len(self.classes_) == 2 else scores

    def _fitted(self) -> Classifier:
        check_is_fitted(self)
        model: Classifier = self.model_
        return model

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        tags.input_tags.allow_nan = True
        return tags


def _column(X: Iterable[Any]) -> Iterable[Any]:
    """One column of texts: a table of one column, as a ColumnTransformer hands on, is taken for its column."""
    shape = getattr(X, "shape", None)
    if shape is not None and len(shape) == 2:
        if shape[1] != 1:
            raise ValueError(f"X has {shape[1]} columns, expected one column of texts")
        return np.asarray(X, dtype=object)[:, 0]
    return X
