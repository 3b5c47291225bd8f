"""The PyTorch half of the fusion benchmark: one line of JSON in, one line of JSON out.

A request is a net, the seconds to train for and how many models; the answer is the microseconds of one training step of
one of them on one thread. One model trains in an ordinary loop with the fused optimizer; several as a stack, their
gradients by torch.func.vmap, Adam by torch's operations on lists, each model with its own rate. Losses are read back.
No model is a study of Optuna, whose trials are such loops with the rate and penalty that its sampler proposes: the answer
is the microseconds of a trial by its steps, or null where Optuna is not installed.
"""

import json
import math
import sys

import torch
from torch import nn
from torch.func import functional_call, grad_and_value, stack_module_state, vmap
from training_peer import build, clock, drawn_steps, microseconds

try:
    import optuna
except ImportError:
    optuna = None

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


def stacked_steps(net, models):
    torch.manual_seed(1)
    networks = [build(net) for _ in range(models)]
    parameters, _ = stack_module_state(networks)
    inputs = torch.rand([net["batch"], *net["input"]]) * 2 - 1
    labels = torch.randint(0, net["outputs"], [net["batch"]])
    loss_of = nn.CrossEntropyLoss()

    def loss(one):
        return loss_of(functional_call(networks[0], one, (inputs,)), labels)

    gradients = vmap(grad_and_value(loss))
    weights = [p.detach() for p in parameters.values()]
    stacked = dict(zip(parameters, weights))
    first = [torch.zeros_like(w) for w in weights]
    second = [torch.zeros_like(w) for w in weights]
    rates = [net["rate"] * (1 + torch.arange(models).reshape(-1, *[1] * (w.dim() - 1)) % 8) for w in weights]
    penalised = [i for i, w in enumerate(weights) if w.dim() > 2]
    steps = 0

    def step():
        nonlocal steps
        steps += 1
        by_name, losses = gradients(stacked)
        slopes = [by_name[name] for name in stacked]
        torch._foreach_add_([slopes[i] for i in penalised], [weights[i] for i in penalised], alpha=net["l2"])
        torch._foreach_lerp_(first, slopes, 1 - BETA1)
        torch._foreach_mul_(second, BETA2)
        torch._foreach_addcmul_(second, slopes, slopes, 1 - BETA2)
        roots = torch._foreach_sqrt(second)
        torch._foreach_add_(roots, EPSILON)
        changes = torch._foreach_div(first, roots)
        torch._foreach_mul_(changes, rates)
        torch._foreach_sub_(weights, changes, alpha=math.sqrt(1 - BETA2**steps) / (1 - BETA1**steps))
        return losses.tolist()

    return step


def studied(net, seconds):
    """Microseconds of a step of the trials that begin within so many seconds, all that Optuna does included."""

    def objective(trial):
        rate = trial.suggest_float("rate", net["rate"], 8 * net["rate"], log=True)
        penalty = trial.suggest_float("l2", net["l2"], 8 * net["l2"], log=True)
        step = drawn_steps({**net, "rate": rate, "l2": penalty}, "fused")
        for _ in range(net["steps"] - 1):
            step()
        return step()

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
    study.optimize(objective, n_trials=1)
    trials, start = 0, clock()
    while trials == 0 or clock() - start < seconds:
        study.optimize(objective, n_trials=1)
        trials += 1
    return (clock() - start) / trials / net["steps"] * 1e6


def answer(request):
    net, models, seconds = request["net"], request["models"], request["seconds"]
    if models == 0:
        return {"microseconds": optuna and studied(net, seconds)}
    step = drawn_steps(net, "fused") if models == 1 else stacked_steps(net, models)
    microseconds(step, 3, seconds / 4)
    return {"microseconds": microseconds(step, 3, seconds) / models}


def main():
    torch.set_num_threads(1)
    print(json.dumps({"version": torch.__version__.split("+")[0]}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
