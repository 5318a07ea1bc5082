#!/usr/bin/env python3
"""What IBM's Graph Feature Preprocessor (PyPI snapml) takes for the patterns of the same transfers.

    patterns_snapml.py TRANSFERS    reads lines of payer,payee,seconds in order of time; prints one JSON object

Its patterns: fans, degrees, scatter-gather within three days, cycles in order of time and cycles of up to
five payments within fifteen; in batches of 128, as its makers measure it (Blanuša et al. 2024, Graph
Feature Preprocessor). It names no party and no path: it counts them for each transfer, without amounts.
"""

import importlib.metadata
import json
import resource
import sys
import time

import numpy as np
from snapml import GraphFeaturePreprocessor

DAY, BATCH = 86_400, 128
NEAR, FAR, BINS = 3 * DAY, 15 * DAY, [2, 3, 4, 5]

rows = np.loadtxt(sys.argv[1], delimiter=",", dtype=np.float64, ndmin=2)
rows = np.column_stack([np.arange(len(rows)), rows])
settings = {"num_threads": 2, "time_window": FAR, "max_no_edges": -1, "vertex_stats": False, "lc-cycle_len": 5}
windows = {"fan": NEAR, "degree": NEAR, "scatter-gather": NEAR, "temp-cycle": FAR, "lc-cycle": FAR}
for name, window in windows.items():
    settings |= {name: True, f"{name}_tw": window, f"{name}_bins": BINS}
finder = GraphFeaturePreprocessor()
finder.set_params(settings)


def processor_s():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


wall, before = time.perf_counter(), processor_s()
for start in range(0, len(rows), BATCH):
    finder.transform(np.ascontiguousarray(rows[start:start + BATCH]))
wall = time.perf_counter() - wall
print(json.dumps({
    "peer": f"snapml {importlib.metadata.version('snapml')}", "transfers": len(rows), "wall_s": wall,
    "cpu_s": processor_s() - before, "value": len(rows) / wall,
}))
