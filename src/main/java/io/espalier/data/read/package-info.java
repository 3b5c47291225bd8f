/**
 * Runs on: driver. One reader per published format, each strict: a damaged file becomes one line
 * that names the file, the place in it, what was expected and what was found. {@link
 * io.espalier.data.read.SourceReader} reads what an experiment learns from, {@link
 * io.espalier.data.read.InputReader} what a trained model is to predict.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.data.read;
