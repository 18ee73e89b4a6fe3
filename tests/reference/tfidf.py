"""Tf-idf rows of a few plain lower-case texts by scikit-learn 1.9.1.

python tests/reference/tfidf.py > tests/reference/tfidf.json
"""

import json

from sklearn.feature_extraction.text import TfidfVectorizer

TEXTS = [
    "the raid on the ferry was reckless and the raid was cruel",
    "the patrol was lawful",
    "the council met and the council will meet again and again and again",
    "a raid a raid a raid",
    "the ferry",
    "we met the patrol on the lake",
    "",
]

# One-letter words are words too, unlike in scikit-learn's default pattern.
vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b")
rows = vectorizer.fit_transform(TEXTS)
terms = vectorizer.get_feature_names_out()
named = [{terms[j]: row[0, j] for j in row.nonzero()[1]} for row in rows]
idf = dict(zip(terms, vectorizer.idf_))
print(json.dumps({"texts": TEXTS, "rows": named, "idf": idf}, indent=1))
