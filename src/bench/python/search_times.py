"""What a proposal takes after many observations, ours and Optuna's in turns: points drawn evenly with a sphere's values."""

import random
import statistics
import time

import search_table

SPACE = [(f"x{i}", "int" if i < 5 else "real", 0, 31 if i < 5 else 1) for i in range(10)]
# Ours, Optuna's, observations, proposals that are measured, proposals of ours before.
CASES = (("tpe", "optuna-tpe", 1000, 41, 300), ("gaussian-process", "optuna-gp", 200, 11, 50))


def value(values):
    return sum((x / high - 0.3) ** 2 for x, (_, _, _, high) in zip(values, SPACE))


def knowing(searcher, tool, observations):
    """A searcher that knows so many observations."""
    made = searcher(tool, SPACE, 1)
    chance = random.Random(1)
    for _ in range(observations):
        values = [chance.randint(low, high) if kind == "int" else chance.uniform(low, high) for _, kind, low, high in SPACE]
        made.know(values, value(values))
    return made


def milliseconds(asked):
    began = time.perf_counter()
    trial, values = asked.ask()
    spent = 1000 * (time.perf_counter() - began)
    asked.tell(trial, value(values))
    return spent


def show(searcher, tools):
    """Prints the median milliseconds of proposals and gives the rows."""
    search_table.head(["ms per proposal"], ["observations", "parameters", "median", "Optuna's", "times"])
    rows = []
    for ours, theirs, observations, proposals, before in CASES:
        if ours not in tools or theirs not in tools:
            continue
        both = knowing(searcher, ours, observations - before), knowing(searcher, theirs, observations)
        for _ in range(before):
            milliseconds(both[0])  # the virtual machine compiles, as it has long done after so many trials
        spent = [[milliseconds(one) for one in both] for _ in range(proposals)]
        mine, others = (statistics.median(column) for column in zip(*spent))
        size = [f"{observations:,}", str(len(SPACE))]
        search_table.line([ours, *size, f"{mine:.2f}", f"{others:.2f}", f"{others / mine:.0f}"])
        rows.append({"tool": ours, "observations": observations, "ours_ms": mine, "peer": theirs, "peer_ms": others})
    return rows
