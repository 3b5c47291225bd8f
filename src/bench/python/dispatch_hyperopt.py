"""Trials that sleep, by Hyperopt's SparkTrials on local Spark.

usage: dispatch_hyperopt.py TRIALS SECONDS SLOTS FOLDER    prints one line of JSON
"""

import importlib.metadata
import json
import os
import sys
import time

import hyperopt
import numpy
from pyspark.sql import SparkSession

trials, seconds, slots = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])


def objective(x):
    if seconds > 0:
        time.sleep(seconds)
    return x


def main():
    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = (
        SparkSession.builder.master(f"local[{slots}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    spark.sparkContext.parallelize(range(slots), slots).count()
    start = time.perf_counter()
    kept = hyperopt.SparkTrials(parallelism=slots, spark_session=spark)
    hyperopt.fmin(
        objective,
        space=hyperopt.hp.uniform("x", 0, 1),
        algo=hyperopt.rand.suggest,
        max_evals=trials,
        trials=kept,
        rstate=numpy.random.default_rng(1),
        show_progressbar=False,
        verbose=False,
    )
    total = time.perf_counter() - start
    done = sum(status == hyperopt.STATUS_OK for status in kept.statuses())
    if done != trials:
        sys.exit(f"{done} trials are complete")
    print(json.dumps({"version": importlib.metadata.version("hyperopt"), "total_seconds": total}))


if __name__ == "__main__":
    main()
