"""All kinds of columns give the same answer; what is no column of texts is refused with a sentence."""

import sys

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import demarche

KINDS = {
    "tuple": tuple,
    "generator": lambda t: (x for x in t),
    "numpy objects": lambda t: np.array(t, dtype=object),
    "pandas str": lambda t: pd.Series(t, dtype="str"),
    "pandas object": lambda t: pd.Series(t, dtype=object),
    "pandas string": lambda t: pd.Series(t, dtype="string"),
    "pandas category": lambda t: pd.Series(t).astype("category"),
    "pandas index": pd.Index,
    "polars": lambda t: pl.Series("x", t),
    "polars chunks": lambda t: pl.concat([pl.Series("x", t[:7]), pl.Series("x", t[7:])], rechunk=False),
    "polars categories": lambda t: pl.Series("x", t, dtype=pl.Categorical),
    "arrow string": lambda t: pa.array(t, pa.string()),
    "arrow large string": lambda t: pa.array(t, pa.large_string()),
    "arrow string view": lambda t: pa.array(t, pa.string_view()),
    "arrow dictionary": lambda t: pa.array(t).dictionary_encode(),
    "arrow slice": lambda t: pa.array(["before", *t, "after"]).slice(1, len(t)),
    "arrow chunks": lambda t: pa.chunked_array([t[:3], [], t[3:]], pa.string()),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_column_gives_the_same_bits(classifier, texts, kind):
    some = texts[:300]
    expected = classifier.predict_proba(some)
    found = classifier.predict_proba(KINDS[kind](some))
    assert found.tobytes() == expected.tobytes()
    assert classifier.predict(KINDS[kind](some)).tolist() == classifier.predict(some).tolist()


def test_numpy_strings(classifier, heldout):
    some = [row["text"] for row in heldout[:20]]
    expected = classifier.predict(some).tolist()
    assert classifier.predict(np.array(some)).tolist() == expected
    assert classifier.predict(np.array(some, dtype=np.dtypes.StringDType())).tolist() == expected


def test_no_rows(classifier):
    for empty in [[], np.array([], dtype=object), pa.array([], pa.string()), pa.chunked_array([], pa.string())]:
        assert classifier.predict(empty).shape == (0,)
        assert classifier.predict_proba(empty).shape == (0, 3)
        assert len(classifier.classify(empty)) == 0


def test_arrow_texts_are_not_made_python_strings(classifier, heldout):
    column = pa.array([row["text"] for row in heldout])
    before = sys.getallocatedblocks()
    kept = classifier.classify(column)
    assert len(kept) == len(column)
    # A Python string is a block each; 2,696 texts would be as many.
    assert sys.getallocatedblocks() - before < 100


def test_missing_values_are_empty_texts(classifier):
    missing = [None, float("nan"), np.nan, pd.NA]
    rows = pa.table(classifier.classify(missing)).to_pylist()
    assert [(r["label"], r["reason"], r["confidence"]) for r in rows] == [(None, "empty", None)] * 4


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("one text", "texts is str, expected a list or column of str; put one text in a list"),
        (b"bytes", "texts is bytes, expected"),
        ({"text": ["x"]}, "texts is dict, expected"),
        (7, "texts is int, expected a list or column of str"),
        (["x", 7], r"texts\[1\] is int, expected str or None"),
        ([b"x"], r"texts\[0\] is bytes"),
        (np.array([["a"], ["b"]]), r"texts\[0\] is ndarray"),
        (pa.array([1, 2]), "Arrow column of Int64, expected strings"),
        (pa.table({"text": ["x"]}), "texts is a table, expected one column"),
        (pl.DataFrame({"text": ["x"]}), "texts is a table, expected one column"),
    ],
)
def test_what_is_no_column_of_texts_is_refused(classifier, wrong, message):
    with pytest.raises(TypeError, match=message):
        classifier.predict(wrong)


def test_half_a_surrogate_pair_is_an_encoding_error(classifier):
    with pytest.raises(UnicodeEncodeError):
        classifier.predict(["\ud800"])


def test_predictions_are_an_arrow_table(classifier):
    rows = ["What they did was unlawful.", "xyzzy"]
    predictions = classifier.classify(rows)
    names = ["label", "confidence", "score_condemning", "score_defending", "score_neutral", "abstained", "reason",
             "known_tokens", "tokens"]  # fmt: skip
    assert predictions.column_names == names
    for table in [pa.table(predictions).to_pylist(), pl.DataFrame(predictions).to_dicts(),
                  pa.record_batch(predictions).to_pylist()]:  # fmt: skip
        assert table[0]["label"] == "condemning" and table[0]["confidence"] == table[0]["score_condemning"]
        assert table[1] == dict.fromkeys(names) | {"abstained": True, "reason": "no_known_words", "known_tokens": 0, "tokens": 1}
    assert pa.array(predictions["label"]).to_pylist() == ["condemning", None]
    with pytest.raises(KeyError, match="no column"):
        predictions["stance"]


def test_abstentions(classifier):
    assert classifier.predict(["xyzzy"]).tolist() == [None]
    assert np.isnan(classifier.predict_proba(["xyzzy"])).all()
    assert np.isnan(classifier.decision_function(["xyzzy"])).all()
    assert classifier.predict(["The talks were held."], min_confidence=1.0).tolist() == [None]
    with pytest.raises(ValueError, match="min_confidence is 2, expected 0 to 1"):
        classifier.predict(["x"], min_confidence=2.0)


def test_the_decision_function_is_what_the_softmax_is_taken_of(classifier, heldout):
    some = [row["text"] for row in heldout]
    scores = classifier.decision_function(some)
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    softmax = exponentials / exponentials.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(softmax, classifier.predict_proba(some), rtol=0, atol=1e-12)


def test_another_mix_of_labels():
    balanced = demarche.Classifier.load(prior="balanced")
    given = demarche.Classifier.load(prior="condemning=1,defending=1,neutral=1")
    text = ["The talks resume on Monday."]
    assert balanced.predict_proba(text).tolist() == given.predict_proba(text).tolist()
    assert balanced.predict_proba(text).tolist() != demarche.Classifier.load().predict_proba(text).tolist()
    assert balanced.priors_.tolist() == [1 / 3] * 3
    with pytest.raises(demarche.DemarcheError, match="prior is"):
        demarche.Classifier.load(prior="much")
