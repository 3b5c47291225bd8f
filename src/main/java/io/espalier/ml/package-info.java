/**
 * Runs on: the driver. Espalier as a part of Spark's own machine learning and SQL: {@link
 * io.espalier.ml.EspalierSearch} is an estimator whose {@code fit} runs a search, {@link
 * io.espalier.ml.EspalierModel} is what it returns and what any finished run's folder can be read
 * as. It scores rows on the executors, from SQL by {@link io.espalier.ml.EspalierExtensions}. Both
 * stand in pipelines, save and load as Spark's own do.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.ml;
