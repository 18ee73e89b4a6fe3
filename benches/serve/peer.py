"""The peer: FastAPI and scikit-learn as people write it, words and bigrams, trained on data/train.jsonl.

Run as `uvicorn peer:app`; PEER_MODEL names the file that `python peer.py MODEL` writes.
"""
import json
import os
import pathlib
import pickle
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def train(path):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    rows = [json.loads(line) for line in open(ROOT / "data/train.jsonl")]
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, max_features=60000, sublinear_tf=True)
    line = make_pipeline(words, LogisticRegression(C=3, max_iter=1000))
    line.fit([row["text"] for row in rows], [row["label"] for row in rows])
    with open(path, "wb") as out:
        pickle.dump(line, out)


def service():
    from fastapi import FastAPI
    from pydantic import BaseModel

    class Request(BaseModel):
        text: str | None = None
        texts: list[str] | None = None

    with open(os.environ["PEER_MODEL"], "rb") as file:
        line = pickle.load(file)
    labels = [str(label) for label in line.classes_]

    def records(texts):
        return [
            {"label": labels[row.argmax()], "confidence": float(row.max()), "scores": dict(zip(labels, map(float, row)))}
            for row in line.predict_proba(texts)
        ]

    app = FastAPI()

    @app.post("/v1/classify")
    def classify(request: Request):
        if request.text is not None:
            return records([request.text])[0]
        return {"predictions": records(request.texts)}

    @app.get("/healthz")
    def alive():
        return "ok"

    return app


if __name__ == "__main__":
    train(sys.argv[1])
elif "PEER_MODEL" in os.environ:
    app = service()
