package io.espalier.engine.parallel;

import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import java.io.Serializable;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * What all copies of a network have in common; broadcast once.
 *
 * @param inLanes whether they train as networks that may train side by side
 */
record Form(
    ModelSpec model, TrainingSpec training, MultiLayerConfiguration configuration, boolean inLanes)
    implements Serializable {}
