"""The PyTorch half of the graph benchmark: one line of JSON in, one line of JSON out.

usage: gcn_peer.py FOLDER    with the folders tu/MUTAG and cora

A request holds a net (as GraphNet describes itself), a form of the propagation matrix (see FORMS) and the seconds to
train for; the answer is the microseconds of one epoch of training on one thread, each step's loss read back, and the
mean loss of the last epoch. A layer is relu(A (H W) + b), A with the degrees of A + I after Kipf and Welling.
"""

import json
import pathlib
import sys
import time
import warnings

import torch
from torch import nn
from torch.nn import functional


def glorot(inputs, outputs):
    return nn.Parameter(nn.init.xavier_uniform_(torch.empty(inputs, outputs)))


def symmetric(edges, nodes):
    """Places [2, e] and values of the propagation matrix, ordered by rows, from undirected edges and loops."""
    loops = torch.arange(nodes).expand(2, -1)
    places = torch.cat([edges, edges.flip(0), loops], 1).unique(dim=1)
    scale = torch.bincount(places[0], minlength=nodes).float().rsqrt()
    return places, scale[places[0]] * scale[places[1]]


class Molecules:
    """MUTAG's graphs; one-hot node labels are the features."""

    def __init__(self, folder):
        def numbers(name):
            lines = pathlib.Path(folder, f"MUTAG_{name}.txt").read_text().replace(",", " ").split()
            return torch.tensor([int(number) for number in lines])

        edges = numbers("A").reshape(-1, 2).T - 1
        self.graph = numbers("graph_indicator") - 1
        self.labels = (numbers("graph_labels") > 0).long()
        self.features = functional.one_hot(numbers("node_labels")).float()
        self.places, self.values = symmetric(edges, len(self.graph))
        self.nodes = torch.bincount(self.graph)
        self.first_node = self.nodes.cumsum(0) - self.nodes
        self.entries = torch.bincount(self.graph[self.places[0]])
        self.first_entry = self.entries.cumsum(0) - self.entries
        self.row_entries = torch.bincount(self.places[0])

    def padded(self):
        """All graphs with as many nodes as the largest: matrices, features, and each node's share of the mean."""
        count, size = len(self.nodes), int(self.nodes.max())
        at = torch.arange(len(self.graph)) - self.first_node[self.graph]
        matrices = torch.zeros(count, size, size)
        rows, columns = self.places
        matrices[self.graph[rows], at[rows], at[columns]] = self.values
        features = torch.zeros(count, size, self.features.shape[1])
        features[self.graph, at] = self.features
        shares = torch.zeros(count, 1, size)
        shares[self.graph, 0, at] = 1 / self.nodes[self.graph].float()
        return matrices, features, shares


def pieces(first, lengths):
    """The numbers of pieces of a sequence, one after another, each piece by its start and its length."""
    starts = lengths.cumsum(0) - lengths
    return torch.arange(int(lengths.sum())) + (first - starts).repeat_interleave(lengths)


class Propagation(torch.autograd.Function):
    """The product with a symmetric sparse matrix: autograd's own backward would transpose it in every step."""

    @staticmethod
    def forward(context, matrix, hidden):
        context.matrix = matrix
        return matrix @ hidden

    @staticmethod
    def backward(context, gradient):
        return None, context.matrix @ gradient


def rows_first(row_entries, columns, values):
    """A square sparse matrix by its number of entries in each row."""
    size = len(row_entries)
    starts = functional.pad(row_entries.cumsum(0), (1, 0))
    return torch.sparse_csr_tensor(starts, columns, values, [size, size], check_invariants=False)


class GraphNet(nn.Module):
    def __init__(self, net, features, outputs):
        super().__init__()
        widths = [features] + [net["units"]] * net["layers"]
        self.weights = nn.ParameterList(glorot(a, b) for a, b in zip(widths, widths[1:]))
        self.biases = nn.ParameterList(nn.Parameter(torch.zeros(b)) for b in widths[1:])
        self.output = nn.Linear(widths[-1], outputs)


class PaddedNet(GraphNet):
    """Batches of matrices, padded to the largest graph."""

    def forward(self, matrices, hidden, shares):
        for weight, bias in zip(self.weights, self.biases):
            hidden = torch.baddbmm(bias, matrices, hidden @ weight).relu()
        return self.output(torch.bmm(shares, hidden).squeeze(1))


class BlockNet(GraphNet):
    """One sparse matrix with a block per graph."""

    def forward(self, matrix, hidden, graph, nodes):
        for weight, bias in zip(self.weights, self.biases):
            hidden = (Propagation.apply(matrix, hidden @ weight) + bias).relu()
        sums = hidden.new_zeros(len(nodes), hidden.shape[1]).index_add(0, graph, hidden)
        return self.output(sums / nodes.unsqueeze(1))


def padded_epoch(net, data):
    model = PaddedNet(net, data.features.shape[1], 2)
    steps = torch.optim.Adam(model.parameters(), lr=net["rate"], fused=True)
    matrices, features, shares = data.padded()

    def epoch():
        total = 0.0
        for rows in torch.randperm(len(data.labels)).split(net["batch"]):
            steps.zero_grad()
            loss = functional.cross_entropy(model(matrices[rows], features[rows], shares[rows]), data.labels[rows])
            loss.backward()
            steps.step()
            total += loss.item() * len(rows)
        return total / len(data.labels)

    return epoch


