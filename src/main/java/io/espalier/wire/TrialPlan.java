package io.espalier.wire;

import java.io.Serializable;

/** What a configuration trains: its network, and how. */
public record TrialPlan(ModelSpec model, TrainingSpec training) implements Serializable {}
