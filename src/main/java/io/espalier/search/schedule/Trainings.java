package io.espalier.search.schedule;

import io.espalier.wire.Configuration;
import java.util.Optional;

/** What a scheduler has to know of the trainings that configurations stand for. */
public interface Trainings {
  /** Why a configuration cannot be trained; empty if it can. */
  Optional<String> impossible(Configuration configuration);

  /** Epochs that the training of a possible configuration has, at least 1. */
  int epochs(Configuration configuration);

  /** Epochs of the longest training among a sample of the configurations, at least 1. */
  int longest();

  /** About how many bytes a possible configuration's network takes when it is kept. */
  long checkpointBytes(Configuration configuration);
}
