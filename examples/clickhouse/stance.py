"""ClickHouse: an executable function, here in chDB; a server takes the same files from its user_scripts and config folders.

Install: cargo install --path . --locked && pip install chdb
"""

import shutil
import sys
import tempfile
from pathlib import Path

from chdb import session

FUNCTION = """\
<functions>
  <function>
    <type>{kind}</type>
    <name>{name}</name>
    <return_type>String</return_type>
    <argument><type>String</type><name>text</name></argument>
    <format>TabSeparated</format>
    <send_chunk_header>{header}</send_chunk_header>
    <pool_size>2</pool_size>
    <command>{command}</command>
  </function>
</functions>
"""

here = Path(__file__).parent
kind = sys.argv[1] if len(sys.argv) > 1 else "executable_pool"

with tempfile.TemporaryDirectory() as folder:
    for script in ["stance", "stance-chunks"]:
        shutil.copy(here / script, folder)
    config = FUNCTION.format(kind=kind, name="stance", header=0, command="stance")
    chunks = FUNCTION.format(kind=kind, name="stance_chunks", header=1, command="stance-chunks")
    both = config.replace("</functions>\n", "") + chunks.replace("<functions>\n", "")
    (Path(folder) / "udf_config.xml").write_text(both)
    with session.Session(f":memory:?udf_path={folder}") as chdb:
        print(chdb.query("""
            SELECT id, stance(text) AS label, stance_chunks(text) AS again
            FROM VALUES('id UInt32, text String', (1, 'What they did was unlawful.'), (2, 'We acted\nin self-defence.'), (3, ''))
            ORDER BY id""", "CSV"), end="")
        # More rows than a pipe holds, in many blocks.
        print(chdb.query("""
            SELECT count(), countIf(label = 'condemning'), countIf(label = again)
            FROM (SELECT stance(text) AS label, stance_chunks(text) AS again FROM
                 (SELECT concat('What they did was unlawful, number ', toString(number)) AS text FROM numbers(100000)))""", "CSV"), end="")
