"""The functions that searchers are compared on: Branin and Hartmann-6 (Dixon and Szegö 1978) and mixed ones of COCO's
suite bbob-mixint (Tušar, Brockhoff and Hansen 2019), of whose parameters four in five are whole numbers."""

import math

ALPHA = (1.0, 1.2, 3.0, 3.2)
A = ((10, 3, 17, 3.5, 1.7, 8), (0.05, 10, 17, 0.1, 8, 14), (3, 3.5, 1.7, 10, 17, 8), (17, 8, 0.05, 10, 0.1, 14))
P = (
    (0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886),
    (0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991),
    (0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650),
    (0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381),
)

# The least values of the suite's first instances, whatever their dimension.
LEAST = {
    1: 79.48, 2: -0.20988, 3: -46.209, 4: -46.209, 5: -9.21, 6: 0.359, 7: 92.94, 8: 1.4915, 9: 1.2383, 10: -0.05494,
    11: 0.7627, 12: -0.062111, 13: 2.997, 14: -52.35, 15: 100.0, 16: 71.35, 17: -169.4, 18: -16.94, 19: -1025.5,
    20: -54.65, 21: 40.78, 22: -1000.0, 23: 68.7, 24: 10.261,
}  # fmt: skip


def branin(x):
    first = x[1] - 5.1 / (4 * math.pi**2) * x[0] ** 2 + 5 / math.pi * x[0] - 6
    return first**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x[0]) + 10


def hartmann6(x):
    return -sum(
        a * math.exp(-sum(w * (u - p) ** 2 for w, u, p in zip(row, x, at))) for a, row, at in zip(ALPHA, A, P)
    )


class Function:
    """A function of a list of numbers: its parameters as (name, kind, low, high), and its least value."""

    def __init__(self, name, parameters, least, of):
        self.name, self.parameters, self.least, self.of = name, parameters, least, of


def reals(*bounds):
    return [(f"x{i}", "real", low, high) for i, (low, high) in enumerate(bounds)]


def mixed(number, dimension):
    import cocoex

    suite = cocoex.Suite("bbob-mixint", "", f"dimensions:{dimension} function_indices:{number} instance_indices:1")
    problem = suite[0]
    whole = problem.number_of_integer_variables
    parameters = [
        (f"x{i}", "int" if i < whole else "real", int(low) if i < whole else low, int(high) if i < whole else high)
        for i, (low, high) in enumerate(zip(problem.lower_bounds, problem.upper_bounds))
    ]
    function = Function(f"mixint-f{number}-{dimension}d", parameters, LEAST[number], problem)
    function.suite = suite  # its problems end with it
    return function


def function(name):
    if name == "branin":
        return Function(name, reals((-5, 10), (0, 15)), 0.39788735772973816, branin)
    if name == "hartmann-6":
        return Function(name, reals(*[(0, 1)] * 6), -3.322368011391339, hartmann6)
    _, number, dimension = name.split("-")
    return mixed(int(number[1:]), int(dimension[:-1]))
