#!/usr/bin/env python3
"""Transfers and sessions for the sweeps, and what DuckDB takes for the same five measures.

    transfers_duckdb.py make FOLDER ROWS    seeded columns, little-endian, and the same as Parquet
    transfers_duckdb.py ask FOLDER          one JSON object a measure: two figures, wall and CPU seconds

`make`: ROWS transfers over 730 days (PCG64, seed 6); payer and payee skewed out of ROWS/20 and
ROWS/200 parties, two thirds of them to the payee that the payer's number points to; ROWS/10 sessions
between pairs that were seen, 40 % within half an hour of a transfer. `ask` holds both tables in
memory before it measures, on two threads.
"""

import json
import os
import sys
import time

import numpy as np

DAY = 86_400


def make(folder, rows):
    g = np.random.Generator(np.random.PCG64(6))
    payers, payees = max(1000, rows // 20), max(100, rows // 200)
    payer = (payers * g.random(rows) ** 2).astype(np.int32)
    payee = (payees * g.random(rows) ** 3).astype(np.int32)
    stays = g.random(rows) < 0.66
    payee[stays] = ((payer[stays].astype(np.int64) * 2654435761) % payees).astype(np.int32)
    at = (1_577_836_800 + np.sort(g.random(rows)) * 730 * DAY).astype(np.int64)
    amount = np.round(np.exp(g.normal(np.log(60), 0.9, rows)), 2)
    g.integers(0, 40, rows)
    sessions = rows // 10
    of = g.integers(0, rows, sessions)
    near = g.random(sessions) < 0.4
    away = np.where(near, g.integers(-1800, 1801, sessions),
                    g.integers(-200 * DAY, 200 * DAY, sessions))
    columns = {
        "payer": payer.astype("<u4"), "payee": payee.astype("<u4"),
        "at": (at * 1_000_000).astype("<i8"), "minor": np.rint(amount * 100).astype("<i8"),
        "session_payer": payer[of].astype("<u4"), "session_payee": payee[of].astype("<u4"),
        "session_start": ((at[of] + away) * 1_000_000).astype("<i8"),
    }
    os.makedirs(folder, exist_ok=True)
    for name, column in columns.items():
        column.tofile(f"{folder}/{name}.bin")


TRANSFERS = ("payer", "payee", "at", "minor")
READS = {
    "pairs": """select count(*), sum(s) from (select payer, payee, count(*) n, sum(minor) s,
        min(minor) lo, max(minor) hi, min(ts) f, max(ts) l from t group by payer, payee)""",
    "rolling": """select max(n), sum(n) from (select count(*) over w n, sum(minor) over w s from t
        window w as (partition by payee order by ts
        range between interval '7' day preceding and current row))""",
    "fans": """select (select max(n) from (select payee, count(distinct payer) n from t group by payee)),
        (select max(n) from (select payer, count(distinct payee) n from t group by payer))""",
    "last_before": """select count(s.sid), sum(date_diff('second', s.start, t.ts)) from t asof join s
        on t.payer = s.payer and t.payee = s.payee and t.ts >= s.start""",
    "around": """select count(*), count(distinct t.id) from t join s
        on t.payer = s.payer and t.payee = s.payee
        and t.ts between s.start - interval '30' minute and s.start + interval '30' minute""",
}


def ask(folder):
    import duckdb
    import pyarrow as pa

    def column(name):
        kind = "<i8" if name in ("at", "minor", "session_start") else "<u4"
        return np.fromfile(f"{folder}/{name}.bin", kind)

    def instants(values):
        return pa.array(values, pa.int64()).cast(pa.timestamp("us"))

    db = duckdb.connect()
    db.execute("set threads=2")
    db.execute("set preserve_insertion_order=false")
    payer = column("payer")
    sent = pa.table({"id": np.arange(len(payer), dtype=np.int64), "ts": instants(column("at")),
                     "payer": payer.astype(np.int32), "payee": column("payee").astype(np.int32),
                     "minor": column("minor")})
    start = column("session_start")
    met = pa.table({"sid": np.arange(len(start), dtype=np.int64),
                    "payer": column("session_payer").astype(np.int32),
                    "payee": column("session_payee").astype(np.int32), "start": instants(start)})
    db.execute("create table t as select * from sent")
    db.execute("create table s as select * from met")
    del sent, met
    for name, read in READS.items():
        wall, cpu = time.perf_counter(), time.process_time()
        told = db.execute(read).fetchone()
        print(json.dumps({"measure": name, "told": [int(value) for value in told],
                          "wall_s": time.perf_counter() - wall,
                          "cpu_s": time.process_time() - cpu}), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], int(sys.argv[3]))
    else:
        ask(sys.argv[2])
