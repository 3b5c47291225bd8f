"""Searches over recorded trainings with 8 workers on a virtual clock: Espalier's searchers and schedulers against Optuna's
samplers and pruners, by how far the configuration that each holds for the best is from the best one there is after as many
epochs as 10, 30 and 100 full trainings take.

usage: recorded.py HOME RESULT JAVA [WORD ...]     with Java's options beside RESULT, in recorded.options
Runs the tools in whose names one of the words appears; no words: all.
"""

import json
import multiprocessing
import os
import pathlib
import statistics
import subprocess
import sys

import recorded_table

SLOTS, TRAININGS = 8, (10, 30, 100)
SEEDS = int(os.environ.get("ESPALIER_BENCH_SEEDS", "30"))
# Searcher, scheduler, epochs of the first rung: the first one, a ninth of all, which is our default, or a third.
OURS = ("random:plain", "tpe:plain", *(f"{one}:asha:{first}" for one in ("random", "tpe") for first in (1, 3, 9)))
OURS += ("tpe:hyperband:1", "tpe:hyperband:3", "auto:asha:9")
PEERS = ("random:none", "tpe:none", *(f"{one}:asha:{first}" for one in ("random", "tpe") for first in (1, 3, 9)))
PEERS += ("tpe:hyperband:1", "tpe:hyperband:3", "tpe:hyperband:9", "gp:asha:1", "gp:asha:9")
CLASS = "io.espalier.driver.simulate.RecordedSearch"
ANCHOR = "espalier random:plain"
SLOW = "gp:"


def ours(home, options, java, path, epochs, tools):
    command = [java, f"@{options}", CLASS, f"{home}/src/bench/conf/fashion-recorded.conf", path]
    command += [str(SLOTS), str(epochs), str(SEEDS), *tools]
    table = recorded_table.Table(path)
    rows = table.rows()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            record = json.loads(line)
            found, spent, reached = recorded_table.Found(table), 0, {}
            for row, epoch in record["segments"]:
                spent += epoch - reached.get(row, 0)
                reached[row] = epoch
                if epoch and table.loss(rows[row], epoch) is not None:
                    found.trained(rows[row], epoch, spent)
            yield "espalier " + record["tool"], record["seed"], found.regrets
    if process.returncode:
        sys.exit(f"the searches of Espalier failed with exit code {process.returncode}")


def peer(asked_for):
    import recorded_optuna

    path, tool, seed, epochs = asked_for
    table = recorded_table.Table(path)
    return "optuna " + tool, seed, recorded_optuna.search(table, tool, seed, SLOTS, epochs)


def after(regrets, spent):
    """The regret when so many epochs are spent; infinite where nothing is known by then."""
    known = [regret for epochs, regret in regrets if epochs <= spent]
    return known[-1] if known else float("inf")


def needed(regrets, goal):
    """The epochs after which the regret stays at the goal or below."""
    for at in range(len(regrets)):
        if all(regret <= goal for _, regret in regrets[at:]):
            return regrets[at][0]
    return float("inf")


def main():
    home, result, java = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    words = sys.argv[4:]
    path = f"{home}/src/bench/recorded/fashion-mnist.csv.gz"
    epochs = recorded_table.Table(path).epochs
    most = TRAININGS[-1] * epochs

    def wanted(name):
        return not words or any(word in name for word in words)

    found = {}
    mine = [tool for tool in OURS if wanted("espalier " + tool) or "espalier " + tool == ANCHOR]
    for tool, seed, regrets in ours(home, result.with_suffix(".options"), java, path, most, mine):
        found.setdefault(tool, {})[seed] = regrets
    others = [
        (path, tool, seed, most)
        for tool in PEERS
        if wanted("optuna " + tool)
        for seed in range(max(1, SEEDS // 6) if tool.startswith(SLOW) else SEEDS)
    ]
    with multiprocessing.Pool(os.cpu_count()) as pool:
        for tool, seed, regrets in pool.imap_unordered(peer, others):
            found.setdefault(tool, {})[seed] = regrets

    goal = statistics.median(after(regrets, most) for regrets in found[ANCHOR].values())
    print("| tool | seeds | " + " | ".join(f"{count} trainings" for count in TRAININGS) + " | epochs for random's |")
    print("|---|---:" + "|---:" * len(TRAININGS) + "|---:|")
    records = []
    for tool, searches in found.items():
        medians = [
            statistics.median(after(regrets, count * epochs) for regrets in searches.values()) for count in TRAININGS
        ]
        enough = statistics.median(needed(regrets, goal) for regrets in searches.values())
        cells = " | ".join(f"{median:.4f}" for median in medians)
        print(f"| {tool} | {len(searches)} | {cells} | {enough:,.0f} |")
        records.append({"tool": tool, "seeds": len(searches), "medians": medians, "epochs_for_random": enough})
    print(f"\nmedians of the distance from the best loss; random's after {most:,} epochs is {goal:.4f}")
    result.write_text(json.dumps(records, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
