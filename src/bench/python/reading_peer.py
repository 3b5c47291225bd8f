"""pandas' half of the reading benchmark: one format a line in, one time in seconds a line out."""

import os
import sys
import time

import numpy
import pandas

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
csv = os.path.join(folder, "numbers.csv")
parquet = os.path.join(folder, "numbers.parquet")
if not os.path.exists(parquet):
    numbers = numpy.random.default_rng(5).normal(size=(1_000_000, 20)).round(6)
    frame = pandas.DataFrame(numbers, columns=[f"x{i}" for i in range(20)])
    frame.to_csv(csv, index=False)
    frame.to_parquet(parquet, index=False)
    del numbers, frame
print(f"pandas {pandas.__version__}", flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    frame = pandas.read_csv(csv) if line.strip() == "csv" else pandas.read_parquet(parquet)
    seconds = time.perf_counter() - start
    assert frame.shape == (1_000_000, 20)
    del frame
    print(seconds, flush=True)
