package io.espalier.search.schedule;

import io.espalier.wire.Configuration;
import java.util.Optional;

/** What a scheduler has to know of the trainings that configurations stand for. */
public interface Trainings {
  /** Why a configuration cannot be trained; empty if it can. */
  Optional<String> impossible(Configuration configuration);

  /** Epochs that the training of a possible configuration has, at least 1. */
  int epochs(Configuration configuration);
}
