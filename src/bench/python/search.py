"""What searchers find in 100 evaluations: Espalier's against Optuna's on published functions, one evaluation after the
other and 16 side by side on a virtual clock; and what a proposal takes after many observations.

usage: search.py HOME RESULT JAVA [WORD ...]     with Java's options beside RESULT, in search.options
Runs the functions and searchers in whose names one of the words appears; no words: all. Optuna's TPE always runs. Its
Gaussian process needs PyTorch, and is left out without it; it is slow, so that it and ours search with a sixth of the
seeds. What a search found is kept beside RESULT, in search.jsonl, so that an interrupted benchmark goes on. Results of
other versions, ours or Optuna's, are not taken.
"""

import hashlib
import heapq
import importlib.metadata
import importlib.util
import json
import multiprocessing
import os
import pathlib
import random
import subprocess
import sys
import time

import search_functions
import search_table
import search_times

EVALUATIONS, SIDE_BY_SIDE = 100, 16
SEEDS = int(os.environ.get("ESPALIER_BENCH_SEEDS", "30"))
CLASS = "io.espalier.search.SearchPeer"
OURS = ("random", "sobol", "tpe", "gaussian-process", "cma-es", "auto")
PEERS = ("optuna-random", "optuna-tpe") + (("optuna-gp",) if importlib.util.find_spec("torch") else ())
FUNCTIONS = ("branin", "hartmann-6", *(f"mixint-f{n}-10d" for n in (1, 2, 6, 7, 10, 11, 15, 16, 20, 21)))
ANCHOR = "optuna-tpe"
SLOW = ("gaussian-process", "optuna-gp")
java = []


def seeds(tool):
    return range(max(1, SEEDS // 6) if tool in SLOW else SEEDS)


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

    def know(self, values, value):
        self.say({"known": values, "value": value})


def searcher(tool, parameters, seed):
    if tool.startswith("optuna-"):
        import search_optuna

        return search_optuna.Searcher(tool.removeprefix("optuna-"), parameters, seed)
    return OurSearcher(tool, parameters, seed)


def search(asked_for):
    """The regret after every evaluation, and the seconds that proposals took."""
    name, tool, slots, seed = asked_for
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


def start(command):
    java.extend(command)


def chosen(names, words):
    return [name for name in names if any(word in name for word in words)] or list(names)


def versions(home):
    """Of every tool: of ours a digest of all classes that decide what is proposed."""
    digest = hashlib.sha256()
    for room in ("search", "wire"):
        for path in sorted(pathlib.Path(home, "target/classes/io/espalier", room).rglob("*.class")):
            digest.update(path.read_bytes())
    ours = dict.fromkeys(OURS, digest.hexdigest()[:16])
    return ours | dict.fromkeys(PEERS, "optuna " + importlib.metadata.version("optuna"))


def kept(file, version):
    """By case, what is known already."""
    results = {}
    for line in file.read_text().splitlines() if file.exists() else []:
        try:
            one = json.loads(line)
        except json.JSONDecodeError:  # the end of an interrupted benchmark
            continue
        if one["version"] == version.get(one["tool"]):
            results[case(one)] = one
    return results


def run(missing, command, version, file):
    """Yields what was found, and keeps it."""
    jobs = int(os.environ.get("ESPALIER_BENCH_JOBS", os.cpu_count()))
    with multiprocessing.get_context("spawn").Pool(jobs, start, (command,)) as pool, file.open("a") as lines:
        lines.write("\n")  # after what an interrupted benchmark may have begun
        for one in pool.imap_unordered(search, missing):
            one["version"] = version[one["tool"]]
            lines.write(json.dumps(one) + "\n")
            lines.flush()
            yield one


def case(one):
    return one["function"], one["tool"], one["slots"], one["seed"]


def main():
    home, result, executable, *words = sys.argv[1:]
    result = pathlib.Path(result)
    command = [executable, *result.with_suffix(".options").read_text().splitlines()]
    functions = chosen(FUNCTIONS, words)
    tools = chosen((*OURS, *PEERS), words)
    tools += [] if ANCHOR in tools else [ANCHOR]
    every = [(f, t, slots, s) for t in tools for s in seeds(t) for f in functions for slots in (1, SIDE_BY_SIDE)]
    version, file = versions(home), result.with_suffix(".jsonl")
    known = kept(file, version)
    missing = [one for one in every if one not in known]
    print(f"espalier: {len(missing)} of {len(every)} searches to run", file=sys.stderr, flush=True)
    known |= {case(one): one for one in run(missing, command, version, file)}
    start(command)
    summary = search_table.show([known[one] for one in every], functions, tools, (1, SIDE_BY_SIDE))
    summary["proposals"] = search_times.show(searcher, tools)
    result.write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
