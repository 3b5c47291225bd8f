"""Optuna's samplers with its pruners over recorded trainings, on a virtual clock: a pruner is asked after every epoch.

usage: recorded_optuna.py TABLE SAMPLER:PRUNER[:FIRST] SEED SLOTS EPOCHS    prints what was found at each number of epochs
as JSON; FIRST: epochs of the first rung
"""

import heapq
import json
import sys
import warnings

import optuna
import recorded_table

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.filterwarnings("ignore")
SAMPLERS = {
    "tpe": lambda seed: optuna.samplers.TPESampler(seed=seed),
    "gp": lambda seed: optuna.samplers.GPSampler(seed=seed),
    "random": lambda seed: optuna.samplers.RandomSampler(seed=seed),
}
PRUNERS = {
    "none": lambda first, epochs: optuna.pruners.NopPruner(),
    "asha": lambda first, epochs: optuna.pruners.SuccessiveHalvingPruner(min_resource=first, reduction_factor=3),
    "hyperband": lambda first, epochs: optuna.pruners.HyperbandPruner(
        min_resource=first, max_resource=epochs, reduction_factor=3
    ),
}


def propose(trial, table):
    """A configuration: places in the lists of values, which are in order."""
    values = {}
    for name in table.names:
        if table.applies(name, values):
            domain = table.domains[name]
            if table.ordered(name):
                values[name] = domain[trial.suggest_int(name, 0, len(domain) - 1)]
            else:
                values[name] = trial.suggest_categorical(name, domain)
    return table.row(values)


def search(table, tool, seed, slots, epochs):
    sampler, pruner, *first = tool.split(":")
    rung = int(first[0]) if first else 1
    study = optuna.create_study(sampler=SAMPLERS[sampler](seed), pruner=PRUNERS[pruner](rung, table.epochs))
    found = recorded_table.Found(table)
    running, begun, spent = [], 0, 0

    def begin(now):
        nonlocal begun
        trial = study.ask()
        row = propose(trial, table)
        begun += 1
        heapq.heappush(running, (now + table.seconds(row), begun, 1, trial, row))

    for _ in range(slots):
        begin(0.0)
    while running and spent < epochs:
        now, number, epoch, trial, row = heapq.heappop(running)
        spent += 1
        loss = table.loss(row, epoch)
        over = epoch == table.epochs or loss is None
        if loss is None:
            study.tell(trial, state=optuna.trial.TrialState.FAIL)
        else:
            found.trained(row, epoch, spent)
            trial.report(loss, epoch)
            if epoch == table.epochs:
                study.tell(trial, loss)
            elif trial.should_prune():
                study.tell(trial, state=optuna.trial.TrialState.PRUNED)
                over = True
        if over:
            begin(now)
        else:
            heapq.heappush(running, (now + table.seconds(row), number, epoch + 1, trial, row))
    return found.regrets


if __name__ == "__main__":
    path, tool, seed, slots, epochs = sys.argv[1:]
    print(json.dumps(search(recorded_table.Table(path), tool, int(seed), int(slots), int(epochs))))
