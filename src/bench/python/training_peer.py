"""The PyTorch half of the training benchmark: one line of JSON in, one line of JSON out.

A request holds a net (as BenchmarkNet describes itself), the seconds to train for, and how: "eager", "fused" (all
weights updated in one call) or "compiled" (torch.compile of the forward pass with the loss, and of the optimizer's
step; compiled once for each net, before the clock runs). The answer is the microseconds of one training step on
OMP_NUM_THREADS threads (default: 1): forward, loss, backward, update, and the loss read back. With "examples" (a file
of bytes, labels first) it is the microseconds of an epoch of them. With the argument "jax" the same for training_jax.py.
"""

import functools
import json
import math
import os
import pathlib
import sys
import time

import torch
from torch import nn


# As io.espalier.engine.Clock has it.
clock = time.process_time if os.environ.get("ESPALIER_BENCH_CLOCK") == "processor" else time.perf_counter


class Residual(nn.Module):
    """relu(shortcut(x) + f(x)), as torchvision's BasicBlock has it, with biases as ours."""

    def __init__(self, inside, shortcut):
        super().__init__()
        self.inside, self.shortcut = inside, shortcut

    def forward(self, inputs):
        return torch.relu(self.shortcut(inputs) + self.inside(inputs))


class LastState(nn.Module):
    """What an LSTM puts out at the last of [batch, steps, features]."""

    def __init__(self, features, units):
        super().__init__()
        self.inside = nn.LSTM(features, units, batch_first=True)

    def forward(self, inputs):
        return self.inside(inputs)[0][:, -1]


class StepMean(nn.Module):
    """The mean over the steps of [batch, channels, steps]."""

    def forward(self, inputs):
        return inputs.mean(-1)


def flattened(shape):
    return ([nn.Flatten()] if len(shape) > 1 else []), [math.prod(shape)]


