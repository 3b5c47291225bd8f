package io.espalier.engine.parallel;

import java.io.Serializable;

/**
 * What a worker's copy starts a round from; broadcast once per round.
 *
 * @param weights in the network's flat order
 * @param updaterState in the network's flat order; empty if the updater has none, or to measure
 * @param iterations steps that the weights have been through
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RoundStart(float[] weights, float[] updaterState, int iterations, double learningRate)
    implements Serializable {}
