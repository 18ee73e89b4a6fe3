"""One peer, one task, one process: prints a line of JSON.

usage: peer.py NAME train TABLE MODEL | peer.py NAME predict MODEL TEXTS [OUT]

TABLE has a label and a text in each line with a tab between them, TEXTS a text. Seconds leave out the start of Python and the
reading of files, which favours the peers: of demarche the whole process is timed.
"""
import json
import pickle
import re
import sys
import time

LABELS = ["condemning", "defending", "neutral"]


class ScikitLearn:
    def train(self, rows, model):
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, max_features=60000, sublinear_tf=True)
        fit = LogisticRegression(C=3, class_weight="balanced", max_iter=1000, tol=1e-4)
        line = make_pipeline(words, fit).fit([t for _, t in rows], [label for label, _ in rows])
        return lambda: pickle.dump(line, open(model, "wb"))

    def load(self, model):
        line = pickle.load(open(model, "rb"))
        return lambda texts: [line.classes_[i] for i in line.predict_proba(texts).argmax(axis=1)]


class FastText:
    def train(self, rows, model):
        import fasttext
        with open(model + ".txt", "w") as out:
            out.writelines(f"__label__{label} {text}\n" for label, text in rows)
        fit = fasttext.train_supervised(model + ".txt", wordNgrams=2, dim=20, epoch=10, lr=0.5, minCount=2, thread=2, verbose=0)
        return lambda: fit.save_model(model)

    def load(self, model):
        import fasttext
        fit = fasttext.load_model(model)
        return lambda texts: [found[0][9:] for found in fit.predict(texts)[0]]


class VowpalWabbit:
    """Lines are written in its own form before the clock starts."""

    def form(self, text, label=""):
        return f"{label} | " + " ".join(re.findall(r"\w+", text.lower()))

    def train(self, rows, model):
        import vowpalwabbit
        lines = [self.form(text, LABELS.index(label) + 1) for label, text in rows]
        vw = vowpalwabbit.Workspace(f"--oaa 3 --loss_function logistic --ngram 2 -b 20 --quiet -f {model}")
        for _ in range(5):
            for line in lines:
                vw.learn(line)
        return vw.finish

    def load(self, model):
        import vowpalwabbit
        vw = vowpalwabbit.Workspace(f"-t -i {model} --quiet")
        return lambda texts: [LABELS[vw.predict(self.form(t)) - 1] for t in texts]


class Spacy:
    def train(self, rows, model):
        import random
        import spacy
        from spacy.training import Example
        nlp = spacy.blank("en")
        nlp.add_pipe("textcat", config={"model": {"@architectures": "spacy.TextCatBOW.v3", "exclusive_classes": True,
                                                  "ngram_size": 2, "no_output_layer": False, "length": 262144}})
        cats = lambda label: {"cats": {one: float(one == label) for one in LABELS}}
        all_rows = [Example.from_dict(nlp.make_doc(text), cats(label)) for label, text in rows]
        step = nlp.initialize(lambda: all_rows[:1000])
        for _ in range(3):
            random.Random(1).shuffle(all_rows)
            for i in range(0, len(all_rows), 256):
                nlp.update(all_rows[i:i + 256], sgd=step)
        return lambda: nlp.to_disk(model)

    def load(self, model):
        import spacy
        nlp = spacy.load(model)
        return lambda texts: [max(d.cats, key=d.cats.get) for d in nlp.pipe(texts, batch_size=1000)]


PEERS = {"scikit-learn": ScikitLearn, "fastText": FastText, "Vowpal Wabbit": VowpalWabbit, "spaCy": Spacy}


def main(name, task, *paths):
    peer = PEERS[name]()
    if task == "train":
        rows = [line.rstrip("\n").split("\t", 1) for line in open(paths[0])]
        start = time.perf_counter()
        keep = peer.train(rows, paths[1])
        seconds = time.perf_counter() - start
        keep()
    else:
        texts = open(paths[1]).read().splitlines()
        predict = peer.load(paths[0])
        predict(texts[:20])
        start = time.perf_counter()
        found = predict(texts)
        seconds = time.perf_counter() - start
        if len(paths) > 2:
            open(paths[2], "w").writelines(f"{label}\n" for label in found)
    print(json.dumps({"seconds": seconds, "rss": peak_memory()}))


def peak_memory():
    """Of this program alone, in MB; `getrusage` would count the process that started it."""
    line = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


main(*sys.argv[1:])
