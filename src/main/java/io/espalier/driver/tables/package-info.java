/**
 * Runs on: driver. The journal as Parquet tables, and Spark SQL over the tables of many runs. The
 * tables are written here, on the driver, without a Spark job, as all slots train; they can be
 * rebuilt from the journal alone, and read without any code of ours.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.driver.tables;
