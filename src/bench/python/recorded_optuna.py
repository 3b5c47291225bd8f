"""Optuna's samplers with its pruners over recorded trainings, on a virtual clock: a pruner is asked after every epoch.

usage: recorded_optuna.py TABLE SAMPLER PRUNER SEED SLOTS EPOCHS    prints what was found at each number of epochs as JSON
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
    "none": lambda epochs: optuna.pruners.NopPruner(),
    "asha": lambda epochs: optuna.pruners.SuccessiveHalvingPruner(min_resource=1, reduction_factor=3),
    "hyperband": lambda epochs: optuna.pruners.HyperbandPruner(
        min_resource=1, max_resource=epochs, reduction_factor=3
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


def search(table, sampler, pruner, seed, slots, epochs):
    study = optuna.create_study(sampler=SAMPLERS[sampler](seed), pruner=PRUNERS[pruner](table.epochs))
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
    path, sampler, pruner, seed, slots, epochs = sys.argv[1:]
    table = recorded_table.Table(path)
    print(json.dumps(search(table, sampler, pruner, int(seed), int(slots), int(epochs))))
