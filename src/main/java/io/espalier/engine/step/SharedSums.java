package io.espalier.engine.step;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the shares of a batch tell each other on their way through plans of the same operations:
 * sums over the examples of each. Every share has one of its own, which its plan asks for tables in
 * the order of its operations.
 */
final class SharedSums {
  private final List<double[][]> tables;
  private final int share;
  private final int shares;
  private final Runnable meeting;
  private int next;

  private SharedSums(List<double[][]> tables, int share, int shares, Runnable meeting) {
    this.tables = tables;
    this.share = share;
    this.shares = shares;
    this.meeting = meeting;
  }

  /** Of a batch that is not shared. */
  static SharedSums alone() {
    return new SharedSums(new ArrayList<>(), 0, 1, () -> {});
  }

  /** One for each core. */
  static List<SharedSums> of(Cores cores) {
    List<double[][]> tables = new ArrayList<>();
    return IntStream.range(0, cores.count())
        .mapToObj(share -> new SharedSums(tables, share, cores.count(), cores::meet))
        .toList();
  }

  /** A table of so many numbers for each share, the same for all of them. */
  double[][] table(int numbers) {
    if (next == tables.size()) {
      tables.add(new double[shares][numbers]);
    }
    return tables.get(next++);
  }

  /** Which share this is; the first has the results of all. */
  int share() {
    return share;
  }

  /** How many there are. */
  int shares() {
    return shares;
  }

  /** Waits, while a plan runs, until all shares have come here: what they wrote can be read. */
  void meet() {
    meeting.run();
  }
}
