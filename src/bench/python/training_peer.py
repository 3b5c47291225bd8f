"""The PyTorch half of the training benchmark: one line of JSON in, one line of JSON out.

A request holds a net (as TrainingBenchmark describes it) and the seconds to train for; the answer is the
microseconds of one training step on one thread: forward, loss, backward, update, and the loss read back.
"""

import json
import sys
import time

import torch
from torch import nn


def build(net):
    layers = []
    shape = list(net["input"])
    for kind, *numbers in net["layers"]:
        if kind == "conv":
            channels, kernel, padding = numbers
            layers += [nn.Conv2d(shape[0], channels, kernel, padding=padding), nn.ReLU()]
            shape = [channels] + [size + 2 * padding - kernel + 1 for size in shape[1:]]
        elif kind == "pool":
            kernel, stride = numbers
            layers += [nn.MaxPool2d(kernel, stride)]
            shape = [shape[0]] + [(size - kernel) // stride + 1 for size in shape[1:]]
        else:
            if len(shape) > 1:
                layers += [nn.Flatten()]
                shape = [shape[0] * shape[1] * shape[2]]
            layers += [nn.Linear(shape[0], numbers[0]), nn.ReLU()]
            shape = [numbers[0]]
    if len(shape) > 1:
        layers += [nn.Flatten()]
        shape = [shape[0] * shape[1] * shape[2]]
    return nn.Sequential(*layers, nn.Linear(shape[0], net["outputs"]))


def optimizer(net, model):
    weights = [p for p in model.parameters() if p.dim() > 1]
    biases = [p for p in model.parameters() if p.dim() == 1]
    groups = [{"params": weights, "weight_decay": net["l2"]}, {"params": biases}]
    if net["updater"] == "adam":
        return torch.optim.Adam(groups, lr=net["rate"])
    return torch.optim.SGD(groups, lr=net["rate"], momentum=net["momentum"])


def microseconds_per_step(net, seconds):
    torch.manual_seed(1)
    model = build(net)
    steps = optimizer(net, model)
    loss_of = nn.CrossEntropyLoss()
    inputs = torch.rand([net["batch"], *net["input"]]) * 2 - 1
    labels = torch.randint(0, net["outputs"], [net["batch"]])

    def train(limit):
        start = time.perf_counter()
        count = 0
        total = 0.0
        while count < 3 or time.perf_counter() - start < limit:
            steps.zero_grad()
            loss = loss_of(model(inputs), labels)
            loss.backward()
            steps.step()
            total += loss.item()
            count += 1
        return (time.perf_counter() - start) / count * 1e6

    train(seconds / 4)
    return train(seconds)


def main():
    torch.set_num_threads(1)
    print(json.dumps({"version": torch.__version__}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        answer = {"microseconds": microseconds_per_step(request["net"], request["seconds"])}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
