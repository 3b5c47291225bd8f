/**
 * Runs on: driver. The append-only record of a run, which is the truth about it: events in
 * numbered, chained, checksummed files, each written whole or not at all and never twice; old ones
 * are merged into few. Only the holder of the run's lease writes. Also the folders runs live in and
 * the versions of what took part. The only code that knows the journal's JSON.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.driver.journal;
