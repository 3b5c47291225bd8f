package io.espalier.search.schedule;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import java.util.ArrayList;
import java.util.List;

/**
 * The epochs at which trials are compared. Rungs are numbered from 0; after the last one a trial
 * trains to its end, which is counted as one rung more. A trial whose training is shorter than a
 * rung ends on the way to it, and is compared there with what it had at its end.
 *
 * @param epochs rising, all before the end of the longest training
 * @param longest epochs of the longest training
 */
record Rungs(List<Integer> epochs, int longest) {
  Rungs {
    epochs = List.copyOf(epochs);
  }

  /**
   * The rungs of a run that goes on: those that it began with. Before they were recorded, the first
   * one was, where nothing else was asked for, at epoch 1; of such a run, a trial paused there.
   */
  static Rungs of(History history, SchedulerSettings settings, Trainings trainings) {
    List<Integer> recorded = history.opened().rungs();
    Rungs now = of(settings, trainings.longest());
    if (!recorded.isEmpty()) {
      return new Rungs(recorded, trainings.longest());
    }
    boolean earlier =
        settings.rungs().isEmpty()
            && settings.minimum().isEmpty()
            && now.end() > 0
            && now.epochs.get(0) > 1
            && history.decisions().stream().anyMatch(decision -> endsAtOne(decision, trainings));
    return earlier ? of(settings.withMinimum(1), trainings.longest()) : now;
  }

  private static boolean endsAtOne(Event decision, Trainings trainings) {
    return decision instanceof Event.TrialStarted started
        && started.toEpoch() == 1
        && trainings.epochs(started.configuration()) > 1;
  }

  /** The rungs of trainings of so many epochs at most. */
  static Rungs of(SchedulerSettings settings, int longest) {
    List<Integer> epochs = new ArrayList<>(settings.rungs());
    if (epochs.isEmpty()) {
      int reduction = settings.reduction();
      int first =
          settings.minimum().orElse((int) Math.ceil((double) longest / reduction / reduction));
      for (long at = first; at < longest; at *= reduction) {
        epochs.add((int) at);
      }
    }
    return new Rungs(epochs.stream().filter(at -> at < longest).toList(), longest);
  }

  /** The number of the end, which is how many rungs there are before it. */
  int end() {
    return epochs.size();
  }

  /** Epochs with which a trial of so many in all has come to a rung. */
  int epochs(int rung, int ofTrial) {
    return rung < end() ? Math.min(epochs.get(rung), ofTrial) : ofTrial;
  }

  /** The rung to which a segment leads that ends with so many epochs. */
  int at(int toEpoch) {
    int rung = 0;
    while (rung < end() && epochs.get(rung) < toEpoch) {
      rung++;
    }
    return rung;
  }

  /**
   * Epochs that trials of the longest training have together, if one of {@code reduction}, and one
   * at least, goes on from each rung.
   */
  long planned(int trials, int firstRung, int reduction) {
    long planned = (long) trials * epochs(firstRung, longest);
    for (int rung = firstRung; rung < end(); rung++) {
      int onwards = places(trials, reduction, rung - firstRung + 1);
      planned += (long) onwards * (epochs(rung + 1, longest) - epochs(rung, longest));
    }
    return planned;
  }

  /** How many of so many trials are left after some rungs; 1 at least. */
  static int places(int trials, int reduction, int rungs) {
    double left = trials / Math.pow(reduction, rungs);
    return (int) Math.max(1, Math.floor(left));
  }
}
