"""Models as objects of Python: files, pickles, errors, threads, spans."""

import copy
import pickle
import threading
import time

import pytest

import demarche


def test_pickles_and_copies_are_the_same_model(heldout):
    some = [row["text"] for row in heldout[:100]]
    for model in [demarche.Classifier.load(), demarche.Classifier.load(prior="natural")]:
        for other in [pickle.loads(pickle.dumps(model)), copy.deepcopy(model)]:
            assert other.digest == model.digest
            assert other.predict_proba(some).tobytes() == model.predict_proba(some).tobytes()


def test_files_that_are_no_model(tmp_path):
    with pytest.raises(FileNotFoundError) as error:
        demarche.Classifier.load(tmp_path / "none.demarche")
    assert error.value.filename == str(tmp_path / "none.demarche")
    with pytest.raises(IsADirectoryError):
        demarche.Classifier.load(tmp_path)
    (tmp_path / "text").write_text("not a model")
    with pytest.raises(demarche.ModelFileError, match="not a usable model"):
        demarche.Classifier.load(tmp_path / "text")
    content = bytearray(demarche.Classifier.load().to_bytes())
    content[-1] ^= 1
    with pytest.raises(demarche.ModelFileError, match="not a usable model"):
        demarche.Classifier.from_bytes(bytes(content))
    with pytest.raises(FileNotFoundError):
        demarche.Classifier.load().save(tmp_path / "no" / "folder")


def test_exceptions_are_value_errors():
    assert issubclass(demarche.DemarcheError, ValueError)
    assert issubclass(demarche.ModelFileError, demarche.DemarcheError)
    assert issubclass(demarche.NotConvergedError, demarche.DemarcheError)


@pytest.mark.parametrize(
    ("labels", "settings", "message"),
    [
        (["con", "pro", "huh"], {}, r'labels\[2\] is "huh", expected one of: condemning, defending, neutral'),
        (["con", "pro", None], {}, r"labels\[2\] is missing"),
        (["con", "pro"], {}, "labels has 2 rows, expected 3"),
        (["con", "pro", "none"], {"groups": ["a"]}, "groups has 1 rows, expected 3"),
        (["con", "pro", "none"], {"weights": [1, 0, 1]}, r"weights\[1\] is 0, expected a positive number"),
        (["con", "pro", "none"], {"c": -1.0}, "is -1, expected"),
        (["con", "pro", "none"], {"classes": ["con"]}, "1 labels given"),
        (["con", "pro", "none"], {"class_weight": "heavy"}, "class_weight is"),
        (["con", "pro", "none"], {}, "folds need as many groups"),
    ],
)
def test_training_data_and_settings_that_cannot_be_used(labels, settings, message):
    with pytest.raises(ValueError, match=message):
        demarche.train(["a crime", "our right", "the talks"], labels, **settings)


def test_training_with_labels_of_ones_own():
    texts = ["good fine great", "bad awful poor"] * 5
    model = demarche.train(texts, ["yes", "no"] * 5, classes=["yes", "no"], folds=None, word_vectors=False)
    assert model.classes_.tolist() == ["yes", "no"]
    assert model.predict(["great", "poor"]).tolist() == ["yes", "no"]


def test_a_fit_that_does_not_converge(heldout):
    rows = heldout[:200]
    with pytest.raises(demarche.NotConvergedError, match="did not converge"):
        demarche.train([r["text"] for r in rows], [r["label"] for r in rows], folds=None, max_iterations=1)


def test_spans_count_characters(classifier):
    text = "“Ünlawful”, naïve 🙂 and not a crime."
    explanation = classifier.explain(text)
    assert explanation["contributions"]
    for part in explanation["contributions"]:
        assert text[part["start"] : part["end"]] == part["text"]
    crime = next(t for t in explanation["tokens"] if t["token"] == "crime")
    assert text[crime["start"] : crime["end"]] == "crime"


def test_contributions_add_up(classifier):
    explanation = classifier.explain("It was not a crime, it was our right.")
    for label, score in explanation["scores"].items():
        total = explanation["intercepts"][label] + sum(c["values"][label] for c in explanation["contributions"])
        assert total == pytest.approx(score, abs=1e-9)


def test_other_threads_run_while_it_works(classifier, heldout):
    column = [row["text"] for row in heldout] * 30
    ticks, running = 0, True

    def tick():
        nonlocal ticks
        while running:
            ticks += 1
            time.sleep(0.0005)

    thread = threading.Thread(target=tick)
    thread.start()
    time.sleep(0.01)
    before = ticks
    classifier.classify(column)
    during = ticks - before
    running = False
    thread.join()
    # The lock is held only while the list is read and the columns are handed over.
    assert during > 3
