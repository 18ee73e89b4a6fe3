"""The package and the program say the same."""

import json
import math

import numpy as np
import pyarrow as pa

import demarche

from .conftest import ROOT


def as_jsonl(rows):
    return "".join(json.dumps({"text": text}) + "\n" for text in rows)


def test_predictions_are_those_of_classify(classifier, texts, program):
    out = program("classify", "--input-format", "jsonl", "--format", "jsonl", "-", stdin=as_jsonl(texts))
    records = [json.loads(line) for line in out.splitlines()]
    assert len(records) == len(texts)
    ours = pa.table(classifier.classify(texts)).to_pylist()
    for record, row in zip(records, ours, strict=True):
        assert record["model"] == classifier.digest
        for name in ["label", "abstained", "reason", "known_tokens", "tokens"]:
            assert record[name] == row[name], (record, row)
        for label in classifier.classes_:
            # Records show six digits.
            score = row[f"score_{label}"]
            assert (record["scores"] or {}).get(label) == (None if score is None else round(score, 6))


def test_explanations_have_the_programs_bits(classifier, program):
    text = "This is not aggression, it is self-defence."
    theirs = json.loads(program("explain", "--format", "json", text))
    assert theirs == classifier.explain(text)


def test_probabilities_are_the_bits_of_explain(classifier, heldout, program):
    some = [row["text"] for row in heldout[:50]]
    out = program("explain", "--format", "json", *some)
    theirs = [list(json.loads(line)["probabilities"].values()) for line in out.splitlines()]
    assert classifier.predict_proba(some).tolist() == theirs


def test_extraction_is_that_of_extract(classifier, program, tmp_path):
    articles = [json.loads(line) for line in (ROOT / "data/articles/heldout.jsonl").open(encoding="utf-8")][:5]
    for article in articles:
        (tmp_path / "a.txt").write_text(article["text"], encoding="utf-8")
        out = program("extract", "--format", "jsonl", str(tmp_path / "a.txt"))
        theirs = [json.loads(line) for line in out.splitlines()]
        ours = classifier.extract(article["text"])
        assert [s["words"] for s in ours] == [s["words"] for s in theirs]
        assert [s["scores"] for s in ours] == [s["scores"] for s in theirs]
        for statement in ours:
            start, end = statement["span"]
            assert article["text"][start:end] == statement["text"]


def test_training_gives_the_programs_bytes(heldout, program, tmp_path):
    rows = heldout[:400]
    (tmp_path / "train.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    out = str(tmp_path / "m.demarche")
    program("train", str(tmp_path / "train.jsonl"), "-o", out, "--folds", "3", "--c", "2", "--min-df", "2")
    theirs = (tmp_path / "m.demarche").read_bytes()
    ours = demarche.train(
        [r["text"] for r in rows], [r["label"] for r in rows], groups=[r["group"] for r in rows], folds=3, c=2, min_df=2
    )
    assert ours.to_bytes() == theirs
    ours.save(tmp_path / "n.demarche")
    assert (tmp_path / "n.demarche").read_bytes() == theirs
    assert demarche.Classifier.load(out).digest == ours.digest


def test_evaluation_is_that_of_evaluate(classifier, heldout, program):
    theirs = json.loads(program("evaluate", str(ROOT / "data/heldout.jsonl"), "--format", "json", "--resamples", "200"))
    ours = demarche.evaluate(
        classifier,
        [r["text"] for r in heldout],
        [r["label"] for r in heldout],
        groups=[r["group"] for r in heldout],
        resamples=200,
    )
    for key in ["n", "groups", "labels", "accuracy", "macro avg", "figures", "confusion_matrix", "reliability", "intervals"]:
        assert ours[key] == theirs[key], key
    assert math.isclose(np.trace(ours["confusion_matrix"]["counts"]) / ours["n"], ours["accuracy"])
