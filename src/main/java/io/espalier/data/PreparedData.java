package io.espalier.data;

import io.espalier.wire.ClassWeights;
import io.espalier.wire.Part;
import io.espalier.wire.TrainingSpec;
import java.io.Serializable;
import java.util.List;

/**
 * Data as executors need it: loaded, split, its normalisation fitted. Broadcast once; one copy per
 * executor JVM.
 *
 * @param split the one split; with folds everything to learn from is its training part, and its
 *     validation part is empty
 * @param folds of a cross-validation; empty if there is one split only
 * @param fingerprint SHA-256 in hexadecimal over shape, names, features, targets, split and
 *     normalisation: equal means the same data
 * @param encoding what the columns of a table became; {@link TableEncoding#NONE} for other data
 * @param augmentation how images are changed while they are trained on
 */
public record PreparedData(
    Dataset dataset,
    Split split,
    Normalisation normalisation,
    List<Fold> folds,
    String fingerprint,
    TableEncoding encoding,
    Augmentation augmentation)
    implements Serializable {
  /**
   * One fold of a cross-validation: its part to validate on, the rest to train on.
   *
   * @param normalisation fitted on the rest
   */
  public record Fold(Split split, Normalisation normalisation) implements Serializable {}

  public PreparedData {
    folds = List.copyOf(folds);
  }

  /** Data that are trained on as they are. */
  public PreparedData(
      Dataset dataset,
      Split split,
      Normalisation normalisation,
      List<Fold> folds,
      String fingerprint,
      TableEncoding encoding) {
    this(dataset, split, normalisation, folds, fingerprint, encoding, Augmentation.NONE);
  }

  /** Data that are no table. */
  public PreparedData(
      Dataset dataset,
      Split split,
      Normalisation normalisation,
      List<Fold> folds,
      String fingerprint) {
    this(dataset, split, normalisation, folds, fingerprint, TableEncoding.NONE);
  }

  /** Data with one split. */
  public PreparedData(
      Dataset dataset, Split split, Normalisation normalisation, String fingerprint) {
    this(dataset, split, normalisation, List.of(), fingerprint);
  }

  /** The same data as a fold sees them. Fold 0 is the split itself; folds count from 1. */
  public PreparedData fold(int number) {
    if (number == 0) {
      return this;
    }
    Fold fold = folds.get(number - 1);
    return new PreparedData(
        dataset.rescaled(fold.split().train()),
        fold.split(),
        fold.normalisation(),
        List.of(),
        fingerprint,
        encoding,
        augmentation);
  }

  /** The same, changed in another way while they are trained on. */
  public PreparedData with(Augmentation other) {
    return new PreparedData(dataset, split, normalisation, folds, fingerprint, encoding, other);
  }

  /**
   * Copies examples, or of whole graphs the nodes ({@link Dataset#vectors}), normalised, to {@code
   * target}, {@code [count, numbers]} row by row.
   */
  public void fill(int[] rows, int from, int count, float[] target) {
    int size = dataset.shape().size();
    for (int i = 0; i < count; i++) {
      dataset.features().copy(rows[from + i] * size, target, i * size, size);
    }
    normalisation.apply(target, 0, count, dataset.shape());
  }

  /**
   * As {@link #fill}, for a step of a training: images are changed as the augmentation says.
   *
   * @param epochSeed of {@link Augmenter#seed}
   */
  public void fillAugmented(int[] rows, int from, int count, long epochSeed, float[] target) {
    Augmenter augmenter = new Augmenter(augmentation, dataset.layout());
    int size = dataset.shape().size();
    for (int i = 0; i < count; i++) {
      dataset.features().copy(rows[from + i] * size, target, i * size, size);
      augmenter.draw(epochSeed, rows[from + i]);
      augmenter.move(target, i * size);
      normalisation.apply(target, i * size, 1, dataset.shape());
      augmenter.cover(target, i * size);
    }
  }

  /**
   * Copies the features of consecutive nodes, normalised, to {@code target}, {@code [count,
   * features]} row by row. Nodes are numbered as in {@link Graphs}, whether graphs or nodes are the
   * examples.
   */
  public void fillNodes(int firstNode, int count, float[] target) {
    int size = dataset.shape().size();
    dataset.features().copy(firstNode * size, target, 0, count * size);
    normalisation.apply(target, 0, count, dataset.shape());
  }

  /**
   * A training whose class weights, if it has some, are numbers: one for each class.
   *
   * @param trainOn the part whose classes are counted
   * @throws IllegalArgumentException if the weights are not of these data's classes, in one line
   */
  public TrainingSpec weighted(TrainingSpec training, Part trainOn) {
    if (training.classWeights().equals(ClassWeights.NONE)) {
      return training;
    }
    if (!(dataset.targets() instanceof Targets.Classes classes)) {
      throw new IllegalArgumentException("numbers are predicted, which have no classes to weigh");
    }
    int[] counts = new int[classes.outputs()];
    for (int row : split.rows(trainOn)) {
      counts[classes.labels()[row]]++;
    }
    return training.withClassWeights(training.classWeights().of(classes.names(), counts));
  }

  /** How many examples a part has. */
  public int examples(Part part) {
    return split.rows(part).length;
  }
}
