"""Times the commands that a person waits for, from start to exit: with the archives of classes that submit/local.sh keeps,
and without; also as multiples of what a Java virtual machine takes that does nothing.

usage: start.py HOME RESULT ROUNDS    with ESPALIER_DATA set
"""

import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

QUERY = "SELECT status, count(*), min(validation_loss) FROM trials GROUP BY status"

# Without archives: any option that names one itself.
WITHOUT = {"ESPALIER_JAVA": "-Xshare:auto"}


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def timed(command, folder, variables, log):
    """Seconds on the wall, and of processors."""
    busy, start = processor_seconds(), time.perf_counter()
    subprocess.run(
        command, cwd=folder, env={**os.environ, **variables}, check=True, stdout=subprocess.DEVNULL, stderr=log
    )
    return time.perf_counter() - start, processor_seconds() - busy


def median(command, folder, variables, log, rounds):
    times = [timed(command, folder, variables, log) for _ in range(rounds)]
    return tuple(statistics.median(numbers) for numbers in zip(*times))


def cases(home):
    quickstart = f"{home}/conf/quickstart.conf"
    return {
        "--help": ["--help"],
        "runs": ["runs"],
        "doctor": ["doctor"],
        "plan": ["plan", quickstart],
        "query": ["query", QUERY],
        "run (quickstart)": ["run", quickstart, "--new"],
    }


def main():
    home, result, rounds = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java"
    records = []
    with tempfile.TemporaryDirectory() as folder, open(result.with_suffix(".log"), "w", encoding="utf-8") as log:
        variables = {"XDG_CACHE_HOME": os.path.join(folder, "cache")}
        nothing = median([java, "-version"], folder, {}, log, rounds)[0]
        print(f"java -version: {nothing:.2f} s\n")
        print("| s | takes | times java -version | processors' | first start | without archives | ratio |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        timed([f"{home}/submit/local.sh", "run", f"{home}/conf/quickstart.conf"], folder, WITHOUT, log)
        for name, arguments in cases(home).items():
            command = [f"{home}/submit/local.sh", *arguments]
            first = timed(command, folder, variables, log)[0]
            timed(command, folder, variables, log)
            ours, processors = median(command, folder, variables, log, rounds)
            without = median(command, folder, WITHOUT, log, rounds)[0]
            print(
                f"| {name} | {ours:.2f} | {ours / nothing:.1f} | {processors:.2f} | {first:.2f} | {without:.2f} |"
                f" {without / ours:.2f} |",
                flush=True,
            )
            records.append({"case": name, "unit": "seconds", "ours": ours, "peer": without, "ratio": without / ours})
    result.write_text(json.dumps(records, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
