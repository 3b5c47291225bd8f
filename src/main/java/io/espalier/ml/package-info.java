/**
 * Runs on: the driver. Espalier as a part of Spark's own machine learning: {@link
 * io.espalier.ml.EspalierModel} is what any finished run's folder can be read as; it scores rows on
 * the executors, stands in pipelines, saves and loads as Spark's own models do.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.ml;
