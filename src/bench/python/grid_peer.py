"""The PyTorch half of the grid benchmark: the 8 trainings of conf/cifar10-cnn-grid.conf, one after another.

usage: grid_peer.py FOLDER    the folder of CIFAR-10's binary files

Writes one line of JSON: the version, the threads, and the validation loss of each training after its last epoch, in
the grid's order. Plain fast PyTorch: the images are one tensor in memory, and every training uses all cores.
"""

import json
import pathlib
import sys

import numpy
import torch
from torch import nn
from torch.nn import functional

BATCH = 32
EPOCHS = 5
VALIDATION = 0.25


def load(folder):
    files = sorted(pathlib.Path(folder).glob("data_batch_*.bin"))
    records = numpy.concatenate([numpy.fromfile(f, numpy.uint8).reshape(-1, 3073) for f in files])
    images = torch.from_numpy(records[:, 1:].copy()).reshape(-1, 3, 32, 32).float()
    return images.div_(255).sub_(0.5).div_(0.5), torch.from_numpy(records[:, 0].copy()).long()


def build(channels, stride, kernel):
    size = 32
    for _ in range(2):
        size = (size - 4 - kernel) // stride + 1
    return nn.Sequential(
        nn.Conv2d(3, 6, 5),
        nn.ReLU(),
        nn.MaxPool2d(kernel, stride),
        nn.Conv2d(6, channels, 5),
        nn.ReLU(),
        nn.MaxPool2d(kernel, stride),
        nn.Flatten(),
        nn.Linear(channels * size * size, 120),
        nn.ReLU(),
        nn.Linear(120, 84),
        nn.ReLU(),
        nn.Linear(84, 10),
    )


def evaluate(model, images, labels):
    model.eval()
    total = 0.0
    with torch.no_grad():
        for some, truth in zip(images.split(500), labels.split(500)):
            total += functional.cross_entropy(model(some), truth, reduction="sum").item()
    model.train()
    return total / len(labels)


def train(model, training, validation):
    images, labels = training
    steps = torch.optim.Adam(model.parameters(), lr=1e-3)
    losses = []
    for _ in range(EPOCHS):
        total = 0.0
        for rows in torch.randperm(len(labels)).split(BATCH):
            steps.zero_grad()
            loss = functional.cross_entropy(model(images[rows]), labels[rows])
            loss.backward()
            steps.step()
            total += loss.item() * len(rows)
        losses.append(evaluate(model, *validation))
    return losses[-1]


def main():
    torch.manual_seed(42)
    images, labels = load(sys.argv[1])
    order = torch.randperm(len(labels))
    held = round(VALIDATION * len(labels))
    validation = images[order[:held]], labels[order[:held]]
    training = images[order[held:]], labels[order[held:]]
    losses = [
        train(build(channels, stride, kernel), training, validation)
        for channels in (16, 32)
        for stride in (2, 3)
        for kernel in (2, 3)
    ]
    print(json.dumps({"version": torch.__version__.split("+")[0], "threads": torch.get_num_threads(), "losses": losses}))


if __name__ == "__main__":
    main()
