#!/usr/bin/env python3
"""Splink on payments seen at two banks, with the model of its published transactions example.

    matching_splink.py FOLDER      transactions_origin.csv and transactions_destination.csv

Writes one JSON object a line: precision, recall and F1 at the threshold that gives Splink the
highest F1 (chosen with the truth, to its advantage), once for all pairs at or above it and once
after making them one-to-one, best probability first. The published example also blocks on the
number of the payment, which is the truth itself; `published` keeps that rule, `blind` leaves it out.
"""

import json
import resource
import sys
import time

import pandas as pd
import splink
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

MONTH = """strftime(l.transaction_date{offset}, '%Y%m') = strftime(r.transaction_date, '%Y%m')
    and substr(l.memo, 1, 3) = substr(r.memo, 1, 3)
    and l.amount / r.amount > 0.7 and l.amount / r.amount < 1.3"""

BLIND = [
    MONTH.format(offset=""),
    # Half a month on, for pairs that lie on both sides of the turn of a month.
    MONTH.format(offset=" + 15"),
    block_on("substr(memo, 1, 9)"),
    """round(l.amount / 2, 0) * 2 = round(r.amount / 2, 0) * 2
    and yearweek(r.transaction_date) = yearweek(l.transaction_date)""",
    """round(l.amount / 2, 0) * 2 = round((r.amount + 1) / 2, 0) * 2
    and yearweek(r.transaction_date) = yearweek(l.transaction_date + 4)""",
]

AMOUNT = {
    "output_column_name": "amount",
    "comparison_levels": [
        cll.NullLevel("amount"),
        cll.ExactMatchLevel("amount"),
        *[cll.PercentageDifferenceLevel("amount", share) for share in (0.01, 0.03, 0.1, 0.3)],
        cll.ElseLevel(),
    ],
}


def within(days):
    """One-sided: money arrives after it has left."""
    return {
        "sql_condition": f"transaction_date_r - transaction_date_l <= {days} "
        "and transaction_date_r >= transaction_date_l",
        "label_for_charts": f"<= {days} days",
    }


DATE = {
    "output_column_name": "transaction_date",
    "comparison_levels": [
        cll.NullLevel("transaction_date"),
        *[within(days) for days in (1, 4, 10, 30)],
        cll.ElseLevel(),
    ],
}


def tables(folder):
    read = lambda side: pd.read_csv(
        f"{folder}/transactions_{side}.csv", parse_dates=["transaction_date"]
    ).assign(transaction_date=lambda rows: rows.transaction_date.dt.date)
    return read("origin"), read("destination")


def predict(folder, rules):
    origin, destination = tables(folder)
    settings = SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=1 / len(origin),
        blocking_rules_to_generate_predictions=rules,
        comparisons=[AMOUNT, cl.LevenshteinAtThresholds("memo", [2, 6, 10]), DATE],
        additional_columns_to_retain=["ground_truth"],
    )
    api = DuckDBAPI()
    if int(splink.__version__.split(".")[0]) >= 5:
        sides = [
            api.register(origin, dataset_display_name="__ori"),
            api.register(destination, dataset_display_name="_dest"),
        ]
        linker = Linker(sides, settings)
    else:
        linker = Linker(
            [origin, destination], settings, input_table_aliases=["__ori", "_dest"], db_api=api
        )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=7)
    for rule in ("memo", "amount"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(rule))
    pairs = linker.inference.predict(threshold_match_probability=0.001).as_pandas_dataframe()
    return pairs.sort_values("match_probability", ascending=False), len(origin)


def best(pairs, payments):
    """Precision, recall, F1 and threshold where F1 is highest; the pairs come best first."""
    right = (pairs.ground_truth_l == pairs.ground_truth_r).to_numpy().cumsum()
    told = range(1, len(pairs) + 1)
    chances = pairs.match_probability.to_numpy()
    at = max(
        (n for n in range(len(pairs)) if n + 1 == len(pairs) or chances[n] > chances[n + 1]),
        key=lambda n: 2 * right[n] / (told[n] + payments),
    )
    precision, recall = right[at] / told[at], right[at] / payments
    return precision, recall, 2 * right[at] / (told[at] + payments), chances[at]


def one_to_one(pairs):
    """Each payment once, best pair first."""
    left, right, kept = set(), set(), []
    for at, (a, b) in enumerate(zip(pairs.unique_id_l, pairs.unique_id_r)):
        if a not in left and b not in right:
            left.add(a)
            right.add(b)
            kept.append(at)
    return pairs.iloc[kept]


def main():
    folder = sys.argv[1]
    for name, rules in (("blind", BLIND), ("published", [*BLIND, block_on("unique_id")])):
        wall, cpu = time.perf_counter(), time.process_time()
        pairs, payments = predict(folder, rules)
        seconds = (time.perf_counter() - wall, time.process_time() - cpu)
        for shape, told in (("pairs", pairs), ("one-to-one", one_to_one(pairs))):
            precision, recall, f1, threshold = best(told, payments)
            line = {
                "question": "ANA-001",
                "data": "finance/payment-matching",
                "measure": "matching",
                "peer": f"splink {splink.__version__} {name} {shape}",
                "precision": round(float(precision), 5),
                "recall": round(float(recall), 5),
                "f1": round(float(f1), 5),
                "threshold": float(threshold),
                "wall_s": round(seconds[0], 2),
                "cpu_s": round(seconds[1], 2),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
