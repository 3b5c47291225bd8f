package io.espalier.driver.report;

import io.espalier.search.space.Parameter;
import java.util.List;
import java.util.Optional;

/**
 * What a report says of an experiment beside its record.
 *
 * @param parameters of the search space; empty where nobody knows it any more
 * @param constraints of the space, as they were written
 * @param search lines of name and text: how configurations were chosen, and the budget
 * @param file the experiment as a file that gives it again; empty where a program built it
 * @param data what is known of the data; empty where they could not be read
 */
public record SearchFacts(
    List<Parameter> parameters,
    List<String> constraints,
    List<Fact> search,
    String file,
    Optional<DataFacts> data) {
  public SearchFacts {
    parameters = List.copyOf(parameters);
    constraints = List.copyOf(constraints);
    search = List.copyOf(search);
  }

  /** A run of which there is nothing but its record. */
  public static SearchFacts ofRecord() {
    return new SearchFacts(List.of(), List.of(), List.of(), "", Optional.empty());
  }

  /** A parameter's place in the space, if it is known. */
  Optional<Parameter> parameter(String name) {
    return parameters.stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
