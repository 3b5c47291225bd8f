/**
 * Runs on: the driver, with tasks of its own on the session's executors. What a Spark session
 * knows, files of any format, tables, queries, rows that a program holds, put into the typed
 * columns of {@code data.tables}. Tasks turn rows into blocks of primitive columns; the driver
 * orders them by what is in them, since a table has no order of its own. The only Spark in {@code
 * data}.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.data.session;
