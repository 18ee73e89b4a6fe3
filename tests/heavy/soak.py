"""Many statements through classify: as many records out as statements in, with memory and speed over time as a plot.

Usage: soak.py PROGRAM STATEMENTS FOLDER
"""
import json
import pathlib
import random
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = 60  # as many at most in the plot
WIDTH, HEIGHT, MARGIN = 560, 200, 60


def pieces(statements):
    """The input: a few megabytes of drawn statements again and again, up to the number asked for."""
    draw = random.Random(5)
    texts = [" ".join(json.loads(line)["text"].split()) for line in open(ROOT / "data/train.jsonl")]
    some = [draw.choice(texts) + "\n" for _ in range(50_000)]
    whole = "".join(some).encode()
    for _ in range(statements // len(some)):
        yield whole
    yield "".join(some[:statements % len(some)]).encode()


def memory(process):
    for line in open(f"/proc/{process}/status"):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def soak(program, statements):
    run = subprocess.Popen([program, "classify", "--format", "label", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    counted = [0]

    def count():
        while piece := run.stdout.read1(1 << 20):
            counted[0] += piece.count(b"\n")

    def feed():
        for piece in pieces(statements):
            run.stdin.write(piece)
        run.stdin.close()

    threads = [threading.Thread(target=work) for work in (count, feed)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    samples = []
    while threads[0].is_alive():
        time.sleep(1)
        try:
            samples.append((time.monotonic() - began, counted[0], memory(run.pid)))
        except (FileNotFoundError, ProcessLookupError):
            break
    for thread in threads:
        thread.join()
    assert run.wait() == 0, run.returncode
    return counted[0], time.monotonic() - began, [s for s in samples if s[2] > 0]


def thinned(samples):
    step = max(1, len(samples) // SAMPLES)
    return samples[::step]


def panel(top, title, points):
    """One line over time, from nought up."""
    last, most = points[-1][0], max(value for _, value in points) * 1.15
    x = lambda t: MARGIN + t / last * (WIDTH - 2 * MARGIN)
    y = lambda v: top + HEIGHT - 30 - v / most * (HEIGHT - 70)
    path = " ".join(f"{x(t):.1f},{y(v):.1f}" for t, v in points)
    value = points[-1][1]
    return (f'<text x="{MARGIN}" y="{top + 20}">{title}</text>'
            f'<path d="M{MARGIN},{top + 30} V{y(0):.1f} H{WIDTH - MARGIN}" fill="none" stroke="#888"/>'
            f'<polyline points="{path}" fill="none" stroke="#2a6f97" stroke-width="2"/>'
            f'<text x="{WIDTH - MARGIN + 4}" y="{y(value):.1f}">{value:,.0f}</text>'
            f'<text x="{MARGIN - 6}" y="{y(0):.1f}" text-anchor="end">0</text>'
            f'<text x="{WIDTH - MARGIN}" y="{y(0) + 16:.1f}" text-anchor="end">{last:,.0f} s</text>')


def plot(samples):
    points = thinned(samples)
    speed = [(b[0], (b[1] - a[1]) / (b[0] - a[0]) / 1000) for a, b in zip(points, points[1:])]
    memory = [(t, rss) for t, _, rss in points]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {2 * HEIGHT}" font-family="sans-serif" font-size="12">'
            f'<rect width="100%" height="100%" fill="#fff"/>{panel(0, "Thousand statements a second", speed)}'
            f'{panel(HEIGHT, "Resident memory, MB", memory)}</svg>\n')


def main():
    program, statements, folder = sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3])
    out, seconds, samples = soak(program, statements)
    half = [rss for t, _, rss in samples if t > seconds / 2]
    print(f"{statements:,} in, {out:,} out, {seconds:,.0f} s, {statements / seconds:,.0f} a second")
    print(f"resident memory at most {max(s[2] for s in samples):.1f} MB, {half[-1] - half[0]:+.1f} MB over the second half")
    (folder / "soak.svg").write_text(plot(samples))
    print(f"wrote {folder / 'soak.svg'}")
    sys.exit(out != statements)


main()
