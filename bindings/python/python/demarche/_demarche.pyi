from collections.abc import Iterable
from os import PathLike
from typing import Any, Literal, Protocol, TypedDict, final

import numpy as np
import numpy.typing as npt

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

Texts = _ArrowArray | _ArrowStream | Iterable[Any]
"""A column of str or None: a list, numpy array, pandas or Polars series, or any Arrow array."""

class Contribution(TypedDict):
    feature: str
    family: Literal["ngram", "chars", "vector", "negated_vector"]
    start: int
    end: int
    text: str
    values: dict[str, float]

class TokenShare(TypedDict):
    token: str
    start: int
    end: int
    values: dict[str, float]

class Explanation(TypedDict):
    text: str
    label: str | None
    confidence: float | None
    probabilities: dict[str, float]
    abstained: bool
    reason: str | None
    scores: dict[str, float]
    intercepts: dict[str, float]
    contributions: list[Contribution]
    tokens: list[TokenShare]
    model: str

class ExtractedStatement(TypedDict):
    text: str
    label: str | None
    confidence: float | None
    scores: dict[str, float] | None
    speaker: str | None
    speaker_resolved: str | None
    speakers: list[str]
    role: str | None
    cue: str | None
    cue_class: str | None
    quote_type: str
    span: list[int]
    parts: list[list[int]]
    words: str
    speaker_span: list[int] | None
    cue_span: list[int] | None
    sentence: str
    sentence_span: list[int]
    model: str

class DemarcheError(ValueError):
    """What cannot be done with the data or settings given; the text names the remedy."""

class ModelFileError(DemarcheError):
    """A model file that is damaged, foreign or of another version."""

class NotConvergedError(DemarcheError):
    """The fit stopped before its optimum."""

class _Column:
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

@final
class Predictions:
    """Predictions of a column of texts, one row a text.

    An Arrow table: ``pyarrow.table(predictions)``, ``polars.DataFrame(predictions)`` and DuckDB read it without a copy.

    The columns are those of ``demarche classify --format csv`` but ``id``: ``label`` (null for an abstention), ``confidence``,
    ``score_LABEL`` for each label, ``abstained``, ``reason``, ``known_tokens`` and ``tokens``.
    """

    @property
    def column_names(self) -> list[str]:
        """Names of the columns."""

    def __len__(self) -> int: ...
    def __getitem__(self, name: str, /) -> _Column:
        """Give one column as an Arrow array, as in ``pyarrow.array(predictions["label"])``."""

    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Classifier:
    """A trained model.

    Predictions are the same bits as those of the program ``demarche`` with the same model. They run on all cores (the
    environment variable ``RAYON_NUM_THREADS`` sets another number) and without the interpreter's lock. Where a method takes
    ``texts``, it takes a list, a numpy array, a pandas or Polars series, or any object of the Arrow PyCapsule interface, which is
    read where it lies. A text that is None, NaN or null counts as empty.

    Examples
    --------
    >>> from demarche import Classifier
    >>> classifier = Classifier.load()
    >>> classifier.classes_.tolist()
    ['condemning', 'defending', 'neutral']
    >>> classifier.predict(["We acted in self-defence.", "xyzzy"]).tolist()
    ['defending', None]
    """

    @classmethod
    def load(cls, path: str | PathLike[str] | None = None, *, prior: str | None = None) -> Classifier:
        """Read a model file.

        Parameters
        ----------
        path : path-like, optional
            The file; without it, the model that comes with the package.
        prior : str, optional
            The mix of labels that probabilities assume instead of the model's own: ``"natural"``, ``"balanced"`` or shares as in
            ``"condemning=.3,defending=.1,neutral=.6"``.

        Returns
        -------
        Classifier

        Raises
        ------
        OSError
            If the file cannot be read.
        ModelFileError
            If it is damaged, foreign or of another version.
        DemarcheError
            If ``prior`` cannot be read.
        """

    @classmethod
    def from_bytes(cls, content: bytes, *, prior: str | None = None) -> Classifier:
        """Make a classifier from the content of a model file.

        Parameters
        ----------
        content : bytes
            What `to_bytes` gives.
        prior : str, optional
            See `load`.

        Returns
        -------
        Classifier

        Raises
        ------
        ModelFileError
            If the content is damaged, foreign or of another version.
        """

    def to_bytes(self) -> bytes:
        """Give the content of the model file.

        Returns
        -------
        bytes
        """

    def save(self, path: str | PathLike[str]) -> None:
        """Write the model file, whole or not at all.

        Parameters
        ----------
        path : path-like
            The file to write.

        Raises
        ------
        OSError
            If it cannot be written.
        """

    @property
    def classes_(self) -> npt.NDArray[np.str_]:
        """The labels, in the order of the columns of `predict_proba`."""

    @property
    def priors_(self) -> npt.NDArray[np.float64]:
        """The mix of labels that probabilities assume, in the order of `classes_`."""

    @property
    def digest(self) -> str:
        """Identity of the model: ``sha256:`` and a digest."""

    def classify(self, texts: Texts, *, min_confidence: float = 0.0) -> Predictions:
        """Say all that the program's records say.

        Parameters
        ----------
        texts : column of str
            See the class.
        min_confidence : float, default 0
            Name no label whose probability is lower.

        Returns
        -------
        Predictions
            An Arrow table with a row for each text.
        """

    def predict(self, texts: Texts, *, min_confidence: float = 0.0) -> npt.NDArray[np.object_]:
        """Name the likeliest label of each text.

        Parameters
        ----------
        texts : column of str
            See the class.
        min_confidence : float, default 0
            Name no label whose probability is lower.

        Returns
        -------
        ndarray of object, shape (n_texts,)
            Labels; None where none is named.
        """

    def predict_proba(self, texts: Texts) -> npt.NDArray[np.float64]:
        """Give the probability of each label.

        Parameters
        ----------
        texts : column of str
            See the class.

        Returns
        -------
        ndarray of float64, shape (n_texts, n_classes)
            Rows sum to 1; NaN where no word was read.
        """

    def decision_function(self, texts: Texts) -> npt.NDArray[np.float64]:
        """Give the score of each label before the softmax.

        Parameters
        ----------
        texts : column of str
            See the class.

        Returns
        -------
        ndarray of float64, shape (n_texts, n_classes)
            NaN where no word was read. Two labels have two columns, too.
        """

    def explain(self, text: str) -> Explanation:
        """Say what each word adds to each label, exactly.

        Parameters
        ----------
        text : str
            One statement.

        Returns
        -------
        dict
            The record of ``demarche explain --format json``; ``start`` and ``end`` count characters, so that
            ``text[start:end]`` is the feature's text.
        """

    def extract(self, article: str, *, scare_quotes: bool = False) -> list[ExtractedStatement]:
        """Find the statements of an article, who said each, and its stance.

        Parameters
        ----------
        article : str
            Plain text, not HTML.
        scare_quotes : bool, default False
            Keep quoted words that nobody is said to have said.

        Returns
        -------
        list of dict
            The records of ``demarche extract --format jsonl``, in the order of the text; spans count characters.
        """

