"""The PyTorch half of the fusion benchmark: one line of JSON in, one line of JSON out.

A request is a net, the seconds to train for and how many models; the answer is the microseconds of one training step of
one of them on one thread. One model trains in an ordinary loop with the fused optimizer; several as a stack, their
gradients by torch.func.vmap, Adam by torch's operations on lists, each model with its own rate. Losses are read back.
"""

import json
import math
import sys

import torch
from torch import nn
from torch.func import functional_call, grad_and_value, stack_module_state, vmap
from training_peer import build, drawn_steps, microseconds

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


def answer(request):
    net, models, seconds = request["net"], request["models"], request["seconds"]
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
