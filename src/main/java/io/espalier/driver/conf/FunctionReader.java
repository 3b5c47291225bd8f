package io.espalier.driver.conf;

import io.espalier.driver.hocon.Problems;
import io.espalier.driver.hocon.Words;
import io.espalier.model.ImpossibleModelException;
import io.espalier.wire.FunctionSpec;
import io.espalier.wire.FunctionSpec.Curve;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TestFunction;
import java.util.ArrayList;
import java.util.List;

/** Reads a {@code model} part of kind function. */
final class FunctionReader {
  private static final String FUNCTION = "function";

  /** They have defaults, which say nothing of a function. */
  private static final List<String> OF_NETWORKS = List.of("layers", "activation", "weight-init");

  private FunctionReader() {}

  /**
   * The function where a configuration evaluates it, numbers {@code x1}, {@code x2}, ….
   *
   * @throws ImpossibleModelException if it has no finite value there
   */
  static ModelSpec read(Section section) {
    section.require(FUNCTION, "one of " + Problems.alternatives(Words.of(TestFunction.class)));
    TestFunction function = section.word(FUNCTION, TestFunction.class, TestFunction.SPHERE);
    List<Double> at = new ArrayList<>();
    while (at.size() < function.fewest()
        || (at.size() < function.most() && section.has(name(at.size() + 1)))) {
      String name = name(at.size() + 1);
      section.require(name, "a number or a domain of numbers");
      at.add(section.real(name, 0, any -> {}));
    }
    Curve curve = curve(section.section("curve"));
    double seconds =
        section.real(
            "seconds", 0, v -> new FunctionSpec(TestFunction.SPHERE, List.of(0.0), curve, v));
    if (!section.list("layers").isEmpty()) {
      section.problem("layers", "a function has no layers; leave this out");
    }
    OF_NETWORKS.forEach(section::has);
    section.close(" of a model of kind function");
    try {
      return ModelSpec.of(new FunctionSpec(function, at, curve, seconds));
    } catch (IllegalArgumentException refused) {
      throw new ImpossibleModelException(String.valueOf(refused.getMessage()));
    }
  }

  private static String name(int number) {
    return "x" + number;
  }

  private static Curve curve(Section section) {
    double rise = section.real("rise", 0, value -> new Curve(value, 1));
    double power = section.real("power", 1, value -> new Curve(0, value));
    section.close();
    return new Curve(rise, power);
  }
}
