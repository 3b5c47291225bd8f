"""One search by Optuna: values in the order in which trials ended."""

import warnings

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.filterwarnings("ignore")
DOMAINS = {"int": optuna.distributions.IntDistribution, "real": optuna.distributions.FloatDistribution}
SAMPLERS = {
    "tpe": lambda seed: optuna.samplers.TPESampler(seed=seed),
    "random": lambda seed: optuna.samplers.RandomSampler(seed=seed),
    "gp": lambda seed: optuna.samplers.GPSampler(seed=seed),
}


class Searcher:
    """Asked for points, told values."""

    def __init__(self, algorithm, parameters, seed):
        self.parameters = parameters
        self.study = optuna.create_study(sampler=SAMPLERS[algorithm](seed))

    def ask(self):
        trial = self.study.ask()
        values = [
            trial.suggest_int(name, low, high) if kind == "int" else trial.suggest_float(name, low, high)
            for name, kind, low, high in self.parameters
        ]
        return trial, values

    def tell(self, trial, value):
        self.study.tell(trial, value)

    def know(self, values, value):
        distributions = {name: DOMAINS[kind](low, high) for name, kind, low, high in self.parameters}
        named = dict(zip(distributions, values))
        self.study.add_trial(optuna.trial.create_trial(params=named, distributions=distributions, value=value))
