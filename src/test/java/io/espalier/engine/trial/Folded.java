package io.espalier.engine.trial;

import io.espalier.data.Dataset;
import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** {@link Examples} in a cross-validation. */
public final class Folded {
  private static final int LEARNT = 35;

  private Folded() {}

  /** Classes in so many folds, each of which shifts its inputs by its own number. */
  public static PreparedData classes(int folds) {
    return classes(folds, 6);
  }

  /** The same with so many inputs. */
  public static PreparedData classes(int folds, int inputs) {
    return folded(Examples.classes(new InputShape.Flat(inputs)).dataset(), folds);
  }

  /** Numbers in so many folds, each of which scales them as its own training part asks. */
  public static PreparedData numbers(int folds) {
    Dataset plain = Examples.numbers(new InputShape.Flat(6)).dataset();
    Targets.Numbers numbers = (Targets.Numbers) plain.targets();
    return folded(plain.with(numbers.fitted(learnt())), folds);
  }

  private static int[] learnt() {
    return IntStream.range(0, LEARNT).toArray();
  }

  private static int[] tested() {
    return IntStream.range(LEARNT, 44).toArray();
  }

  private static PreparedData folded(Dataset dataset, int count) {
    List<PreparedData.Fold> folds = new ArrayList<>();
    for (int fold = 0; fold < count; fold++) {
      int own = fold;
      int[] train = IntStream.of(learnt()).filter(row -> row % count != own).toArray();
      int[] validation = IntStream.of(learnt()).filter(row -> row % count == own).toArray();
      folds.add(
          new PreparedData.Fold(
              new Split(train, validation, tested()),
              new Normalisation(1, new float[] {0.1f * fold}, new float[] {1 + 0.2f * fold})));
    }
    return new PreparedData(
        dataset, new Split(learnt(), new int[0], tested()), Normalisation.NONE, folds, "folded");
  }
}
