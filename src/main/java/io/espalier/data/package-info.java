/**
 * Runs on: both sides. Reads files of the published formats, tables, image folders and generated
 * sets into one value, {@link io.espalier.data.Dataset}, compact and typed: bytes stay bytes. The
 * driver loads, splits and fits the normalisation ({@link io.espalier.data.PreparedData}) and
 * broadcasts the result; executors assemble batches from it.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.data;
