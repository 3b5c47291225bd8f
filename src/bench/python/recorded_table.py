"""The recorded trainings that searches are replayed on: a row for each configuration of a space, with its validation loss
after each epoch.

usage: recorded_table.py RUN TABLE    writes such a table from the folder of a run of src/bench/conf/fashion-recorded.conf
"""

import csv
import gzip
import sys

# What does not change how long an epoch takes. An epoch's seconds are the median of all configurations that differ in these
# alone, so that what else the machine did while recording does not count.
SAME_COST = ("learning_rate", "l2", "cnn_dropout", "mlp_dropout")


class Table:
    """Rows by their parameters; those that do not apply are empty."""

    def __init__(self, path):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            records = list(csv.DictReader(file))
        self.epochs = sum(name.startswith("loss_") for name in records[0])
        self.names = [name for name in records[0] if name != "seconds" and not name.startswith("loss_")]
        self.domains = {name: self._values(record[name] for record in records) for name in self.names}
        self._rows = {tuple(record[name] for name in self.names): record for record in records}
        if len(self._rows) < len(records):
            raise ValueError(f"{path} has a configuration twice")
        self.best = min(self.final(record) for record in records)
        self._applying = {}

    def ordered(self, name):
        """Whether a parameter's values are numbers, which the list of them has in order."""
        return all(_is_number(cell) for cell in self.domains[name])

    @staticmethod
    def _values(cells):
        return sorted({cell for cell in cells if cell}, key=lambda cell: (float(cell) if _is_number(cell) else 0.0, cell))

    def applies(self, name, values):
        """Whether a configuration that begins with these values has the parameter."""
        begun = (name, *values.items())
        if begun not in self._applying:
            self._applying[begun] = any(
                record[name] and all(record[known] == value for known, value in values.items())
                for record in self._rows.values()
            )
        return self._applying[begun]

    def rows(self):
        """In the order of the file."""
        return list(self._rows.values())

    def row(self, values):
        return self._rows[tuple(values.get(name, "") for name in self.names)]

    def seconds(self, row):
        """What an epoch took."""
        return float(row["seconds"])

    def loss(self, row, epoch):
        """Nothing where the training had diverged."""
        cell = row[f"loss_{epoch}"]
        return float(cell) if cell else None

    def final(self, row):
        loss = self.loss(row, self.epochs)
        return float("inf") if loss is None else loss


class Found:
    """How far the configuration that a search holds for the best is from the best one there is, both trained to the end.
    The one held for the best has the least loss of those that trained furthest."""

    def __init__(self, table):
        self.table, self.furthest, self.least, self.regrets = table, 0, float("inf"), []

    def trained(self, row, epoch, spent):
        loss = self.table.loss(row, epoch)
        if epoch < self.furthest or (epoch == self.furthest and loss >= self.least):
            return
        self.furthest, self.least = epoch, loss
        self.regrets.append([spent, self.table.final(row) - self.table.best])


def _is_number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True


def main():
    import pandas

    run, target = sys.argv[1:]
    trials = pandas.read_parquet(f"{run}/tables/trials")
    epochs = pandas.read_parquet(f"{run}/tables/epochs")
    losses = epochs.pivot(index="trial", columns="epoch", values="validation_loss")
    losses.columns = [f"loss_{epoch}" for epoch in losses.columns]
    hp = pandas.json_normalize(trials["hp"].tolist())
    hp.index = trials["trial"]
    for name in hp:
        if pandas.api.types.is_float_dtype(hp[name]) and (hp[name].dropna() % 1 == 0).all() and hp[name].max() > 1:
            hp[name] = hp[name].astype("Int64")
    seconds = (trials["train_seconds"] + trials["evaluate_seconds"]) / trials["epochs"]
    seconds.index = trials["trial"]
    shapes = hp.drop(columns=list(SAME_COST)).astype(str).apply(tuple, axis=1)
    seconds = seconds.groupby(shapes).transform("median").round(4).rename("seconds")
    table = hp.join(seconds).join(losses.round(5)).sort_index()
    table.to_csv(target, index=False, compression={"method": "gzip", "mtime": 0})
    print(f"{len(table)} configurations of {losses.shape[1]} epochs")


if __name__ == "__main__":
    main()
