"""Trials that sleep, by Ray Tune: as many at a time as CPUs are declared, results in its own folder.

usage: dispatch_ray.py TRIALS SECONDS SLOTS FOLDER    prints one line of JSON
"""

import json
import os
import sys
import time

trials, seconds, slots, folder = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
os.environ["RAY_AIR_NEW_OUTPUT"] = "0"
os.environ["RAY_TUNE_MAX_PENDING_TRIALS_PG"] = str(slots)

import ray  # noqa: E402  reads the variables above
from ray import tune  # noqa: E402


def objective(config):
    if seconds > 0:
        time.sleep(seconds)
    tune.report({"loss": config["x"] * 7919 % 10007 / 10007})


def main():
    ray.init(num_cpus=slots, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    start = time.perf_counter()
    tuner = tune.Tuner(
        tune.with_resources(objective, {"cpu": 1}),
        param_space={"x": tune.grid_search(list(range(1, trials + 1)))},
        tune_config=tune.TuneConfig(metric="loss", mode="min", max_concurrent_trials=slots, reuse_actors=True),
        run_config=tune.RunConfig(storage_path=folder, verbose=0),
    )
    results = tuner.fit()
    total = time.perf_counter() - start
    if len(results) != trials or results.num_errors:
        sys.exit(f"{len(results)} results, {results.num_errors} errors")
    print(json.dumps({"version": ray.__version__, "total_seconds": total}))


if __name__ == "__main__":
    main()
