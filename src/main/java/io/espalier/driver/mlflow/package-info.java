/**
 * Runs on: driver. What an MLflow server is told of a run: a run of its own for the search and one
 * below it for each trial, with parameters, metrics of every epoch, and at the end the report and
 * the best model. The server is told on a thread of its own and may be away: it is told the rest
 * later, by tags that say which runs it has, and nothing twice.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.driver.mlflow;
