/**
 * Runs on: executors. The only code that knows DL4J and ND4J. The doors are {@link
 * io.espalier.engine.TrialTask}, the Spark function that trains an assignment, {@link
 * io.espalier.engine.ParallelRetrain}, which the driver calls to train one network on the whole
 * cluster, {@link io.espalier.engine.RowScorer}, which scores the rows of a data set, and {@link
 * io.espalier.engine.ModelTools}, which predicts, checks gradients and describes the machine.
 * Behind them, {@code models} builds networks, {@code layers} extends DL4J, {@code compiled} holds
 * a network's passes as native operations, {@code train} trains and {@code parallel} shares a
 * training among executors.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.engine;
