/**
 * Runs on: driver. What a person reads when a run has finished: {@code report.html} and the
 * pictures of {@code report/}, each with the numbers behind it beside it. Everything here is drawn
 * from the run's history and from plain numbers ({@link io.espalier.driver.report.ReportContent});
 * whoever asks the models for them is elsewhere. The same content gives the same numbers, byte for
 * byte.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.driver.report;
