/**
 * Runs on: both sides. Everything that is serialised between the driver and the executors, and
 * nothing else: what to train ({@link io.espalier.wire.ModelSpec}, {@link
 * io.espalier.wire.TrainingSpec}), the order to train it ({@link io.espalier.wire.Assignment}), and
 * what came of it ({@link io.espalier.wire.Outcome}). All types are validated when they are made.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.wire;
