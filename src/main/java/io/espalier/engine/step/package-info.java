/**
 * Runs on: executors. The compiled way through a network: for one network and one batch size a flat
 * list of native operations on arrays that are allocated once, over the network's own parameters,
 * gradients and updater state. {@link io.espalier.engine.step.CompiledPasses} is the way in; {@link
 * io.espalier.engine.step.Compilability} says what it takes. Sequences go through it step by step,
 * {@code [steps, batch, features]}.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.engine.step;
