/**
 * Runs on: executors. Decides, once per process and before ND4J starts, whether it computes with
 * CUDA or on the CPU, says what is missing where a GPU was asked for, and pins each task's thread
 * to the GPU whose address Spark gave the task.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.engine.devices;
