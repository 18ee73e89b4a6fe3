"""What the tests share: the repository's data, its model, and the program built from the same source."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

import demarche

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def classifier() -> demarche.Classifier:
    return demarche.Classifier.load()


@pytest.fixture(scope="session")
def heldout() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ROOT / "data/heldout.jsonl").open(encoding="utf-8")]


@pytest.fixture(scope="session")
def texts(heldout: list[dict[str, Any]]) -> list[str | None]:
    """Statements, and what is unlike them: nothing, blanks, unknown words, other scripts, controls, a long line."""
    odd = [None, "", "  ", "xyzzy", "Ils ont condamné l'attaque contre la ville, sans réserve aucune.", "🙂 “No”, it wasn’t.",
           "a\tb\x00c", "crime " * 2000]
    return [*odd, *[row["text"] for row in heldout]]


@pytest.fixture(scope="session")
def program() -> Any:
    """Runs the program; DEMARCHE names it, otherwise it is the release build of this repository."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    path = os.environ.get("DEMARCHE", str(target / "release/demarche"))
    if not Path(path).exists():
        pytest.fail(f"no program at {path}; build it with cargo build --release, or name it in DEMARCHE")

    def run(*arguments: str, stdin: str = "") -> str:
        done = subprocess.run([path, *arguments], input=stdin.encode(), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    return run
