"""Times the grid of conf/cifar10-cnn-grid.conf on all cores: Espalier's whole program against the same 8 trainings in
PyTorch one after another, each a process from start to exit, in turns.

usage: grid.py HOME RESULT PAIRS    with ESPALIER_DATA set
"""

import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time


def ours(home, log):
    with tempfile.TemporaryDirectory(prefix="espalier-grid-") as folder:
        command = [f"{home}/submit/local.sh", "run", f"{home}/conf/cifar10-cnn-grid.conf", "--set", "retrain.rows=none"]
        command += ["--set", "search.confirm=0"]
        command += ["--set", f"output.directory={folder}"]
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=log)
        seconds = time.perf_counter() - start
        query = "SELECT objective FROM trials ORDER BY trial"
        answer = subprocess.run(
            [f"{home}/submit/local.sh", "query", query, "--runs", folder],
            check=True,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ).stdout
    return seconds, [float(number) for number in re.findall(r"\d+\.\d+", answer)]


def peers(home, data, log):
    start = time.perf_counter()
    answer = subprocess.run(
        [sys.executable, f"{home}/src/bench/python/grid_peer.py", f"{data}/cifar-10"],
        check=True,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    ).stdout
    seconds = time.perf_counter() - start
    return seconds, json.loads(answer)


def main():
    home, result, pairs = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    data = os.environ["ESPALIER_DATA"]
    print(f"{platform.machine()}, {os.cpu_count()} cores")
    times = [], []
    with open(result.with_suffix(".log"), "w", encoding="utf-8") as log:
        for pair in range(1, pairs + 1):
            seconds, losses = ours(home, log)
            peer_seconds, peer = peers(home, data, log)
            times[0].append(seconds)
            times[1].append(peer_seconds)
            load = os.getloadavg()[0]
            print(
                f"pair {pair}: {seconds:.1f} s, PyTorch {peer_seconds:.1f} s, ratio {peer_seconds / seconds:.2f}"
                f" (load {load:.1f})",
                flush=True,
            )
            print("  validation losses:", " ".join(f"{loss:.3f}" for loss in losses))
            print("  PyTorch's:        ", " ".join(f"{loss:.3f}" for loss in peer["losses"]), flush=True)
            if len(losses) != 8:
                sys.exit("espalier: the grid should have 8 trials with a validation loss")
    mine, theirs = statistics.median(times[0]), statistics.median(times[1])
    name = "CIFAR-10 grid, 8 CNNs, 5 epochs"
    print(f"\n| seconds | espalier | PyTorch {peer['version']}, {peer['threads']} threads | ratio |")
    print("|---|---:|---:|---:|")
    print(f"| {name} | {mine:.1f} | {theirs:.1f} | {theirs / mine:.2f} |")
    record = {"case": name, "unit": "seconds", "ours": mine, "peer": theirs, "ratio": theirs / mine}
    result.write_text(json.dumps([record], indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
