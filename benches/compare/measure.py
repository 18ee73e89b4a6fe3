"""Runs demarche and its peers interleaved, five rounds, and writes docs/performance.md and its plots."""
import argparse
import collections
import json
import os
import pathlib
import platform
import random
import statistics
import subprocess
import sys
import time

from draw import lines

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "benches/compare/.work"
PEERS = ["scikit-learn", "fastText", "Vowpal Wabbit", "spaCy"]
# Statements each peer is asked in a round, so that a round takes about as long for each.
ASKED = {"scikit-learn": 20_000, "fastText": 50_000, "Vowpal Wabbit": 20_000, "spaCy": 5_000}
ROUNDS = 5


def corpus(name):
    rows = [json.loads(line) for line in open(ROOT / "data" / name)]
    return [(row["label"], " ".join(row["text"].split())) for row in rows]


def inputs(statements):
    """All inputs, drawn with a fixed seed."""
    WORK.mkdir(exist_ok=True)
    draw = random.Random(7)
    train, heldout = corpus("train.jsonl"), corpus("heldout.jsonl")
    texts = [text for _, text in train]
    write("train.tsv", (f"{label}\t{text}" for label, text in train))
    write("heldout.txt", (text for _, text in heldout))
    write("one.txt", texts[:1])
    stream = [draw.choice(texts) for _ in range(statements)]
    write("stream.txt", stream)
    for peer, count in ASKED.items():
        write(f"{peer}.txt", stream[:count])
    words = [word for text in texts for word in text.split()]
    for length in LENGTHS:
        # A million words or so each.
        write(f"length-{length}.txt", (some(draw, words, length) for _ in range(1_000_000 // length)))
    for size in VOCABULARIES:
        made = [word if i < len(KNOWN) else f"zq{i:x}" for i, word in zip(range(size), KNOWN + [""] * size)]
        write(f"vocabulary-{size}.txt", (" ".join(draw.choices(made, k=25)) for _ in range(40_000)))
    return train, heldout


def some(draw, words, length):
    start = draw.randrange(len(words) - length)
    return " ".join(words[start:start + length])


KNOWN = sorted({word for _, text in corpus("train.jsonl") for word in text.lower().split() if word.isalpha()})
random.Random(3).shuffle(KNOWN)
LENGTHS = [5, 50, 500, 5_000]
VOCABULARIES = [1_000, 10_000, 100_000, 1_000_000]


def rows_for_training(train, count):
    """Rows drawn with replacement, one word of each taken from another, so that they differ."""
    draw = random.Random(11)
    out = []
    for _ in range(count):
        label, text = draw.choice(train)
        words = text.split()
        words[draw.randrange(len(words))] = draw.choice(draw.choice(train)[1].split())
        out.append(f"{label}\t{' '.join(words)}")
    write(f"rows-{count}.tsv", out)
    write(f"rows-{count}.jsonl", (json.dumps(dict(zip(("label", "text"), row.split("\t", 1)))) for row in out))


def write(name, rows):
    with open(WORK / name, "w") as out:
        out.writelines(f"{row}\n" for row in rows)


def model_of(peer):
    """Its path holds no blank, for Vowpal Wabbit's options are one string."""
    return WORK / (peer.replace(" ", "-") + ".model")


def timed(command, out=os.devnull):
    """Wall seconds and peak memory in MB of a whole process.

    Linux counts the memory of the process that starts another among the other's peak, and this one is large: GNU time, which is
    small, stands between.
    """
    memory = WORK / "memory.txt"
    with open(out, "w") as sink, open(WORK / "errors.txt", "w") as errors:
        start = time.perf_counter()
        code = subprocess.call(["time", "-f", "%M", "-o", memory, *map(str, command)], stdout=sink, stderr=errors)
        seconds = time.perf_counter() - start
    if code:
        sys.exit(f"{command} failed:\n" + open(WORK / "errors.txt").read())
    return seconds, int(memory.read_text()) / 1024


def asked(*arguments):
    out = subprocess.run([sys.executable, ROOT / "benches/compare/peer.py", *map(str, arguments)], capture_output=True, text=True)
    if out.returncode:
        sys.exit(f"{arguments} failed:\n{out.stderr}")
    return json.loads(out.stdout.splitlines()[-1])


def macro_f1(expected, found):
    scores = []
    for label in sorted(set(expected)):
        both = sum(e == f == label for e, f in zip(expected, found))
        scores.append(2 * both / (expected.count(label) + found.count(label)))
    return statistics.mean(scores)


def size_of(path):
    path = pathlib.Path(path)
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(f.stat().st_size for f in files if f.is_file()) / 1e6


def figure(values, digits=0):
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:,.{digits}f} [{low:,.{digits}f}, {high:,.{digits}f}]"


class Runs:
    def __init__(self, program, statements):
        self.program, self.statements = program, statements
        self.bytes = (WORK / "stream.txt").stat().st_size
        self.rates, self.memory = collections.defaultdict(list), {}
        self.starts = collections.defaultdict(list)

    def classify(self, texts, *options, out=os.devnull):
        return timed([self.program, "classify", WORK / texts, *options], out)

    def round(self):
        for name, options in OURS.items():
            seconds, memory = self.classify("stream.txt", *options)
            self.note(name, self.statements / seconds, memory)
        seconds, memory = timed(["wc", "-w", WORK / "stream.txt"])
        self.note("wc -w", self.statements / seconds, memory)
        self.starts["demarche"].append(self.classify("one.txt", "--format", "label")[0] * 1000)
        for peer in PEERS:
            found = asked(peer, "predict", model_of(peer), WORK / f"{peer}.txt")
            self.note(peer, ASKED[peer] / found["seconds"], found["rss"])
            start = time.perf_counter()
            asked(peer, "predict", model_of(peer), WORK / "one.txt")
            self.starts[peer].append((time.perf_counter() - start) * 1000)

    def note(self, name, rate, memory):
        self.rates[name].append(rate)
        self.memory[name] = max(memory, self.memory.get(name, 0))

    def ratio(self, one, other):
        return [a / b for a, b in zip(self.rates[one], self.rates[other])]


LABEL = ("--format", "label", "--threads")
OURS = {"demarche, 1 thread": (*LABEL, 1), "demarche, 2 threads": (*LABEL, 2), "demarche, jsonl, 1 thread": ("--format", "jsonl", "--threads", 1)}


def table(head, rows):
    return "\n".join(["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]])


def slope(points):
    """Least squares of log y on log x."""
    from math import log
    xs, ys = zip(*[(log(x), log(y)) for x, y in points])
    mx, my = statistics.mean(xs), statistics.mean(ys)
    spread = sum((x - mx) ** 2 for x in xs)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys)) / spread if spread else 0.0


def plot(name, title, across, up, points):
    note = f"slope {slope(points):.2f} in logarithms"
    (ROOT / f"docs/performance-{name}.svg").write_text(lines(f"{title}: {note}", across, up, points))
    return f"![{title}: {note}](performance-{name}.svg)"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--program", required=True)
    options.add_argument("--statements", type=int, default=300_000)
    options.add_argument("--rows", type=int, default=10_000)
    args = options.parse_args()
    args.program = pathlib.Path(args.program).resolve()
    train, heldout = inputs(args.statements)
    expected = [label for label, _ in heldout]
    runs = Runs(args.program, args.statements)

    quality = {}
    for peer in PEERS:
        asked(peer, "train", WORK / "train.tsv", model_of(peer))
        asked(peer, "predict", model_of(peer), WORK / "heldout.txt", WORK / "found.txt")
        quality[peer] = macro_f1(expected, open(WORK / "found.txt").read().splitlines())
    runs.classify("heldout.txt", "--format", "label", out=WORK / "found.txt")
    quality["demarche"] = macro_f1(expected, open(WORK / "found.txt").read().splitlines())
    for done in range(ROUNDS):
        runs.round()
        print(f"round {done + 1} of {ROUNDS}", file=sys.stderr)

    scaling = [[(n, min(runs.classify(f"{name}-{n}.txt", *LABEL, 1)[0] for _ in range(3))) for n in sizes]
               for name, sizes in (("length", LENGTHS), ("vocabulary", VOCABULARIES))]
    # The report is written after each size, so that a run that is stopped leaves what it has.
    fits = []
    for count in (1_000, 10_000, 100_000, 1_000_000):
        if count <= args.rows:
            fits.append(training(args.program, train, count))
            report(args, runs, quality, scaling, fits)


def training(program, train, count):
    """Seconds and memory of a fit by each, without cross-validation."""
    rows_for_training(train, count)
    ours = timed([program, "train", WORK / f"rows-{count}.jsonl", "--no-cv", "--output", WORK / "ours.demarche"])
    found = {"demarche": ours}
    for peer in PEERS:
        one = asked(peer, "train", WORK / f"rows-{count}.tsv", WORK / f"rows-{peer.replace(' ', '-')}.model")
        found[peer] = one["seconds"], one["rss"]
    print(f"trained {count} rows", file=sys.stderr)
    return count, found


def report(args, runs, quality, scaling, fits):
    mb = runs.bytes / runs.statements / 1e6
    f1 = lambda name: quality.get(name.split(",")[0])
    speed = [[name, figure(rates), figure([r * mb for r in rates], 1), f"{runs.memory[name]:.0f}", f"{f1(name):.3f}" if f1(name) else ""]
             for name, rates in runs.rates.items()]
    one, two = "demarche, 1 thread", "demarche, 2 threads"
    goals = [("1 thread / scikit-learn", one, "scikit-learn", "20"), ("1 thread / fastText", one, "fastText", "10"),
             ("1 thread / `wc -w`, bytes a second", one, "wc -w", "0.55"), ("2 threads / 1 thread", two, one, "1.8"),
             ("jsonl / label", "demarche, jsonl, 1 thread", one, "0.6")]
    ratios = [[what, figure(runs.ratio(a, b), 2), goal] for what, a, b, goal in goals]
    starts = [[name, figure(ms, 1)] for name, ms in runs.starts.items()]
    sizes = [["demarche", f"{size_of(ROOT / 'models/default.demarche'):.1f}"]] + [[p, f"{size_of(model_of(p)):.1f}"] for p in PEERS]
    trained = [[f"{count:,}", name, f"{seconds:.2f}", f"{memory:.0f}"] for count, found in fits for name, (seconds, memory) in found.items()]
    lengths, vocabularies = scaling
    plots = [
        plot("threads", "Statements a second by threads", "threads", "statements/s", [(1, statistics.median(runs.rates[one])), (2, statistics.median(runs.rates[two]))]),
        plot("length", "Seconds for a million words by words in a statement", "words", "seconds", lengths),
        plot("vocabulary", "Seconds for a million words by different words", "different words", "seconds", vocabularies),
        plot("training", "Seconds of training by rows", "rows", "seconds", [(n, found["demarche"][0]) for n, found in fits]),
        plot("training-memory", "Memory of training by rows", "rows", "MB", [(n, found["demarche"][1]) for n, found in fits]),
    ]
    text = f"""# Performance

Written by `benches/compare/run --rows {args.rows}`: {ROUNDS} rounds, in each of which all run one after the other. Figures are medians with the
lowest and the highest. Other work may have run on the machine, so compare ratios, which are taken within a round.

Machine: {cpu()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}. Python {platform.python_version()}, {versions()}.
The model is the shipped one with all its features; the peers learn from `data/train.jsonl` as well, words and bigrams, and are judged on
`data/heldout.jsonl`. Of demarche the whole process is timed, of the peers the prediction alone, in one batch, without the start of Python.
[Where the time goes](profile.md) is a page of its own.

## Classifying

{runs.statements:,} statements of the corpus, {runs.bytes / 1e6:.0f} MB ({', '.join(f'{p} {n:,}' for p, n in ASKED.items())}).

{table(["", "statements/s", "MB/s", "peak memory, MB", "macro F1, held out"], speed)}

{table(["ratio", "measured", "goal"], ratios)}

Start-up: one statement, the whole process, ms.

{table(["", "ms"], starts)}

Size of the model, MB.

{table(["", "MB"], sizes)}

## Training

Once each, without cross-validation; demarche with all its features (word vectors, character n-grams), the whole process with reading.

{table(["rows", "", "seconds", "peak memory, MB"], trained)}

## Scaling

{chr(10).join(plots)}
"""
    (ROOT / "docs/performance.md").write_text(text)


def cpu():
    names = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    return names[0] if names else platform.processor()


def versions():
    from importlib.metadata import version
    return ", ".join(f"{name} {version(name)}" for name in ["scikit-learn", "fasttext-numpy2-wheel", "vowpalwabbit", "spacy"])


main()
