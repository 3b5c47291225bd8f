package io.espalier.driver.cluster;

import io.espalier.search.space.Domain;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.Sampler;
import io.espalier.search.space.SearchSpace;
import io.espalier.wire.Configuration;
import io.espalier.wire.Seeds;
import io.espalier.wire.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The memory of a search space's largest trial. A small grid is walked. Of any other space a
 * thousand configurations are drawn, and from the largest of them one parameter after the other
 * takes the value, of its ends or listed ones, that makes it larger, until none does: memory grows
 * or falls with each number on its own, so the last one is the largest but in contrived spaces.
 */
final class LargestTrial {
  private static final long WALKED_ROWS = 20_000;
  private static final int DRAWN = 1_000;
  private static final int LISTED = 100;
  private static final int SWEEPS = 3;

  private final SearchSpace space;
  private final Function<Configuration, TrialMemory> memory;

  /**
   * @param memory what a configuration needs; {@link TrialMemory#NONE} if it is impossible
   */
  LargestTrial(SearchSpace space, Function<Configuration, TrialMemory> memory) {
    this.space = space;
    this.memory = memory;
  }

  /** The most that any trial needs, in native memory and in the heap each. */
  TrialMemory memory() {
    boolean walked =
        space.parameters().stream().allMatch(parameter -> parameter.domain().hasGrid())
            && space.rows() <= WALKED_ROWS;
    return walked
        ? space.stream().map(memory).reduce(TrialMemory.NONE, TrialMemory::larger)
        : climbed();
  }

  private record Drawn(Configuration configuration, TrialMemory memory) {}

  private TrialMemory climbed() {
    Sampler sampler = new Sampler(space);
    List<Drawn> drawn =
        IntStream.range(0, DRAWN)
            .mapToObj(draw -> sampler.draw(Seeds.seed(0, Seeds.Purpose.SEARCH, draw)))
            .flatMap(Optional::stream)
            .map(configuration -> new Drawn(configuration, memory.apply(configuration)))
            .toList();
    TrialMemory largest =
        drawn.stream().map(Drawn::memory).reduce(TrialMemory.NONE, TrialMemory::larger);
    return drawn.stream()
        .max(Comparator.comparingLong(one -> one.memory().bytes()))
        .map(start -> climb(start.configuration()).larger(largest))
        .orElse(largest);
  }

  private TrialMemory climb(Configuration start) {
    Configuration at = start;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      Configuration before = at;
      for (Parameter parameter : space.parameters()) {
        at = larger(at, parameter);
      }
      if (at.equals(before)) {
        break;
      }
    }
    return memory.apply(at);
  }

  /** The configuration with the value of a parameter that makes it largest. */
  private Configuration larger(Configuration at, Parameter parameter) {
    Configuration best = at;
    for (Value value : candidates(parameter.domain())) {
      Configuration other = with(at, parameter, value);
      if (memory.apply(other).bytes() > memory.apply(best).bytes()) {
        best = other;
      }
    }
    return best;
  }

  private static List<Value> candidates(Domain domain) {
    return domain instanceof Domain.Listed listed && listed.values().size() <= LISTED
        ? listed.values()
        : List.of(domain.at(0), domain.at(Math.nextDown(1.0)));
  }

  /** With another value, and the branches that come with it at their upper ends. */
  private Configuration with(Configuration at, Parameter changed, Value value) {
    SortedMap<String, Value> values = new TreeMap<>();
    for (Parameter parameter : space.parameters()) {
      if (parameter.applies(name -> Optional.ofNullable(values.get(name)))) {
        Value own =
            parameter.equals(changed)
                ? value
                : at.value(parameter.name())
                    .orElseGet(() -> parameter.domain().at(Math.nextDown(1.0)));
        values.put(parameter.name(), own);
      }
    }
    return new Configuration(values);
  }
}
