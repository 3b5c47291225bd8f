"""The PyTorch half of the scaling benchmark: one line of JSON in, one line of JSON out.

A request is a net and the seconds to train for; so that two processes train at the same time, each first writes
"ready" (warm) and waits for a line. The answer holds the steps trained per second, with the fused optimizer.
"""

import json
import sys

import torch
from training_peer import drawn_steps, microseconds


def steps_per_second(net, seconds):
    step = drawn_steps(net, "fused")
    microseconds(step, 3, seconds / 4)
    print(json.dumps("ready"), flush=True)
    sys.stdin.readline()
    return 1e6 / microseconds(step, 3, seconds)


def main():
    torch.set_num_threads(1)
    print(json.dumps({"version": torch.__version__.split("+")[0]}), flush=True)
    while line := sys.stdin.readline():
        request = json.loads(line)
        answer = {"steps_per_second": steps_per_second(request["net"], request["seconds"])}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
