#!/usr/bin/env python3
"""Measures each part of the model, one at a time, and writes the table of docs/experiments.md.

usage: docs/experiments.py BINARY FOLDER > table.md

FOLDER holds two sets of real statements that are no part of this project: dev.tsv (columns label, text, group) and unscon.tsv
(those and fold). Standard library only. Each row trains with one setting changed: on data/train.jsonl, judged by grouped folds
and on dev.tsv with a fixed mix of stances; and on four fifths of unscon.tsv, judged on the fifth, five times.
"""
import csv, json, os, random, subprocess, sys, tempfile
from collections import Counter, defaultdict

MIX = "condemning=.34,defending=.16,neutral=.5"
SHIPPED = [("--min-df", "2"), ("--max-features", "60000"), ("--c", "5")]
SETTINGS = [
    ("defaults", []),
    ("no word vectors", ["--without", "vectors"]),
    ("no character n-grams", ["--without", "chars"]),
    ("neither", ["--without", "vectors,chars"]),
    ("no vectors of negated words", ["--negated-scale", "0"]),
    ("no NOT_ words", ["--without", "negation"]),
    ("no THOUGH_ and BUT_ words", ["--without", "clauses"]),
    ("no SAID_ words", ["--without", "reports"]),
    ("no ? ! and quotation marks", ["--without", "punctuation"]),
    ("names not masked", ["--without", "name-masks"]),
    ("numbers not masked", ["--without", "number-masks"]),
    ("skip-grams", ["--with", "skip-grams"]),
    ("word 1-grams", ["--word-ngrams", "1"]),
    ("word 1-3-grams", ["--word-ngrams", "3"]),
    ("20,000 n-grams by statement count", ["--max-features", "20000"]),
    ("20,000 n-grams by chi-squared", ["--max-features", "20000", "--selection", "chi-squared"]),
    ("n-grams hashed into 2^16 buckets", ["--hash-bits", "16"]),
    ("C = 1", ["--c", "1"]),
    ("C = 10", ["--c", "10"]),
    ("vector scale 0.5", ["--vector-scale", "0.5"]),
    ("vector scale 2", ["--vector-scale", "2"]),
    ("character scale 1", ["--char-scale", "1"]),
    ("no class weights", ["--class-weight", "none"]),
]


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def run(*args, **kw):
    done = subprocess.run(args, capture_output=True, text=True, **kw)
    if done.returncode:
        sys.exit(f"{' '.join(args)}: exit {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def macro_f1(pairs, labels):
    tp, gold, said = Counter(), Counter(), Counter()
    for g, p in pairs:
        gold[g] += 1
        said[p] += 1
        tp[g] += g == p
    return sum(2 * tp[l] / (gold[l] + said[l]) if gold[l] + said[l] else 0.0 for l in labels) / len(labels)


def figure(rows, got):
    """Macro F1 with its 95 % interval by bootstrap over groups."""
    labels = sorted({r["label"] for r in rows})
    groups = defaultdict(list)
    for i, (r, p) in enumerate(zip(rows, got)):
        groups[r.get("group") or i].append((r["label"], p))
    keys, rng = list(groups), random.Random(1)
    draws = sorted(
        macro_f1([x for k in rng.choices(keys, k=len(keys)) for x in groups[k]], labels) for _ in range(1000)
    )
    whole = macro_f1([x for k in keys for x in groups[k]], labels)
    return f"{whole:.3f} [{draws[25]:.2f}, {draws[974]:.2f}]"


def classify(binary, rows, model):
    lines = "".join(r["text"].replace("\n", " ") + "\n" for r in rows)
    return run(binary, "classify", "--format", "label", "--model", model, "-", input=lines).splitlines()


def unscon(binary, rows, flags, folder):
    order, got = [], []
    labels = ",".join(sorted({r["label"] for r in rows}))
    for fold in sorted({r["fold"] for r in rows}):
        train = os.path.join(folder, "fold.csv")
        with open(train, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["text", "label"])
            writer.writerows([r["text"], r["label"]] for r in rows if r["fold"] != fold)
        model = os.path.join(folder, "fold.demarche")
        run(binary, "train", train, "--labels", labels, "--no-cv", "-o", model, *flags)
        test = [r for r in rows if r["fold"] == fold]
        order += test
        got += classify(binary, test, model)
    return figure(order, got)


def corpus(binary, dev, flags, folder):
    model = os.path.join(folder, "corpus.demarche")
    kept = [x for flag, value in SHIPPED if flag not in flags for x in (flag, value)]
    run(binary, "train", "data/train.jsonl", "--prior", MIX, "-o", model, *kept, *flags)
    facts = json.loads(run(binary, "inspect", model, "--format", "json"))
    value, low, high = facts["settings"]["training"]["cross_validation"]["macro_f1"]
    return f"{value:.3f} [{low:.2f}, {high:.2f}]", figure(dev, classify(binary, dev, model))


def main(binary, data):
    dev, three = read(os.path.join(data, "dev.tsv")), read(os.path.join(data, "unscon.tsv"))
    two = [dict(r, label="no_conflict" if r["label"] == "neutral" else "conflict") for r in three]
    print("| setting | composed, grouped folds | dev | UNSCon 3 labels | UNSCon 2 labels |")
    print("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for name, flags in SETTINGS:
            folds, real = corpus(binary, dev, flags, folder)
            cells = [name, folds, real, unscon(binary, three, flags, folder), unscon(binary, two, flags, folder)]
            print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]), sys.argv[2])
