"""Files as other tools write them: pandas, pyarrow and polars, and Label Studio's own converter.

Run: python tests/reference/formats.py tests/fixtures/formats
Made with pandas 3.1.1, pyarrow 26.0.1, polars 2.1.0, label-studio-sdk's converter (in an environment of its own).
Parts whose packages are missing are left out.
"""

import json
import sys
from pathlib import Path

OUT = Path(sys.argv[1])
ROWS = [
    {"id": 1, "text": "The raid was unlawful, and \"reckless\".", "label": "condemning", "date": "2024-05-31", "weight": 0.5},
    {"id": 2, "text": "We acted\nin self-defence.", "label": "defending", "date": "2024-06-01", "weight": 1.0},
    {"id": 3, "text": "Talks\tbegin in G\u00e9n\u00e8ve.", "label": None, "date": "2024-06-02", "weight": 2.0},
]


def tables():
    import pandas as pd
    import pyarrow as pa
    import pyarrow.feather as feather
    import pyarrow.parquet as pq

    frame = pd.DataFrame(ROWS)
    frame["date"] = pd.to_datetime(frame["date"])
    frame.to_parquet(OUT / "pandas-snappy.parquet")
    frame.to_parquet(OUT / "pandas-zstd.parquet", compression="zstd")
    frame.to_csv(OUT / "pandas.csv", index=False)
    frame.to_csv(OUT / "pandas.tsv", index=False, sep="\t")
    frame.to_csv(OUT / "pandas-utf-16.csv", index=False, encoding="utf-16")
    frame.to_csv(OUT / "pandas.csv.gz", index=False)
    frame.to_csv(OUT / "pandas.csv.zst", index=False)
    frame.to_json(OUT / "pandas-records.json", orient="records", date_format="iso")
    frame.to_json(OUT / "pandas.jsonl", orient="records", lines=True, date_format="iso")
    frame.to_feather(OUT / "pandas-lz4.feather", compression="lz4")
    table = pa.table(
        {
            "id": pa.array([1, 2, 3], pa.int32()),
            "text": pa.array([r["text"] for r in ROWS], pa.large_string()),
            "label": pa.array([r["label"] for r in ROWS]).dictionary_encode(),
            "date": pa.array([19874, 19875, 19876], pa.date32()),
            "weight": pa.array([0.5, 1.0, 2.0], pa.float32()),
        }
    )
    feather.write_feather(table, OUT / "pyarrow-zstd.arrow", compression="zstd")
    with pa.ipc.new_stream(OUT / "pyarrow-stream.arrows", table.schema) as stream:
        stream.write_table(table)
    pq.write_table(table, OUT / "pyarrow-groups.parquet", row_group_size=1, compression="gzip")
    import polars as pl

    pl.DataFrame(ROWS).with_columns(pl.col("date").str.to_date()).write_parquet(OUT / "polars.parquet")
    pl.DataFrame(ROWS).with_columns(pl.col("date").str.to_date()).write_ipc(OUT / "polars.arrow", compression="zstd")


def label_studio():
    from label_studio_sdk.converter import Converter

    config = """<View><Text name="text" value="$text"/><Choices name="stance" toName="text" choice="single">
      <Choice value="condemning"/><Choice value="defending"/><Choice value="neutral"/></Choices></View>"""
    tasks = []
    for row in ROWS:
        result = [
            {"id": "x", "from_name": "stance", "to_name": "text", "type": "choices", "value": {"choices": [row["label"]]}}
        ]
        annotation = {"id": 10 + row["id"], "completed_by": 7, "result": result, "was_cancelled": False, "lead_time": 3.5,
                      "created_at": "2024-06-01T10:00:00Z", "updated_at": "2024-06-01T10:00:00Z"}
        annotations = [annotation] if row["label"] else []
        tasks.append({"id": 100 + row["id"], "data": {"text": row["text"], "date": row["date"]}, "annotations": annotations})
    source = OUT / "label-studio.json"
    source.write_text(json.dumps(tasks, indent=2))
    converter = Converter(config, str(OUT))
    for convert, name in [
        (converter.convert_to_json_min, "label-studio-min.json"),
        (lambda i, o, **k: converter.convert_to_csv(i, o, sep=",", header=True, **k), "label-studio.csv"),
    ]:
        target = OUT / "made"
        convert(str(source), str(target), is_dir=False)
        made = next(p for p in target.iterdir())
        made.rename(OUT / name)
        target.rmdir()


for part in [tables, label_studio]:
    try:
        part()
    except ImportError as missing:
        print("left out:", missing, file=sys.stderr)
