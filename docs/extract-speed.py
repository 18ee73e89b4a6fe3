"""Time of `demarche extract` on one long article, on many articles, and on hostile text of one, two and four times a size.

    python3 docs/extract-speed.py target/release/demarche data/articles/train.jsonl
"""
import json
import resource
import subprocess
import sys
import tempfile
import time

PROGRAM, GOLD = sys.argv[1:]


def run(content, name):
    with tempfile.NamedTemporaryFile("w", suffix=name, encoding="utf8") as file:
        file.write(content)
        file.flush()
        start = time.perf_counter()
        subprocess.run([PROGRAM, "extract", "--format", "csv", file.name], stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - start


texts = [json.loads(line)["text"] for line in open(GOLD, encoding="utf8")]
empty = min(run("", ".txt") for _ in range(5))
words, long = 0, ""
for text in texts:
    long += text + "\n\n"
    words = len(long.split())
    if words >= 5000:
        break
best = min(run(long, ".txt") for _ in range(5))
print(f"{words} words: {1000 * best:.1f} ms, of which {1000 * empty:.1f} ms are the program's start")
many = "".join(json.dumps({"id": i, "text": texts[i % len(texts)]}) + "\n" for i in range(10_000))
print(f"10,000 articles ({len(many) / 1e6:.0f} MB): {run(many, '.jsonl'):.2f} s")
print(f"largest memory: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")
for name, unit, count in [
    ("open quotes", '"a ', 100_000),
    ("no full stop", "the minister said that he had gone and ", 250_000),
    ("frames", "Bell said, ", 100_000),
    ("quotes and frames", "“We go there now,” he said, ", 50_000),
    ("bidi controls", "\u202e\u2066said \u202c", 100_000),
]:
    times = [run(unit * (count * k), ".txt") for k in (1, 2, 4)]
    print(f"{name:<18} {len(unit.encode()) * count / 1e6:5.1f} MB: " + "  ".join(f"{t:6.2f} s" for t in times))
