/**
 * Runs on: the driver, for the models of a run. Networks of layers in the Open Neural Network
 * Exchange format, which other programs read: written with the classes that ND4J has of its
 * published schema. {@link io.espalier.engine.onnx.OnnxModel} is the way in.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.engine.onnx;
