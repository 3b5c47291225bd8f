package io.espalier.engine.trial;

import java.io.Serializable;

/**
 * Which examples a step is on; this travels, the examples do not.
 *
 * @param rows indexes into the data set
 * @param dropoutSeed where the step's dropout draws from
 * @param epochSeed what images are changed by
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record BatchRows(int[] rows, long dropoutSeed, long epochSeed) implements Serializable {}
