"""The PyTorch half of the scaling benchmark: as training_peer.py, but an answer holds the steps trained.

A request is a net and the seconds to train for; so that two processes train at the same time, each first writes
"ready" (warm) and waits for a line.
"""

import json
import sys
import time

import torch
from torch import nn
from training_peer import build, optimizer


def steps_trained(net, seconds):
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
        return count / (time.perf_counter() - start)

    train(seconds / 4)
    print(json.dumps("ready"), flush=True)
    sys.stdin.readline()
    return train(seconds)


def main():
    torch.set_num_threads(1)
    print(json.dumps({"version": torch.__version__}), flush=True)
    while line := sys.stdin.readline():
        request = json.loads(line)
        answer = {"steps_per_second": steps_trained(request["net"], request["seconds"])}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
