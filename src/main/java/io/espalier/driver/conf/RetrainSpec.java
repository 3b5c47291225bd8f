package io.espalier.driver.conf;

import io.espalier.wire.Part;

/**
 * What is trained again after the search.
 *
 * @param rows how many of the best trials; {@link Integer#MAX_VALUE} for all, 0 for none
 * @param seeds models per trial, each with its own weights; the first has the trial's
 * @param epochs passes; 0 for as many as the trial's
 * @param data the training part alone or together with the validation part
 */
public record RetrainSpec(int rows, int seeds, int epochs, Part data) {}
