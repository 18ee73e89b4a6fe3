"""Measures `corpus next` and `corpus audit` on the corpus of this project.

python docs/labelling.py PROGRAM next FULL_SCORE SEED...   rows needed to reach 95 % of the full score, against random order
python docs/labelling.py PROGRAM audit ROWS                5 % wrong labels planted: precision at k and recall
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
LABELS = ["condemning", "defending", "neutral"]
SIZES = [100, 170, 290, 490, 830, 1400, 2400, 4000, 6800, 11500]


def run(program, *arguments):
    return subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def read(path):
    return [json.loads(line) for line in open(path)]


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def score(program, folder, rows):
    write(folder / "labelled.jsonl", rows)
    run(program, "train", folder / "labelled.jsonl", "--no-cv", "-o", folder / "model")
    report = run(program, "evaluate", DATA / "heldout.jsonl", "-m", folder / "model", "--resamples", 1, "--format", "json")
    return json.loads(report)["macro avg"]["f1-score"]


def simulate(program, folder, seed, chosen_by, goal):
    rows = {i: row for i, row in enumerate(read(DATA / "train.jsonl"))}
    order = list(rows)
    random.Random(seed).shuffle(order)
    labelled, curve = order[: SIZES[0]], []
    for size, after in zip(SIZES, SIZES[1:] + [None]):
        f1 = score(program, folder, [rows[i] for i in labelled])
        curve.append([size, round(f1, 4)])
        if f1 >= goal or after is None:
            return curve
        if chosen_by == "random":
            labelled = order[:after]
            continue
        known = set(labelled)
        write(folder / "pool.jsonl", [{"id": i, "text": rows[i]["text"]} for i in order if i not in known])
        run(program, "corpus", "next", folder / "pool.jsonl", "--labelled", folder / "labelled.jsonl", "--by", chosen_by,
            "-n", after - size, "-o", folder / "next.jsonl")
        labelled += [row["id"] for row in read(folder / "next.jsonl")]


def audit(program, folder, count):
    rows = read(DATA / "train.jsonl")
    groups = sorted({row["group"] for row in rows})
    draw = random.Random(1)
    draw.shuffle(groups)
    chosen, taken = [], iter(groups)
    while len(chosen) < count:
        group = next(taken)
        chosen += [row for row in rows if row["group"] == group]
    wrong = set(draw.sample(range(len(chosen)), len(chosen) // 20))
    for i in wrong:
        chosen[i]["label"] = draw.choice([label for label in LABELS if label != chosen[i]["label"]])
    write(folder / "train.jsonl", chosen)
    report = json.loads(run(program, "corpus", "audit", folder / "train.jsonl", "--format", "json"))
    found = [int(s["origin"].rsplit(":", 1)[1]) - 1 in wrong for s in report["suspects"]]
    print(f"{len(chosen)} rows, {len(wrong)} wrong, {len(found)} suspects, estimated {report['estimated_errors']:.3f}")
    print(f"recall {sum(found) / len(wrong):.2f}, precision {sum(found) / len(found):.2f}")
    for k in (50, 100, len(wrong)):
        print(f"precision at {k}: {sum(found[:k]) / k:.2f}")


with tempfile.TemporaryDirectory() as folder:
    program, what, *rest = sys.argv[1:]
    if what == "audit":
        audit(program, Path(folder), int(rest[0]))
    else:
        goal = 0.95 * float(rest[0])
        for seed in map(int, rest[1:]):
            for chosen_by in ("random", "margin"):
                print(seed, chosen_by, simulate(program, Path(folder), seed, chosen_by, goal), flush=True)
