"""The PyTorch half of the operations' benchmark: one line of JSON in, one line of JSON out.

A request holds the operations of a step, each with the shapes of what it reads and writes as OperationTimes has them, how
many parameters the optimizer updates and by which rule, and the seconds for all. The answer is the microseconds of
PyTorch's operation of the same purpose, by itself again and again, so that its arrays are in the caches if they fit;
null where there is none. Its weights' gradients are those of aten::convolution_backward.
"""

import json
import os
import sys

import torch
from torch.nn import functional
from training_peer import clock


def weight_gradient(inputs, weights, outputs):
    delta = torch.rand(outputs)
    padding = padding_of(inputs, weights, outputs)
    return convolution_backward(delta, torch.rand(inputs), torch.rand(weights), padding, [False, True, True])


def padding_of(inputs, weights, outputs):
    """Of a convolution whose stride is 1 or halves the image."""
    stride = max(1, round(inputs[2] / outputs[2]))
    return stride, [((outputs[i] - 1) * stride + weights[i] - inputs[i] + 1) // 2 for i in (2, 3)]


def convolution_backward(delta, inputs, weights, how, wanted):
    stride, padding = how
    arguments = [delta, inputs, weights, [weights.shape[0]], [stride] * 2, padding, [1, 1], False, [0, 0], 1, wanted]
    return lambda: torch.ops.aten.convolution_backward(*arguments)


def exchanged(shape):
    return [shape[1], shape[0], *shape[2:]]


def convolution(shapes, _):
    inputs, weights, *_, outputs = shapes
    if len(shapes) == 3:  # of inputs by δ, batch and channels exchanged: the gradient of weights
        return weight_gradient(exchanged(inputs), exchanged(outputs), exchanged(weights))
    how = padding_of(inputs, weights, outputs)
    arrays = torch.rand(inputs), torch.rand(weights), torch.rand(weights[0])
    return lambda: functional.conv2d(*arrays, how[0], how[1])


def own_weight_gradient(shapes, _):
    inputs, delta, weights, _ = shapes
    return weight_gradient(inputs, weights, delta)


def own_input_gradient(shapes, _):
    weights, delta, inputs = shapes
    return input_gradient([delta, weights, inputs], _)


def rectified_back(shapes, _):
    outputs, delta = torch.rand(shapes[0]), torch.rand(shapes[1])
    return lambda: torch.ops.aten.threshold_backward(delta, outputs, 0)


def input_gradient(shapes, _):
    delta, weights, inputs = shapes
    how = padding_of(inputs, weights, delta)
    return convolution_backward(torch.rand(delta), torch.rand(inputs), torch.rand(weights), how, [True, False, False])


def both_gradients(shapes, _):
    inputs, weights, _, delta, *_ = shapes
    how = padding_of(inputs, weights, delta)
    return convolution_backward(torch.rand(delta), torch.rand(inputs), torch.rand(weights), how, [True, True, True])


def product(shapes, _):
    """As a linear layer has it: one side column by column."""
    left, _, output = shapes
    rows, columns = output
    inner = left[0] * left[1] // rows
    sides = torch.rand(rows, inner), torch.rand(columns, inner).t()
    target = torch.empty(rows, columns)
    return lambda: torch.mm(*sides, out=target)


def pooled(pool):
    def forward(shapes, _):
        inputs, outputs = torch.rand(shapes[0]), shapes[1]
        return lambda: pool(inputs, max(1, shapes[0][2] // outputs[2]))

    def backward(shapes, _):
        delta = torch.rand(shapes[0])
        inputs = torch.rand(shapes[1], requires_grad=True)
        outputs = pool(inputs, max(1, shapes[1][2] // shapes[0][2]))
        return lambda: torch.autograd.grad(outputs, inputs, delta, retain_graph=True)

    return forward, backward


def bias(shapes, _):
    vector, numbers = torch.rand(shapes[0]).flatten(), torch.rand(shapes[1])
    return lambda: numbers.add_(vector).relu_()


def bias_gradient(shapes, _):
    delta, outputs = torch.rand(shapes[0]), torch.rand(shapes[0])
    return lambda: torch.ops.aten.threshold_backward(delta, outputs, 0).sum(0)


def normalised(shapes, _):
    inputs, channels = torch.rand(shapes[0]), shapes[0][1]
    vectors = [torch.rand(channels) for _ in range(4)]
    return lambda: functional.batch_norm(inputs, *vectors, training=True)


def normalised_back(shapes, _):
    inputs, vector = torch.rand(shapes[0], requires_grad=True), torch.rand(shapes[0][1], requires_grad=True)
    outputs = functional.batch_norm(inputs, None, None, vector, vector, training=True)
    delta = torch.rand(outputs.shape)
    return lambda: torch.autograd.grad(outputs, [inputs, vector], delta, retain_graph=True)


def element(function):
    def made(shapes, _):
        arrays = [torch.rand(shape) for shape in shapes[:-1]]
        return lambda: function(*arrays)

    return made


maximum, maximum_back = pooled(functional.max_pool2d)
mean, mean_back = pooled(functional.avg_pool2d)
PEERS = {
    "conv2d": convolution,
    "conv2d_bp_weights": own_weight_gradient,
    "conv2d_bp_inputs": own_input_gradient,
    "deconv2d": input_gradient,
    "conv2d_bp": both_gradients,
    "matmul": product,
    "maxpool2d": maximum,
    "maxpool2d_bp": maximum_back,
    "avgpool2d": mean,
    "avgpool2d_bp": mean_back,
    "bias": bias,
    "bias_bp": bias_gradient,
    "batchnorm": normalised,
    "batchnorm_bp": normalised_back,
    "relu": element(torch.relu),
    "relu_bp": rectified_back,
    "multiply": element(torch.mul),
    "add": element(torch.add),
}


def update(request):
    weights = torch.rand(request["parameters"], requires_grad=True)
    weights.grad = torch.rand(weights.shape)
    if request["updater"] == "adam":
        return torch.optim.Adam([weights], lr=request["rate"], fused=True).step
    return torch.optim.SGD([weights], lr=request["rate"], momentum=request["momentum"], fused=True).step


def median_microseconds(work, seconds):
    for _ in range(3):
        work()
    times = []
    start = clock()
    while len(times) < 20 or clock() - start < seconds:
        before = clock()
        work()
        times.append(clock() - before)
    return sorted(times)[len(times) // 2] * 1e6


def answer(request):
    operations = [(o["name"], [list(map(int, s.split("×"))) for s in o["shapes"].split()]) for o in request["operations"]]
    seconds = request["seconds"] / (len(operations) + 1)
    found = []
    for name, shapes in operations:
        work = PEERS[name](shapes, operations) if name in PEERS else None
        found.append(work and median_microseconds(work, seconds))
    return {"microseconds": [*found, median_microseconds(update(request), seconds)]}


def main():
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    print(json.dumps({"version": torch.__version__.split("+")[0]}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
