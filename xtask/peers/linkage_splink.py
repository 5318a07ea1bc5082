#!/usr/bin/env python3
"""Splink on the persons that `linkage_bench made ROWS FILE` writes, with the comparisons of its library.

    linkage_splink.py FILE

Blocked as a user of such columns would: on names together, date of birth, address of e-mail, telephone, and
each name with the town. Writes one JSON object: seconds, memory, F1 of pairs at .95, at the threshold that is
best (chosen with the truth, to its advantage), and of clusters that follow from the pairs at .95.
"""

import json
import resource
import sys
import time

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, __version__, block_on

RULES = [
    block_on("first_name", "surname"),
    block_on("dob"),
    block_on("email"),
    block_on("phone"),
    block_on("surname", "city"),
    block_on("first_name", "city"),
]

COMPARISONS = [
    cl.ForenameSurnameComparison("first_name", "surname"),
    cl.DateOfBirthComparison("dob", input_is_string=True),
    cl.ExactMatch("city").configure(term_frequency_adjustments=True),
    cl.EmailComparison("email"),
    cl.LevenshteinAtThresholds("phone", 2),
]

CERTAIN = [
    "l.first_name = r.first_name and levenshtein(r.dob, l.dob) <= 1",
    "l.surname = r.surname and levenshtein(r.dob, l.dob) <= 1",
    "l.email = r.email",
]


def linked(rows):
    """Pairs of rows with their probability."""
    connection = duckdb.connect()
    connection.execute("set threads=2")
    api = DuckDBAPI(connection=connection)
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=RULES,
        comparisons=COMPARISONS,
        retain_intermediate_calculation_columns=False,
    )
    table = pa.Table.from_pandas(rows, preserve_index=False)
    linker = Linker(api.register(table), settings)
    training = linker.training
    training.estimate_probability_two_random_records_match(CERTAIN, recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e7, seed=2)
    for rule in (block_on("dob"), block_on("email"), block_on("first_name", "surname")):
        training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.01).physical_name
    query = f'select unique_id_l i, unique_id_r j, match_probability s from "{found}"'
    return connection.execute(query).df()


def f1(hits, taken, true):
    return round(2 * hits / max(taken + true, 1), 4)


def clustered(pairs, rows):
    """The number of each row's cluster: rows that pairs join, one after the other."""
    parent = list(range(len(rows)))

    def root(row):
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for left, right in zip(pairs.i, pairs.j):
        parent[root(left)] = root(right)
    return [root(row) for row in range(len(rows))]


def together(sizes):
    return int((sizes * (sizes - 1) // 2).sum())


def main():
    rows = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False).replace("", None)
    rows["unique_id"] = rows.unique_id.astype(int)
    party = rows.cluster.to_numpy()
    before, started = time.process_time(), time.perf_counter()
    pairs = linked(rows)
    wall_s, cpu_s = time.perf_counter() - started, time.process_time() - before
    pairs = pairs.sort_values("s", ascending=False, kind="stable")
    same = party[pairs.i] == party[pairs.j]
    true = together(rows.cluster.value_counts())
    hits = np.cumsum(same)
    best = (2 * hits / (np.arange(1, len(pairs) + 1) + true)).max()
    sure = (pairs.s >= 0.95).to_numpy()
    both = pd.DataFrame({"cluster": clustered(pairs[sure], rows), "party": party})
    cluster = f1(together(both.value_counts()), together(both.cluster.value_counts()), true)
    line = {
        "case": "made",
        "peer": f"splink {__version__}",
        "rows": len(rows),
        "wall_s": round(wall_s, 2),
        "cpu_s": round(cpu_s, 2),
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "F1 of pairs at .95": f1(int(same[sure].sum()), int(sure.sum()), true),
        "best F1 of pairs": round(float(best), 4),
        "cluster F1": cluster,
    }
    print(json.dumps(line))


if __name__ == "__main__":
    main()
