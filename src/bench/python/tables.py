"""Espalier and scikit-learn on the tables that scikit-learn and statsmodels ship, as they are and with holes punched in:
`espalier init` and `espalier run` without an edit, against imputer, one-hot, scaler and MLP in a random search over as
many configurations. Both learn from the same rows and are asked for the same test rows, a quarter; of tables below 1,000
rows three times, each time another quarter, since what 10 or 100 rows say is mostly luck.

usage: tables.py HOME RESULT MINUTES [WORD ...]    words: only tables whose names contain one of them
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import numpy
import pandas
import tables_sets

HOLES = 0.1
TEST = 0.25
MOST_CLASSES = 20
FEW_ROWS, SPLITS = 1000, 3


def cases(words):
    for name, frame, label in tables_sets.shipped():
        for holes in (False, True):
            case = name + (", holes" if holes else "")
            if words and not any(word in case for word in words):
                continue
            yield case, punched(frame, label) if holes else frame, label


def punched(frame, label):
    """The frame without a tenth of its cells, drawn at random; labels stay."""
    chance = numpy.random.default_rng(7)
    holes = pandas.DataFrame(chance.random(frame.shape) < HOLES, columns=frame.columns)
    holes[label] = False
    return frame.mask(holes)


def halves(frame, split):
    order = numpy.random.default_rng(1 + split).permutation(len(frame))
    cut = round(len(frame) * TEST)
    return frame.iloc[numpy.sort(order[cut:])], frame.iloc[numpy.sort(order[:cut])]


def ours(home, folder, label, minutes, log):
    """The configurations that were tried, seconds, and a prediction for each test row."""
    local = f"{home}/submit/local.sh"
    start = time.perf_counter()
    init = [local, "init", "train.csv", "--label", label, "--to", "table.conf", "--minutes", str(minutes)]
    subprocess.run(init, cwd=folder, check=True, stdout=log, stderr=log)
    subprocess.run([local, "run", "table.conf"], cwd=folder, check=True, stdout=log, stderr=log)
    seconds = time.perf_counter() - start
    text = (folder / "table.conf").read_text(encoding="utf-8")
    trials = int(re.search(r"^[^#\n]*\btrials\s*=\s*(\d+)", text, re.MULTILINE).group(1))
    predict = [local, "predict", "table", "test.csv", "--format", "json"]
    answer = subprocess.run(predict, cwd=folder, check=True, stdout=subprocess.PIPE, stderr=log, text=True).stdout
    rows = [json.loads(line) for line in answer.splitlines()] if answer.startswith("{") else json.loads(answer)
    return trials, seconds, [row["class"] if "class" in row else row["prediction"] for row in rows]


def peers(folder, label, classes, trials, log):
    command = [sys.executable, str(pathlib.Path(__file__).with_name("tables_peer.py")), "train.csv", "test.csv", label]
    command += ["classes" if classes else "numbers", str(trials)]
    answer = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, stderr=log, text=True).stdout
    return json.loads(answer)


def score(splits, side, classes):
    """The mean accuracy or R² of the splits, with its standard error: binomial (of Agresti and Coull's estimate, which is
    not 0 where all are right), or over 1,000 draws of the rows of each split."""
    if classes:
        right = sum(same(a, b) for split in splits for a, b in zip(split["truth"], split[side]))
        rows = sum(len(split["truth"]) for split in splits)
        likely = (right + 2) / (rows + 4)
        return right / rows, numpy.sqrt(likely * (1 - likely) / (rows + 4))
    pairs = [(numpy.asarray(split["truth"], float), numpy.asarray(split[side], float)) for split in splits]
    chance = numpy.random.default_rng(3)
    means = []
    for _ in range(1000):
        drawn = [(truth, told, chance.integers(0, len(truth), len(truth))) for truth, told in pairs]
        means.append(numpy.mean([r2(truth[rows], told[rows]) for truth, told, rows in drawn]))
    return numpy.mean([r2(truth, told) for truth, told in pairs]), numpy.std(means)


def r2(truth, predictions):
    total = numpy.sum((truth - truth.mean()) ** 2)
    return 1 - numpy.sum((truth - predictions) ** 2) / total if total else 0.0


def same(a, b):
    try:
        return float(a) == float(b)
    except ValueError:
        return str(a) == str(b)


def main():
    home, result, minutes = sys.argv[1], pathlib.Path(sys.argv[2]), float(sys.argv[3])
    records = []
    print("| table | rows | inputs | holes | splits | configurations | measure | espalier | scikit-learn | its error | as good |")
    print("|---|---:|---:|---:|---:|---:|---|---:|---:|---:|---|")
    with open(result.with_suffix(".log"), "w", encoding="utf-8") as log:
        for name, frame, label in cases(sys.argv[4:]):
            classes = frame[label].nunique() <= MOST_CLASSES
            splits = []
            for split in range(SPLITS if len(frame) < FEW_ROWS else 1):
                with tempfile.TemporaryDirectory(prefix="espalier-tables-") as place:
                    folder = pathlib.Path(place)
                    train, test = halves(frame[frame[label].notna()], split)
                    train.to_csv(folder / "train.csv", index=False)
                    test.to_csv(folder / "test.csv", index=False)
                    trials, seconds, mine = ours(home, folder, label, minutes, log)
                    peer = peers(folder, label, classes, trials, log)
                splits.append(
                    {"truth": test[label].tolist(), "ours": mine, "peer": peer["predictions"], "trials": trials}
                    | {"seconds": seconds, "peer_seconds": peer["seconds"], "version": peer["version"]}
                )
            own, _ = score(splits, "ours", classes)
            other, error = score(splits, "peer", classes)
            trials = round(numpy.mean([split["trials"] for split in splits]))
            holes = int(frame.drop(columns=label).isna().sum().sum())
            measure = "accuracy" if classes else "R²"
            good = "yes" if own >= other - error else "no"
            size = f"{len(frame):,} | {frame.shape[1] - 1} | {holes:,} | {len(splits)} | {trials}"
            print(f"| {name} | {size} | {measure} | {own:.3f} | {other:.3f} | {error:.3f} | {good} |", flush=True)
            records.append(
                {"case": name, "measure": measure, "trials": trials, "ours": own, "peer": other, "error": error}
                | {"splits": len(splits), "version": splits[0]["version"]}
                | {side: sum(split[side] for split in splits) for side in ("seconds", "peer_seconds")}
            )
            result.write_text(json.dumps(records, indent=2) + "\n", encoding="utf-8")
    good = sum(record["ours"] >= record["peer"] - record["error"] for record in records)
    print(f"\nwithin one standard error of scikit-learn {records[0]['version']} or better: {good} of {len(records)}")
    print(f"seconds in all: {sum(r['seconds'] for r in records):.0f}, its {sum(r['peer_seconds'] for r in records):.0f}")


if __name__ == "__main__":
    main()
