/**
 * Runs on: both. Trains one network on the whole cluster by averaging parameters, inside
 * dl4j-spark's frame: {@link io.espalier.engine.parallel.SparkWorkers} and {@code AveragingMaster}
 * on the driver, {@code AveragingWorker} and the Spark functions on executors. What travels are
 * indexes of examples, weights and updater states as primitive arrays; the data have been broadcast
 * before. Of dl4j-spark's own ways three are replaced: examples are dealt out as given instead of
 * by a random split, workers step as every training here does instead of by {@code fit}, and
 * results are added up in the order of the workers instead of that in which they arrive, so that
 * the same number of workers gives the same bits.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.engine.parallel;
