/**
 * Runs on: executors. One class under a name of ND4J's, because DL4J looks for that name; nothing
 * of ours calls it.
 */
@org.jspecify.annotations.NullMarked
package org.nd4j.nativeblas;