def block_epoch(net, data):
    model = BlockNet(net, data.features.shape[1], 2)
    steps = torch.optim.Adam(model.parameters(), lr=net["rate"], fused=True)

    def batch(rows):
        nodes = data.nodes[rows]
        members = pieces(data.first_node[rows], nodes)
        entries = pieces(data.first_entry[rows], data.entries[rows])
        moved = nodes.cumsum(0) - nodes - data.first_node[rows]
        columns = data.places[1, entries] + moved.repeat_interleave(data.entries[rows])
        matrix = rows_first(data.row_entries[members], columns, data.values[entries])
        graph = torch.arange(len(rows)).repeat_interleave(nodes)
        return matrix, data.features[members], graph, nodes

    def epoch():
        total = 0.0
        for rows in torch.randperm(len(data.labels)).split(net["batch"]):
            steps.zero_grad()
            loss = functional.cross_entropy(model(*batch(rows)), data.labels[rows])
            loss.backward()
            steps.step()
            total += loss.item() * len(rows)
        return total / len(data.labels)

    return epoch


class Papers:
    """Cora's papers: rows of features that add up to 1, and the published training part."""

    def __init__(self, folder):
        rows = [line.split("\t") for line in pathlib.Path(folder, "cora.content").read_text().splitlines()]
        number = {row[0]: i for i, row in enumerate(rows)}
        classes = sorted({row[-1] for row in rows})
        features = torch.tensor([[float(word) for word in row[1:-1]] for row in rows])
        self.features = features / features.sum(1, keepdim=True).clamp(min=1)
        self.labels = torch.tensor([classes.index(row[-1]) for row in rows])
        links = [line.split() for line in pathlib.Path(folder, "cora.cites").read_text().splitlines()]
        edges = torch.tensor([[number[a], number[b]] for a, b in links if a != b]).T
        self.places, self.values = symmetric(edges, len(rows))
        parts = [line.split("\t") for line in pathlib.Path(folder, "planetoid-split.txt").read_text().splitlines()]
        self.train = torch.tensor(sorted(number[paper] for paper, part in parts if part == "train"))


class PaperNet(nn.Module):
    def __init__(self, net, features, outputs):
        super().__init__()
        self.rate = net["dropout"]
        self.first, self.second = glorot(features, net["units"]), glorot(net["units"], outputs)
        self.first_bias = nn.Parameter(torch.zeros(net["units"]))
        self.second_bias = nn.Parameter(torch.zeros(outputs))

    def dropped(self, features):
        if features.layout == torch.strided:
            return functional.dropout(features, self.rate)
        values = functional.dropout(features.values(), self.rate)
        return torch.sparse_csr_tensor(
            features.crow_indices(), features.col_indices(), values, features.shape, check_invariants=False
        )

    def forward(self, matrix, features):
        hidden = self.propagate(matrix, self.dropped(features) @ self.first) + self.first_bias
        hidden = functional.dropout(hidden.relu(), self.rate)
        return self.propagate(matrix, hidden @ self.second) + self.second_bias

    def propagate(self, matrix, hidden):
        return matrix @ hidden if matrix.layout == torch.strided else Propagation.apply(matrix, hidden)


def paper_epoch(net, data, sparse_matrix, sparse_features):
    model = PaperNet(net, data.features.shape[1], 7)
    others = [model.second, model.first_bias, model.second_bias]
    groups = [{"params": [model.first], "weight_decay": net["l2"]}, {"params": others}]
    steps = torch.optim.Adam(groups, lr=net["rate"], fused=True)
    matrix = rows_first(torch.bincount(data.places[0]), data.places[1], data.values)
    matrix = matrix if sparse_matrix else matrix.to_dense()
    features = data.features.to_sparse_csr() if sparse_features else data.features
    labels = data.labels[data.train]

    def epoch():
        steps.zero_grad()
        loss = functional.cross_entropy(model(matrix, features)[data.train], labels)
        loss.backward()
        steps.step()
        return loss.item()

    return epoch


FORMS = {
    "mutag": {"dense": padded_epoch, "sparse": block_epoch},
    "cora": {
        "dense": lambda net, data: paper_epoch(net, data, False, False),
        "sparse": lambda net, data: paper_epoch(net, data, True, False),
        "sparse features": lambda net, data: paper_epoch(net, data, True, True),
    },
}


def measured(epoch, seconds):
    start = time.perf_counter()
    count = 0
    while count < 1 or time.perf_counter() - start < seconds:
        loss = epoch()
        count += 1
    return {"microseconds": (time.perf_counter() - start) / count * 1e6, "loss": loss}


def main():
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore", message="Sparse")
    folder = pathlib.Path(sys.argv[1])
    data = {"mutag": Molecules(folder / "tu" / "MUTAG"), "cora": Papers(folder / "cora")}
    print(json.dumps({"version": torch.__version__.split("+")[0]}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        net = request["net"]
        torch.manual_seed(1)
        epoch = FORMS[net["data"]][request["form"]](net, data[net["data"]])
        measured(epoch, request["seconds"] / 4)
        print(json.dumps(measured(epoch, request["seconds"])), flush=True)


if __name__ == "__main__":
    main()