def train(
    texts: Texts,
    labels: Texts,
    *,
    groups: Texts | None = None,
    weights: Iterable[float] | None = None,
    classes: list[str] | None = None,
    c: float = 3.0,
    class_weight: Literal["balanced"] | None = "balanced",
    folds: int | None = 5,
    seed: int = 42,
    prior: str = "balanced",
    min_df: int = 1,
    max_features: int = 200_000,
    word_ngrams: int = 2,
    word_vectors: bool = True,
    max_iterations: int = 100,
) -> Classifier:
    """Train a model; the same rows and settings give the same bytes as ``demarche train``.

    Parameters
    ----------
    texts : column of str
        The statements; see `Classifier`.
    labels : column of str
        Their labels, in any case; synonyms are understood if ``classes`` is not given.
    groups : column of str, optional
        Affair, document or speaker: the rows of a group are never split between training and judging.
    weights : sequence of float, optional
        How much each row counts.
    classes : list of str, optional
        The labels to tell apart, in order; condemning, defending and neutral by default.
    c : float, default 3
        Inverse strength of regularisation.
    class_weight : {"balanced", None}, default "balanced"
        Whether all labels weigh the same in the fit, or all rows.
    folds : int or None, default 5
        Folds of cross-validation, from which probabilities are calibrated; None for neither.
    seed : int, default 42
        Seed of the folds.
    prior : str, default "balanced"
        The mix of labels that probabilities assume; see `Classifier.load`.
    min_df : int, default 1
        Fewest texts that a word n-gram must stand in.
    max_features : int, default 200000
        Most word n-grams kept.
    word_ngrams : int, default 2
        Longest word n-gram, 1 to 3.
    word_vectors : bool, default True
        Whether to use the word vectors that come with the package.
    max_iterations : int, default 100
        Most steps of the solver.

    Returns
    -------
    Classifier

    Raises
    ------
    DemarcheError
        If the data or a setting cannot be used; the text names the row or the setting.
    NotConvergedError
        If the solver stopped before the optimum.
    """

def evaluate(
    classifier: Classifier,
    texts: Texts,
    labels: Texts,
    *,
    groups: Texts | None = None,
    resamples: int = 10_000,
    seed: int = 1,
) -> dict[str, Any]:
    """Measure how often a model is right.

    Parameters
    ----------
    classifier : Classifier
        The model.
    texts : column of str
        The statements; see `Classifier`.
    labels : column of str
        What readers called them.
    groups : column of str, optional
        Affair, document or speaker: intervals are made by drawing groups.
    resamples : int, default 10000
        Bootstrap draws; 0 for no intervals.
    seed : int, default 1
        Seed of the draws.

    Returns
    -------
    dict
        The report of ``demarche evaluate --format json``: scikit-learn's keys of ``classification_report(output_dict=True)``,
        intervals, confusion matrix, baseline and calibration.
    """
