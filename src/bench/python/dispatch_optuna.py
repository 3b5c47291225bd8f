"""Trials that sleep, by Optuna in threads of one process; the study lies in memory, SQLite or a journal file.

usage: dispatch_optuna.py TRIALS SECONDS SLOTS FOLDER memory|sqlite|journal    prints one line of JSON
"""

import json
import sys
import time

import optuna

trials, seconds, slots, folder, where = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:]


def storage():
    if where == "sqlite":
        return f"sqlite:///{folder}/study.db"
    if where == "journal":
        backend = optuna.storages.journal.JournalFileBackend(f"{folder}/study.log")
        return optuna.storages.JournalStorage(backend)
    return None


def objective(trial):
    x = trial.suggest_float("x", 0, 1)
    if seconds > 0:
        time.sleep(seconds)
    return x


def main():
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    start = time.perf_counter()
    study = optuna.create_study(storage=storage(), sampler=optuna.samplers.RandomSampler(seed=1))
    study.optimize(objective, n_trials=trials, n_jobs=slots)
    total = time.perf_counter() - start
    done = sum(trial.state == optuna.trial.TrialState.COMPLETE for trial in study.trials)
    if done != trials:
        sys.exit(f"{done} trials are complete")
    print(json.dumps({"version": optuna.__version__, "total_seconds": total}))


if __name__ == "__main__":
    main()
