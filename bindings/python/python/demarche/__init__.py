"""Tags what officials say as condemning, defending or neutral, offline.

>>> import demarche
>>> classifier = demarche.Classifier.load()
>>> classifier.predict(["What they did was unlawful."]).tolist()
['condemning']
"""

from importlib.metadata import version as _version

from ._demarche import (
    Classifier,
    DemarcheError,
    ModelFileError,
    NotConvergedError,
    Predictions,
    evaluate,
    train,
)

__all__ = [
    "Classifier",
    "DemarcheError",
    "ModelFileError",
    "NotConvergedError",
    "Predictions",
    "evaluate",
    "train",
]

__version__ = _version("demarche")


def _restore(content: bytes, prior: str | None) -> Classifier:
    """Build a classifier again from what pickle kept of it."""
    return Classifier.from_bytes(content, prior=prior)
