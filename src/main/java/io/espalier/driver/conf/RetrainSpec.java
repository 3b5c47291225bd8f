package io.espalier.driver.conf;

import io.espalier.wire.Part;

/**
 * What is trained again after the search.
 *
 * @param rows how many of the best trials; {@link Integer#MAX_VALUE} for all, 0 for none
 * @param seeds models per trial, each with its own weights; the first has the trial's
 * @param epochs passes; 0 for as many as the trial's
 * @param data the training part alone or together with the validation part
 * @param mode where each model trains
 */
public record RetrainSpec(int rows, int seeds, int epochs, Part data, Mode mode) {
  /** Where a model trains. */
  public sealed interface Mode {}

  /** In one task, as a trial. */
  public record Single() implements Mode {}

  /**
   * On the whole cluster, by averaging the parameters of copies.
   *
   * @param workers copies; 0 for as many as the cluster has slots
   * @param averagingFrequency steps of each copy between two averages
   */
  public record DataParallel(int workers, int averagingFrequency) implements Mode {}

  /** Models that each train in one task. */
  public RetrainSpec(int rows, int seeds, int epochs, Part data) {
    this(rows, seeds, epochs, data, new Single());
  }
}
