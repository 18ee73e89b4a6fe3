"""Runs both services in turn under wrk, then demarche alone under 100,000 requests, idle connections, slow clients and overload."""
import argparse
import contextlib
import json
import os
import pathlib
import platform
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "benches/serve"
WORK = HERE / ".work"
CONNECTIONS = [1, 16, 256]
BATCH = 100
START, END = "<!-- figures -->", "<!-- /figures -->"


def bodies():
    """Bodies of one text and of a batch, from the held-out statements."""
    texts = [json.loads(line)["text"] for line in open(ROOT / "data/heldout.jsonl")]
    single, batch = WORK / "single.jsonl", WORK / "batch.jsonl"
    single.write_text("".join(json.dumps({"text": t}) + "\n" for t in texts))
    pieces = [texts[i:i + BATCH] for i in range(0, len(texts) - BATCH + 1, BATCH)]
    batch.write_text("".join(json.dumps({"texts": p}) + "\n" for p in pieces))
    return {"single": single, "batch": batch}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def running(command, port, **environment):
    """A service that answers, ended afterwards."""
    process = subprocess.Popen(command, env={**os.environ, **environment}, cwd=HERE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").read()
                break
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait()


def demarche(program, *flags):
    port = free_port()
    return port, running([program, "serve", "--addr", f"127.0.0.1:{port}", "--quiet", *flags], port)


def peer():
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "peer:app", "--port", str(port), "--workers", str(os.cpu_count()), "--log-level", "warning"]
    return port, running(command, port, PEER_MODEL=str(WORK / "peer.pickle"))


