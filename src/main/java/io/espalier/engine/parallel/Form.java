package io.espalier.engine.parallel;

import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import java.io.Serializable;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** What all copies of a network have in common; broadcast once. */
record Form(ModelSpec model, TrainingSpec training, MultiLayerConfiguration configuration)
    implements Serializable {}
