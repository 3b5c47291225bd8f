"""Steps of the training benchmark's nets with JAX: one jitted function for the whole step, on one core."""

import functools
import os

if hasattr(os, "sched_setaffinity"):
    # XLA makes as many threads as there are cores to run on.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

import jax
import numpy
from jax import lax
from jax import numpy as jnp

VERSION = jax.__version__
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


def weights(net):
    """A weight and a bias for each layer that has them, started as PyTorch does."""
    random = numpy.random.default_rng(1)
    shape, pairs = list(net["input"]), []

    def pair(size, inputs):
        bound = inputs**-0.5
        parts = [random.uniform(-bound, bound, part).astype(numpy.float32) for part in (size, (size[0],))]
        pairs.append([jnp.asarray(part) for part in parts])

    for kind, *numbers in [*net["layers"], ["dense", net["outputs"]]]:
        if kind == "conv":
            channels, kernel, padding = numbers[:3]
            pair((channels, shape[0], kernel, kernel), shape[0] * kernel * kernel)
            shape = [channels] + [size + 2 * padding - kernel + 1 for size in shape[1:]]
        elif kind == "pool":
            kernel, stride = numbers
            shape = [shape[0]] + [(size - kernel) // stride + 1 for size in shape[1:]]
        else:
            inputs = int(numpy.prod(shape))
            pair((numbers[0], inputs), inputs)
            shape = [numbers[0]]
    return pairs


def loss_of(net, pairs, inputs, labels):
    left, values = iter(pairs), inputs
    for kind, *numbers in net["layers"]:
        if kind == "conv":
            weight, bias = next(left)
            padding = [(numbers[2], numbers[2])] * 2
            values = lax.conv_general_dilated(values, weight, (1, 1), padding)
            values = jax.nn.relu(values + bias[:, None, None])
        elif kind == "pool":
            kernel, stride = numbers
            windows, strides = (1, 1, kernel, kernel), (1, 1, stride, stride)
            values = lax.reduce_window(values, -jnp.inf, lax.max, windows, strides, "VALID")
        else:
            weight, bias = next(left)
            values = jax.nn.relu(values.reshape(len(values), -1) @ weight.T + bias)
    weight, bias = next(left)
    scores = values.reshape(len(values), -1) @ weight.T + bias
    return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(scores), labels[:, None], axis=1))


def updated(net, number, value, gradient, first, second):
    """Adam, or SGD with momentum, with L2 for weights: the value and its states after one step."""
    if value.ndim > 1:
        gradient = gradient + net["l2"] * value
    if net["updater"] == "adam":
        first = BETA1 * first + (1 - BETA1) * gradient
        second = BETA2 * second + (1 - BETA2) * gradient**2
        scale = jnp.sqrt(second / (1 - BETA2**number)) + EPSILON
        return value - net["rate"] * first / (1 - BETA1**number) / scale, first, second
    first = net["momentum"] * first + gradient
    return value - net["rate"] * first, first, second


class Training:
    """A net and the states of its updater."""

    def __init__(self, net):
        values, self.layout = jax.tree.flatten(weights(net))
        # Without momentum there is nothing to keep.
        kept = [jnp.zeros_like(value) if net["updater"] == "adam" or net["momentum"] else 0.0 for value in values]
        squares = [jnp.zeros_like(value) if net["updater"] == "adam" else 0.0 for value in values]
        self.state = (1.0, values, kept, squares)

        def step(state, inputs, labels):
            number, values, kept, squares = state
            tree = functools.partial(jax.tree.unflatten, self.layout)
            loss, slopes = jax.value_and_grad(lambda v: loss_of(net, tree(v), inputs, labels))(values)
            news = [updated(net, number, *parts) for parts in zip(values, slopes, kept, squares, strict=True)]
            return loss, (number + 1, *(list(part) for part in zip(*news, strict=True)))

        self.jitted = jax.jit(step, donate_argnums=0)

    def step(self, inputs, labels):
        loss, self.state = self.jitted(self.state, inputs, labels)
        return float(loss)


def drawn_steps(net):
    """Steps on one batch drawn at random."""
    training = Training(net)
    random = numpy.random.default_rng(2)
    inputs = jnp.asarray(random.uniform(-1, 1, (net["batch"], *net["input"])).astype(numpy.float32))
    labels = jnp.asarray(random.integers(0, net["outputs"], net["batch"]))
    return lambda: training.step(inputs, labels)