def wrk(port, body, connections, seconds):
    command = ["wrk", "-t", str(min(connections, 2)), "-c", str(connections), "-d", f"{seconds}s", "--timeout", "30s",
               "-s", str(HERE / "post.lua"), f"http://127.0.0.1:{port}", "--", str(body)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = json.loads(said.strip().splitlines()[-1])
    found["rate"] = found["requests"] / found["seconds"]
    return found


def memory(process):
    """Resident memory in MB."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def processor_time(process):
    """Seconds of processor time that a process and its children have taken: unlike rates, other work hardly changes them."""
    parents, taken = {}, {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rsplit(") ", 1)[1].split()
            parents[int(stat.parent.name)] = int(fields[1])
            taken[int(stat.parent.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    family = {process.pid}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(taken.get(pid, 0.0) for pid in family)


def side_by_side(program, seconds, rounds):
    """Figures by service, kind of body and connections: one dictionary a round."""
    files, found = bodies(), {}
    for _ in range(rounds):
        for name, (port, service) in (("demarche", demarche(program)), ("FastAPI", peer())):
            with service as process:
                for kind, body in files.items():
                    wrk(port, body, 2, 1)
                    for n in CONNECTIONS:
                        before = processor_time(process)
                        figures = wrk(port, body, n, seconds)
                        figures["cpu"] = (processor_time(process) - before) / max(figures["requests"], 1)
                        print(name, kind, n, figures, file=sys.stderr, flush=True)
                        found.setdefault((name, kind, n), []).append(figures)
    return found


def endurance(program, requests):
    """Many requests: those that failed, and memory on the way."""
    port, service = demarche(program)
    body = bodies()["single"]
    done = failed = 0
    with service as process:
        wrk(port, body, 16, 1)
        sizes = [memory(process)]
        while done < requests:
            found = wrk(port, body, 16, 2)
            done += found["requests"]
            failed += found["failed"] + found["refused"]
            sizes.append(memory(process))
    return {"requests": done, "failed": failed, "before": sizes[0], "after": sizes[-1], "most": max(sizes)}


def idle(program, count, seconds):
    """Requests while `count` connections say nothing."""
    port, service = demarche(program, "--head-timeout", "600")
    body = bodies()["single"]
    with service as process:
        alone = wrk(port, body, 16, seconds)
        before = memory(process)
        held = [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]
        time.sleep(2)
        size = memory(process)
        found = wrk(port, body, 16, seconds)
        alive = sum(still_open(s) for s in held)
        for s in held:
            s.close()
    return {"count": count, "alone": alone, "with": found, "kb_each": (size - before) * 1024 / count, "alive": alive}


def still_open(connection):
    connection.setblocking(False)
    try:
        return connection.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def slow(program, count, seconds):
    """Requests while `count` clients send a byte of a head every half second."""
    port, service = demarche(program, "--head-timeout", "5")
    body, over = bodies()["single"], threading.Event()

    def drip():
        held = []
        while not over.wait(0.5):
            while len(held) < count:
                s = socket.create_connection(("127.0.0.1", port))
                s.sendall(b"POST /v1/classify HTTP/1.1\r\nX: ")
                held.append(s)
            for s in list(held):
                try:
                    s.sendall(b"a")
                except OSError:
                    held.remove(s)

    with service:
        thread = threading.Thread(target=drip)
        thread.start()
        time.sleep(2)
        found = wrk(port, body, 16, max(seconds, 8))
        over.set()
        thread.join()
    return {"count": count, "with": found}


def overload(program, seconds):
    """More connections than requests allowed at a time: how many are refused, and how quickly all are answered."""
    port, service = demarche(program, "--max-requests", "4")
    with service:
        return wrk(port, bodies()["batch"], 256, seconds)


def middle(rows, name, unit=1.0, digits=0):
    values = sorted(row[name] * unit for row in rows)
    text = lambda v: f"{v:,.{digits}f}"
    return f"{text(statistics.median(values))} [{text(values[0])}, {text(values[-1])}]"


def table(found):
    lines = ["| body | connections | demarche, requests/s | p50, ms | p99, ms | FastAPI, requests/s | p50, ms | p99, ms | ratio | processor time a request, ms | ratio | failed |",
             "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
    for kind, label in (("single", "one text"), ("batch", f"{BATCH} texts")):
        for n in CONNECTIONS:
            ours, theirs = found["demarche", kind, n], found["FastAPI", kind, n]
            # The peer may answer nothing within the time.
            ratio = [{"rate": a["rate"] / b["rate"]} for a, b in zip(ours, theirs) if b["rate"] > 0]
            cells = [label, n]
            for rows in (ours, theirs):
                cells += [middle(rows, "rate"), middle(rows, "p50", 1000, 2), middle(rows, "p99", 1000, 2)]
            cells += [middle(ratio, "rate", digits=1) if ratio else "–"]
            costs = [{"ratio": b["cpu"] / max(a["cpu"], 1e-9)} for a, b in zip(ours, theirs)]
            middles = [statistics.median(row["cpu"] for row in rows) * 1000 for rows in (ours, theirs)]
            cells += [f"{middles[0]:.3f} / {middles[1]:.3f}", middle(costs, "ratio", digits=1)]
            failed = [sum(r["failed"] + r["refused"] for r in rows) for rows in (ours, theirs)]
            cells += [f"{failed[0]} / {failed[1]}"]
            lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def report(args, found, long, quiet, dripping, busy):
    versions = subprocess.run([sys.executable, "-m", "pip", "freeze"], capture_output=True, text=True).stdout
    wanted = [line.replace("==", " ") for line in versions.splitlines() if re.match(r"(fastapi|uvicorn|uvloop|httptools|scikit-learn)==", line)]
    return f"""{START}
Written by `benches/serve/run --seconds {args.seconds} --rounds {args.rounds}` on {os.cpu_count()} cores, {platform.system()} {platform.release()}, Python
{platform.python_version()}, {", ".join(wanted)}; uvicorn with {os.cpu_count()} workers; wrk on the same cores. Medians of the rounds with the lowest and the
highest; the ratio is taken within a round. Other work may have run on the machine, so compare ratios, above all that of processor time.

{table(found)}

- {long["requests"]:,} requests at 16 connections: {long["failed"]} failed; memory {long["before"]:.1f} MB before, {long["after"]:.1f} MB after, {long["most"]:.1f} MB at most.
- {quiet["count"]:,} idle connections: {quiet["alive"]:,} of them open at the end, {quiet["kb_each"]:.1f} KB each; meanwhile {quiet["with"]["rate"]:,.0f} requests/s at 16 others
  ({quiet["alone"]["rate"]:,.0f} without them), {quiet["with"]["failed"]} failed.
- {dripping["count"]:,} clients that send a byte of a head every half second, with `--head-timeout 5`: {dripping["with"]["rate"]:,.0f} requests/s at 16 others, {dripping["with"]["failed"]} failed.
- 256 connections with batches at `--max-requests 4`: {busy["refused"]:,} of {busy["requests"]:,} refused with 503, all answers p50 {busy["p50"] * 1000:.2f} ms and p99 {busy["p99"] * 1000:.2f} ms,
  {busy["failed"]} failed.
{END}"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--idle", type=int, default=10_000)
    parser.add_argument("--slow", type=int, default=500)
    args = parser.parse_args()
    WORK.mkdir(exist_ok=True)
    program = str(args.program.resolve())
    subprocess.run([sys.executable, str(HERE / "peer.py"), str(WORK / "peer.pickle")], check=True)
    figures = report(
        args,
        side_by_side(program, args.seconds, args.rounds),
        endurance(program, args.requests),
        idle(program, args.idle, args.seconds),
        slow(program, args.slow, args.seconds),
        overload(program, args.seconds),
    )
    page = ROOT / "docs/serve.md"
    text = page.read_text()
    page.write_text(text.split(START)[0] + figures + text.split(END)[1])
    print(figures)


main()
