/**
 * Runs on: driver. The loop decide → dispatch → record: asks the scheduler what to train, sends
 * assignments to Spark without waiting, writes what comes back to the journal and only then to the
 * history; in the end retrains the best and evaluates it on the test part. The only scheduling code
 * that knows Spark.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.driver.run;
