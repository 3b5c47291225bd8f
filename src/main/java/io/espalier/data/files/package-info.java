/**
 * Runs on: driver, and executors where a command asks. Files wherever Hadoop finds them, and what
 * all readers of files share.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.data.files;
