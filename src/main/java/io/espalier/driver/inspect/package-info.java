/**
 * Runs on: driver. Looks into a run's saved models and data for what its report draws: the first
 * layer's weights, the layers' outputs for chosen test examples, the output over a plane, a
 * regression's predictions. Networks are asked through {@link io.espalier.engine.ModelTools}; what
 * comes out are plain numbers.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.driver.inspect;
