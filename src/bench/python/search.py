"""What searchers find in 100 evaluations: Espalier's against Optuna's on published functions, one evaluation after the
other and 16 side by side on a virtual clock. Prints the median regret of every case (the least value found, less the
function's least value) and, for each of our searchers, p of Mann and Whitney's test against Optuna's TPE.

usage: search.py HOME RESULT JAVA [WORD ...]     with Java's options beside RESULT, in search.options
Runs the functions and searchers in whose names one of the words appears; no words: all. Optuna's TPE and random search
always run. Its Gaussian process needs PyTorch, and is left out without it.
"""

import heapq
import importlib.util
import json
import multiprocessing
import pathlib
import random
import statistics
import subprocess
import sys
import time

import search_functions

EVALUATIONS, SEEDS, SIDE_BY_SIDE = 100, 30, 16
CLASS = "io.espalier.search.SearchPeer"
OURS = ("random", "sobol", "tpe", "gaussian-process", "cma-es", "auto")
PEERS = ("optuna-random", "optuna-tpe") + (("optuna-gp",) if importlib.util.find_spec("torch") else ())
ANCHOR = "optuna-tpe"
FUNCTIONS = ("branin", "hartmann-6", *(f"mixint-f{n}-10d" for n in (1, 2, 6, 7, 10, 11, 15, 16, 20, 21)))
SIGNIFICANT = 0.05
java = []


class OurSearcher:
    """A searcher of ours. One process serves one search after the other."""

    process = None

    def __init__(self, algorithm, parameters, seed):
        if OurSearcher.process is None:
            OurSearcher.process = subprocess.Popen(
                [*java, CLASS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
            )
        space = [{"name": name, "kind": kind, "low": low, "high": high} for name, kind, low, high in parameters]
        self.say({"algorithm": algorithm, "seed": seed, "parameters": space})

    def say(self, message):
        OurSearcher.process.stdin.write(json.dumps(message) + "\n")

    def ask(self):
        self.say({"ask": True})
        answer = json.loads(OurSearcher.process.stdout.readline())
        return answer["trial"], answer["values"]

    def tell(self, trial, value):
        self.say({"tell": trial, "value": value})


def searcher(tool, parameters, seed):
    if tool.startswith("optuna-"):
        import search_optuna

        return search_optuna.Searcher(tool.removeprefix("optuna-"), parameters, seed)
    return OurSearcher(tool, parameters, seed)


def search(case):
    """The regret after every evaluation, and the seconds that proposals took."""
    name, tool, slots, seed = case
    function = search_functions.function(name)
    asked = searcher(tool, function.parameters, seed)
    durations = random.Random(seed)
    running, seconds, found, least, now = [], 0.0, [], float("inf"), 0.0
    for number in range(EVALUATIONS + slots):
        if number >= slots:
            now, _, trial, value = heapq.heappop(running)
            asked.tell(trial, value)
            least = min(least, value)
            found.append(least - function.least)
        if number < EVALUATIONS:
            began = time.perf_counter()
            trial, values = asked.ask()
            seconds += time.perf_counter() - began
            heapq.heappush(running, (now + durations.uniform(0.5, 1.5), number, trial, function.of(values)))
    return {"function": name, "tool": tool, "slots": slots, "seed": seed, "found": found, "seconds": seconds}


def of(results, function, tool, slots):
    return [r for r in results if (r["function"], r["tool"], r["slots"]) == (function, tool, slots)]


def regrets(results, function, tool, slots):
    return [r["found"][-1] for r in of(results, function, tool, slots)]


def verdict(ours, theirs):
    from scipy.stats import mannwhitneyu

    p = mannwhitneyu(ours, theirs, method="asymptotic").pvalue
    if p > SIGNIFICANT:
        return f"{p:.3f}"
    return f"{p:.3f} {'better' if statistics.median(ours) < statistics.median(theirs) else 'worse'}"


def line(cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def table(results, functions, tools, slots):
    ours = [tool for tool in tools if tool in OURS]
    print()
    line([f"{EVALUATIONS} evaluations, {slots} at a time", *tools, *(f"p, {tool}" for tool in ours)])
    line(["---"] + ["---:"] * (len(tools) + len(ours)))
    for function in functions:
        medians = [f"{statistics.median(regrets(results, function, tool, slots)):.4g}" for tool in tools]
        anchor = regrets(results, function, ANCHOR, slots)
        line([function, *medians, *(verdict(regrets(results, function, tool, slots), anchor) for tool in ours)])
    spent = [[r["seconds"] for f in functions for r in of(results, f, tool, slots)] for tool in tools]
    line(["ms per proposal", *(f"{1000 * statistics.mean(s) / EVALUATIONS:.2f}" for s in spent), *[""] * len(ours)])


def start(command):
    java.extend(command)


def chosen(names, words):
    return [name for name in names if any(word in name for word in words)] or list(names)


def main():
    result, executable, *words = sys.argv[2:]
    options = pathlib.Path(result).with_suffix(".options").read_text().splitlines()
    functions = chosen(FUNCTIONS, words)
    tools = [*chosen(OURS, words), *PEERS]
    cases = [(f, t, slots, seed) for f in functions for t in tools for slots in (1, SIDE_BY_SIDE) for seed in range(SEEDS)]
    command = [executable, *options]
    with multiprocessing.get_context("spawn").Pool(initializer=start, initargs=(command,)) as pool:
        results = pool.map(search, cases, chunksize=5)
    for slots in (1, SIDE_BY_SIDE):
        table(results, functions, tools, slots)
    pathlib.Path(result).write_text(json.dumps(results))


if __name__ == "__main__":
    main()
