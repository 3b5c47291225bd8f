package io.espalier.driver.conf;

import io.espalier.driver.hocon.Place;
import io.espalier.driver.hocon.Problems;
import io.espalier.model.ImpossibleModelException;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.Probes;
import io.espalier.wire.Configuration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tries every value of every domain on its own, the other parameters at their first value, so that
 * a bad value is found with its line before anything runs. Of a range both ends are tried: what the
 * schema accepts of numbers are intervals.
 */
final class DomainProbe {
  private final List<Configuration> probes;
  private final ModelResolver resolver;
  private final Problems problems;

  /** Parameters in an order that has parents first. */
  DomainProbe(Iterable<Parameter> parameters, ModelResolver resolver, Problems problems) {
    this.probes = new Probes(parameters).alone();
    this.resolver = resolver;
    this.problems = problems;
  }

  /**
   * Collects the problems of single values. Values that only do not go together are a problem, at
   * the given place, if no trial of a value went well; else they are left to the rows they are in.
   */
  void run(Place place) {
    Set<String> impossible = new LinkedHashSet<>();
    int before = problems.size();
    boolean possible = false;
    for (Configuration probe : probes) {
      possible |= tries(probe, impossible);
    }
    if (!possible && problems.size() == before) {
      impossible.forEach(reason -> problems.add(place, "model", reason));
    }
  }

  private boolean tries(Configuration configuration, Set<String> impossible) {
    try {
      resolver.read(configuration, problems);
      return true;
    } catch (ImpossibleModelException e) {
      impossible.add(String.valueOf(e.getMessage()));
      return false;
    }
  }
}
