"""What searches found, as Markdown: median regrets with Mann and Whitney's test, and ranks."""

import statistics

from scipy.stats import mannwhitneyu, rankdata

SIGNIFICANT = 0.05
AGAINST = {"tpe": "optuna-tpe", "auto": "optuna-tpe", "gaussian-process": "optuna-gp"}


def line(cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def head(words, numbers):
    print()
    line([*words, *numbers])
    line(["---"] * len(words) + ["---:"] * len(numbers))


def verdict(ours, theirs):
    """How regrets of ours compare with others: p, the probability that one of ours is below one of theirs, a word."""
    statistic, p = mannwhitneyu(ours, theirs, method="asymptotic")
    less = statistics.median(ours) <= statistics.median(theirs)
    word = ("better" if less else "worse") if p <= SIGNIFICANT else "at most" if less else "no significant difference"
    return {"p": p, "below": 1 - statistic / len(ours) / len(theirs), "verdict": word}


def regrets(results, function, slots):
    """The last regrets of every tool."""
    found = {}
    for one in results:
        if (one["function"], one["slots"]) == (function, slots):
            found.setdefault(one["tool"], []).append(one["found"][-1])
    return found


def show(results, functions, tools, slots):
    """Prints the tables and gives their numbers."""
    cases = [(f, s, regrets(results, f, s)) for s in slots for f in functions]
    summary = {"medians": medians(cases, tools)}
    pairs = [(ours, theirs) for ours, theirs in AGAINST.items() if ours in tools and theirs in tools]
    summary["comparisons"] = [row for ours, theirs in pairs for row in compared(cases, ours, theirs)]
    summary["ranks"] = ranks(cases, [tool for tool in tools if tool != "optuna-gp"])
    return summary


def medians(cases, tools):
    head(["median regret", "at a time"], tools)
    rows = []
    for function, slots, found in cases:
        row = {tool: statistics.median(found[tool]) for tool in tools}
        line([function, str(slots), *(f"{row[tool]:.4g}" for tool in tools)])
        rows.append({"function": function, "slots": slots, **row})
    return rows


def compared(cases, ours, theirs):
    head([f"{ours} against {theirs}", "verdict"], ["at a time", "searches of each", ours, theirs, "p", "below"])
    rows = []
    for function, slots, found in cases:
        mine, others = found[ours], found[theirs]
        row = verdict(mine, others)
        numbers = [f"{statistics.median(mine):.4g}", f"{statistics.median(others):.4g}", f"{row['p']:.3f}"]
        searches = f"{len(mine)}, {len(others)}" if len(mine) != len(others) else str(len(mine))
        line([function, row["verdict"], str(slots), searches, *numbers, f"{row['below']:.2f}"])
        rows.append({"ours": ours, "theirs": theirs, "function": function, "slots": slots, **row})
    counts = {word: sum(row["verdict"] == word for row in rows) for word in dict.fromkeys(r["verdict"] for r in rows)}
    print(f"\n{ours} against {theirs}: " + ", ".join(f"{word} {count}" for word, count in counts.items()), flush=True)
    return rows


def ranks(cases, tools):
    """Of each search among those of all tools with the same function, slots and seed; 1 for the least regret."""
    of = {tool: [] for tool in tools}
    for _, _, found in cases:
        for seed in range(min(len(found[tool]) for tool in tools)):
            for tool, rank in zip(tools, rankdata([found[tool][seed] for tool in tools])):
                of[tool].append(float(rank))
    head(["ranks"], tools)
    line(["median", *(f"{statistics.median(of[tool]):.1f}" for tool in tools)])
    line(["mean", *(f"{statistics.mean(of[tool]):.2f}" for tool in tools)])
    return {tool: {"median": statistics.median(of[tool]), "mean": statistics.mean(of[tool])} for tool in tools}
