"""DuckDB: a SQL function that names the stance of a column.

Install: pip install ./bindings/python duckdb pyarrow
"""

import duckdb
import pyarrow as pa
from duckdb.sqltypes import VARCHAR

from demarche import Classifier

classifier = Classifier.load()


def stance(texts: pa.ChunkedArray) -> pa.Array:
    return pa.array(classifier.classify(texts)["label"])


con = duckdb.connect()
# "special": the function sees nulls, and answers null.
con.create_function("stance", stance, [VARCHAR], VARCHAR, type="arrow", null_handling="special")
con.sql("""
    CREATE TABLE statements AS FROM (VALUES
        (1, 'What they did was unlawful.'),
        (2, 'We acted in self-defence.'),
        (3, NULL)) AS t(id, text)""")
con.sql("SELECT id, stance(text) AS label FROM statements ORDER BY id").show()
