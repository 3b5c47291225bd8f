/**
 * Runs on: driver. The command line: thin commands that turn arguments into calls of the driver and
 * what comes of them into text and an exit code. Standard output carries the answer alone; progress
 * and notices go to standard error.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.cli;
