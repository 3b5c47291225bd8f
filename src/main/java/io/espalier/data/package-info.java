/**
 * Runs on: both sides. The values of the data room: what to load ({@link
 * io.espalier.data.DataSpec}), all examples in one compact and typed value ({@link
 * io.espalier.data.Dataset}: bytes stay bytes), and what executors assemble batches from ({@link
 * io.espalier.data.PreparedData}). The driver makes them in the rooms below: {@code read} and
 * {@code generate} bring examples, {@code load} splits them and fits the normalisation, {@code
 * show} lets a person look, {@code download} fetches published sets.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.data;
