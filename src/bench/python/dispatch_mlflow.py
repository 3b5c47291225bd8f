"""Trials that sleep, by MLflow's MlflowSparkStudy: Optuna's TPE on the executors of local Spark, with MLflow's tracking
database as the place where trials meet.

usage: dispatch_mlflow.py TRIALS SECONDS SLOTS FOLDER    prints one line of JSON
"""

import importlib.metadata
import json
import os
import sys
import time

import mlflow
from mlflow.optuna.storage import MlflowStorage
from mlflow.pyspark.optuna.study import MlflowSparkStudy
from optuna.trial import TrialState
from pyspark.sql import SparkSession

trials, seconds, slots, folder = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4]


def objective(trial):
    x = trial.suggest_float("x", 0, 1)
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
    mlflow.set_tracking_uri(f"sqlite:///{folder}/mlflow.db")
    experiment = mlflow.create_experiment("sleep", artifact_location=f"file://{folder}/artifacts")
    start = time.perf_counter()
    study = MlflowSparkStudy("sleep", MlflowStorage(experiment_id=experiment))
    study.optimize(objective, n_trials=trials)
    total = time.perf_counter() - start
    done = sum(trial.state == TrialState.COMPLETE for trial in study.trials)
    if done != trials:
        sys.exit(f"{done} trials are complete")
    print(json.dumps({"version": importlib.metadata.version("mlflow"), "total_seconds": total}))


if __name__ == "__main__":
    main()
