package io.espalier.data.load;

import io.espalier.data.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Classes of which some part, or some fold, has no example. */
record FewExamples(Targets targets, int folds) {
  private static final int MOST_SHOWN = 5;

  /** Tells which classes the training part lacks, or has fewer of than there are folds. */
  void tell(int[] train, Consumer<String> notices) {
    if (!(targets instanceof Targets.Classes classes)) {
      return;
    }
    int[] counts = new int[classes.names().size()];
    for (int row : train) {
      counts[classes.labels()[row]]++;
    }
    List<String> few = new ArrayList<>();
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] < Math.max(1, folds)) {
        few.add(classes.names().get(label) + " (" + counts[label] + ")");
      }
    }
    if (!few.isEmpty()) {
      notices.accept(
          few.size()
              + " of "
              + counts.length
              + " classes have "
              + (folds > 0
                  ? "fewer examples than there are folds (" + folds + ")"
                  : "no example in the training part")
              + ": "
              + String.join(", ", few.subList(0, Math.min(few.size(), MOST_SHOWN)))
              + (few.size() > MOST_SHOWN ? ", …" : ""));
    }
  }
}