def made(kind, numbers, shape):
    """The modules of a layer, and the shape after it."""
    if kind == "conv":
        channels, kernel, padding, stride, rectified = numbers
        modules = [nn.Conv2d(shape[0], channels, kernel, stride, padding)] + [nn.ReLU()] * rectified
        return modules, [channels] + [(size + 2 * padding - kernel) // stride + 1 for size in shape[1:]]
    if kind == "pool":
        kernel, stride = numbers
        return [nn.MaxPool2d(kernel, stride)], [shape[0]] + [(size - kernel) // stride + 1 for size in shape[1:]]
    if kind == "batch-norm":
        return [nn.BatchNorm2d(shape[0])], shape
    if kind == "relu":
        return [nn.ReLU()], shape
    if kind == "conv1d":
        channels, kernel = numbers
        return [nn.Conv1d(shape[0], channels, kernel, padding="same"), nn.ReLU()], [channels, shape[1]]
    if kind == "embedding":
        return [nn.Embedding(*numbers)], [shape[0], numbers[1]]
    if kind == "mean" and len(shape) == 2:
        return [StepMean()], shape[:1]
    if kind == "mean":
        return [nn.AdaptiveAvgPool2d(1), nn.Flatten()], shape[:1]
    if kind == "lstm":
        return [LastState(shape[1], numbers[0])], numbers
    if kind == "residual":
        inside, after = layers_of(numbers[0], shape)
        same = after == shape
        projection = [] if same else [nn.Conv2d(shape[0], after[0], 1, shape[1] // after[1]), nn.BatchNorm2d(after[0])]
        return [Residual(nn.Sequential(*inside), nn.Sequential(*projection))], after
    modules, shape = flattened(shape)
    if kind == "normalised":
        return [*modules, nn.Linear(shape[0], numbers[0], bias=False), nn.LayerNorm(numbers[0]), nn.ReLU()], numbers
    return [*modules, nn.Linear(shape[0], numbers[0]), nn.ReLU()], numbers


def layers_of(described, shape):
    layers = []
    for kind, *numbers in described:
        modules, shape = made(kind, numbers, shape)
        layers += modules
    return layers, shape


def build(net):
    layers, shape = layers_of(net["layers"], list(net["input"]))
    modules, shape = flattened(shape)
    return nn.Sequential(*layers, *modules, nn.Linear(shape[0], net["outputs"]))


def optimizer(net, model, fused=False):
    weights = [p for p in model.parameters() if p.dim() > 1]
    biases = [p for p in model.parameters() if p.dim() == 1]
    groups = [{"params": weights, "weight_decay": net["l2"]}, {"params": biases}]
    if net["updater"] == "adam":
        return torch.optim.Adam(groups, lr=net["rate"], fused=fused)
    return torch.optim.SGD(groups, lr=net["rate"], momentum=net["momentum"], fused=fused)


class Training:
    """A net and its optimizer; a step reads the loss back, as a loop that reports it does."""

    def __init__(self, net, how):
        torch.manual_seed(1)
        model = build(net)
        self.optimizer = optimizer(net, model, fused=how == "fused")
        loss = nn.CrossEntropyLoss()

        def loss_of(inputs, labels):
            return loss(model(inputs), labels)

        compiled = how == "compiled"
        self.loss_of = torch.compile(loss_of) if compiled else loss_of
        self.update = torch.compile(self.optimizer.step) if compiled else self.optimizer.step

    def step(self, inputs, labels):
        self.optimizer.zero_grad()
        loss = self.loss_of(inputs, labels)
        loss.backward()
        self.update()
        return loss.item()


@functools.cache
def compiled_training(net):
    torch.compiler.reset()
    return Training(json.loads(net), "compiled")


def training_of(net, how):
    return compiled_training(json.dumps(net)) if how == "compiled" else Training(net, how)


def codes_of(net):
    """How many codes a net takes; 0 where it takes numbers."""
    return net["layers"][0][1] if net["layers"] and net["layers"][0][0] == "embedding" else 0


def drawn_steps(net, how):
    """Steps on one batch drawn at random."""
    training = training_of(net, how)
    inputs = torch.rand([net["batch"], *net["input"]]) * 2 - 1
    if codes_of(net):
        inputs = torch.randint(0, codes_of(net), inputs.shape)
    labels = torch.randint(0, net["outputs"], [net["batch"]])
    return lambda: training.step(inputs, labels)


def epochs(net, how, examples):
    """Epochs of real examples: bytes, shuffled; each batch is normalised when its turn comes."""
    training = training_of(net, how)
    count, mean, deviation = examples["examples"], examples["mean"], examples["deviation"]
    content = torch.frombuffer(bytearray(pathlib.Path(examples["file"]).read_bytes()), dtype=torch.uint8)
    labels = content[:count].long()
    images = content[count:].reshape(count, *net["input"])

    def epoch():
        total = 0.0
        for rows in torch.randperm(count).split(net["batch"]):
            if codes_of(net):
                inputs = images[rows].long()
            else:
                inputs = images[rows].float().mul_(1 / (255 * deviation)).sub_(mean / deviation)
            total += training.step(inputs, labels[rows]) * len(rows)
        return total / count

    return epoch


def microseconds(work, fewest, seconds):
    start = clock()
    count = 0
    while count < fewest or clock() - start < seconds:
        work()
        count += 1
    return (clock() - start) / count * 1e6


def torch_answer(request):
    net, how, seconds = request["net"], request["how"], request["seconds"]
    examples = request.get("examples")
    work = epochs(net, how, examples) if examples else drawn_steps(net, how)
    fewest = 1 if examples else 3
    microseconds(work, fewest, seconds / 4)
    return {"microseconds": microseconds(work, fewest, seconds)}


def jax_steps():
    """What answers with JAX, and its version: empty where JAX is not installed."""
    try:
        import training_jax
    except ImportError:
        return None, ""

    def answer(request):
        step = training_jax.drawn_steps(request["net"])
        microseconds(step, 3, request["seconds"] / 4)
        return {"microseconds": microseconds(step, 3, request["seconds"])}

    return answer, training_jax.VERSION


def main():
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    answer, version = jax_steps() if sys.argv[1:] == ["jax"] else (torch_answer, torch.__version__.split("+")[0])
    print(json.dumps({"version": version}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
