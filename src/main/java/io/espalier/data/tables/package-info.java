/**
 * Runs on: the driver. Tables as people have them. A file (or anything else that implements {@link
 * io.espalier.data.tables.TableFile}) puts its cells into typed columns; {@link
 * io.espalier.data.tables.TableEncoder} turns those into inputs, after what it found in the
 * training part alone.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.data.tables;
