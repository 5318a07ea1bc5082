"""The same return to Parquet by others: one thread, every cell as text, no places, no digests.

Prints one line of JSON a peer: its name and version, and the seconds of processor it took.
"""

import json
import os
import resource
import sys

SOURCE, FOLDER = sys.argv[1:]
os.environ["POLARS_MAX_THREADS"] = "1"


def duckdb():
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    # It would stand among the lines of JSON.
    connection.execute("SET enable_progress_bar = false")
    yield f"DuckDB {duckdb.__version__}"
    connection.execute(
        f"COPY (SELECT * FROM read_csv('{SOURCE}', all_varchar = true)) "
        f"TO '{FOLDER}/duckdb.parquet' (FORMAT parquet, COMPRESSION lz4_raw)"
    )


def polars():
    import polars

    yield f"Polars {polars.__version__}"
    polars.scan_csv(SOURCE, infer_schema=False).sink_parquet(
        f"{FOLDER}/polars.parquet", compression="lz4"
    )


def processor_s():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


for peer in (duckdb, polars):
    steps = peer()
    try:
        name = next(steps)
    except ImportError:
        continue
    before = processor_s()
    for _ in steps:
        pass
    print(json.dumps({"name": name, "cpu_s": processor_s() - before}))
