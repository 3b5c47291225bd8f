"""What it costs to dispatch trials: Espalier's search loop, Ray Tune, Optuna, Hyperopt's SparkTrials and MLflow's
MlflowSparkStudy on trials that sleep, 16 at a time (2 with MLflow), one tool after the other. Each clock starts when the tool's cluster is up and ends with its last
result. The ideal time is trials x seconds / slots; the overhead is what a tool takes beyond it, and divided by the trials
it is the cost of one.

usage: dispatch.py HOME RESULT JAVA [--full] [WORD ...]    with Java's options beside RESULT, in dispatch.options
Measures the cases and tools in whose names one of the words appears; no words: all.
"""

import json
import os
import pathlib
import platform
import subprocess
import sys
import tempfile

CLASS = "io.espalier.driver.run.DispatchBenchmark"
RAY, SPARK_TRIALS, MLFLOW = "Ray Tune", "Hyperopt SparkTrials", "MLflow MlflowSparkStudy"
PEERS = {
    RAY: ["dispatch_ray.py"],
    SPARK_TRIALS: ["dispatch_hyperopt.py"],
    "Optuna, in memory": ["dispatch_optuna.py", "memory"],
    "Optuna, journal file": ["dispatch_optuna.py", "journal"],
    "Optuna, SQLite": ["dispatch_optuna.py", "sqlite"],
    MLFLOW: ["dispatch_mlflow.py"],
}
# Name, seconds of a trial, slots, Espalier's searcher and trials, those of the peers in the order above (0: not measured).
CASES = [
    ("long, 1 s", 1.0, 16, "grid", 1000, [1000, 320, 320, 320, 320, 0]),
    ("short, 0.1 s", 0.1, 16, "grid", 2000, [500, 0, 0, 0, 0, 0]),
    ("empty, 0 s", 0.0, 16, "grid", 10000, [500, 100, 1000, 500, 500, 0]),
    ("many, 0 s", 0.0, 16, "grid", 100000, [0, 0, 0, 0, 0, 0]),
    ("two by TPE, 1 s", 1.0, 2, "tpe", 100, [0, 0, 0, 0, 0, 100]),
]
FULL = ("long, 1 s", 1.0, 16, "grid", 10000, [10000, 320, 320, 320, 320, 0])
PATIENCE_SECONDS = 3600


def measure(command, trials, seconds, slots, log, *more):
    """The last line that a process prints, as JSON; nothing if it fails."""
    with tempfile.TemporaryDirectory(prefix="espalier-dispatch-") as folder:
        whole = [*command, str(trials), str(seconds), str(slots), folder, *more]
        try:
            done = subprocess.run(
                whole, check=True, stdout=subprocess.PIPE, stderr=log, text=True, timeout=PATIENCE_SECONDS
            )
            return json.loads(done.stdout.strip().splitlines()[-1])
        except (subprocess.SubprocessError, OSError, ValueError, IndexError) as failure:
            print(f"espalier: left out, {failure}; see {log.name}", file=sys.stderr, flush=True)
            return None


def row(case, tool, trials, seconds, slots, result):
    ideal = trials * seconds / slots
    total = result["total_seconds"]
    return {
        "case": case,
        "tool": tool,
        "version": result.pop("version", ""),
        "trials": trials,
        "seconds_per_trial": seconds,
        "slots": slots,
        "overhead_percent": 100 * (total / ideal - 1) if ideal else None,
        "ms_per_trial": 1000 * (total - ideal) / trials,
        "bar": tool in (RAY, SPARK_TRIALS, MLFLOW),
        **result,
    }


def measurements(java, scripts, cases, chosen, log):
    for case, seconds, slots, searcher, own, others in cases:
        tools = [("Espalier", java + [CLASS], own, [searcher])]
        for (tool, (script, *more)), trials in zip(PEERS.items(), others, strict=True):
            tools.append((tool, [sys.executable, str(scripts / script)], trials, more))
        for tool, command, trials, more in tools:
            if trials and chosen(f"{case}, {tool}"):
                print(f"espalier: measuring {case}, {tool}, {trials} trials", file=sys.stderr, flush=True)
                result = measure(command, trials, seconds, slots, log, *more)
                if result:
                    yield row(case, tool, trials, seconds, slots, result)


def with_ratios(rows):
    """Adds how many times Espalier's cost per trial each tool's is."""
    own = {r["case"]: r["ms_per_trial"] for r in rows if r["tool"] == "Espalier"}
    for r in rows:
        r["ratio"] = r["ms_per_trial"] / own[r["case"]] if r["case"] in own else None


def number(value, digits):
    return "" if value is None else f"{value:,.{digits}f}"


def table(rows):
    print("\n| trials of | tool | trials | seconds | over the ideal, % | ms per trial | times Espalier's |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for r in rows:
        cells = [number(r["total_seconds"], 1), number(r["overhead_percent"], 1), number(r["ms_per_trial"], 2)]
        name = f"{r['tool']} {r['version']}".strip()
        print(f"| {r['case']} | {name} | {r['trials']:,} | {' | '.join(cells)} | {number(r['ratio'], 1)} |")
    own = [r for r in rows if r["tool"] == "Espalier"]
    if own:
        print("\n| Espalier, trials of | trials | typical idle gap of a slot, ms | longest | heap after GC, MB |", end="")
        print(" query of trials, s | journal files | reading the journal, s |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for r in own:
        cells = [number(r["idle_ms_median"], 1), number(r["idle_ms_longest"], 0), number(r["heap_mb"], 0)]
        cells += [number(r["query_seconds"], 1), number(r["journal_files"], 0), number(r["replay_seconds"], 1)]
        print(f"| {r['case']} | {r['trials']:,} | {' | '.join(cells)} |")


def main():
    home, result, java, *words = sys.argv[1:]
    full = "--full" in words
    words = [word for word in words if word != "--full"]
    cases = [FULL if full and case[0] == FULL[0] else case for case in CASES]
    print(f"{platform.machine()}, {os.cpu_count()} cores", flush=True)
    with open(pathlib.Path(result).with_suffix(".log"), "w", encoding="utf-8") as log:
        rows = list(
            measurements(
                [java, f"@{pathlib.Path(result).with_suffix('.options')}"],
                pathlib.Path(home) / "src" / "bench" / "python",
                cases,
                lambda name: not words or any(word in name for word in words),
                log,
            )
        )
    if not rows:
        names = [f"{case[0]}, {tool}" for case in cases for tool in ["Espalier", *PEERS]]
        sys.exit(f"espalier: nothing was measured; there are: {' | '.join(names)}")
    with_ratios(rows)
    table(rows)
    pathlib.Path(result).write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
