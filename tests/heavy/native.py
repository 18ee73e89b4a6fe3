"""Two builds of the program agree: labels, probabilities within 1e-9, and models trained by each within 1e-6.

Usage: native.py PROGRAM OTHER STATEMENTS TRAINING
"""
import json
import subprocess
import sys
import tempfile

SHARES = 1e-9
# Both stop where the gradient is small; what is left of it is not the same.
TRAINED = 1e-6


def records(program, *arguments):
    run = subprocess.run([program, "classify", "--format", "jsonl", *arguments], stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def furthest(ours, theirs):
    """Largest difference of any number of any record; all else must be equal."""
    assert len(ours) == len(theirs)
    return max(difference(a, b) for a, b in zip(ours, theirs))


def difference(a, b):
    if isinstance(a, dict):
        # The digest of a model trained anew names its bytes.
        assert a.keys() == b.keys(), (a, b)
        return max((difference(a[key], b[key]) for key in a if key != "model"), default=0)
    if isinstance(a, list):
        assert len(a) == len(b), (a, b)
        return max((difference(x, y) for x, y in zip(a, b)), default=0)
    if isinstance(a, float) and isinstance(b, (int, float)):
        return abs(a - b)
    assert a == b, (a, b)
    return 0


def main():
    ours, theirs, statements, training = sys.argv[1:]
    shares = furthest(records(ours, statements), records(theirs, statements))
    print(f"{statements}: the same labels, probabilities within {shares:.1e}")
    with tempfile.TemporaryDirectory() as folder:
        models = [f"{folder}/{name}" for name in ("ours", "theirs")]
        for program, model in zip((ours, theirs), models):
            subprocess.run([program, "train", training, "--no-cv", "-o", model], stdout=subprocess.DEVNULL, check=True)
        trained = furthest(*(records(ours, "--model", model, statements) for model in models))
    print(f"{training}: trained by each, the same labels, probabilities within {trained:.1e}")
    sys.exit(shares > SHARES or trained > TRAINED)


main()
