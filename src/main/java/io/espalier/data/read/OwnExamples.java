package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.ExampleSource;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import io.espalier.wire.OwnClass;
import io.espalier.wire.Settings;
import java.util.Locale;

/**
 * Asks a class of the user's own for its examples, and holds them to what it promises. Whatever is
 * wrong is a {@link DataException} that begins with the class's name.
 */
final class OwnExamples {
  private final DataSource.Own source;
  private final String name;

  OwnExamples(DataSource.Own source) {
    this.source = source;
    name = source.own().type();
  }

  Dataset read() {
    Settings settings = new Settings("data.settings", source.own().settings());
    Dataset read = asked(made(), settings);
    settings.unasked().ifPresent(why -> require(false, "%s", why));
    check(read);
    return read;
  }

  private ExampleSource made() {
    try {
      return new OwnClass<>(name, ExampleSource.class).instance();
    } catch (IllegalArgumentException refused) {
      throw new DataException(String.valueOf(refused.getMessage()), refused);
    }
  }

  private Dataset asked(ExampleSource examples, Settings settings) {
    try {
      return examples.examples(settings);
    } catch (Exception | LinkageError thrown) {
      throw new DataException(name + ": " + OwnClass.firstLine(thrown), thrown);
    }
  }

  private void check(Dataset read) {
    require(
        read.targets().task() == source.task(),
        source.regression()
            ? "gives classes; leave data.regression out"
            : "gives numbers to predict; set data.regression = true");
    require(
        !(read.shape() instanceof InputShape.Graph), "gives graphs; vectors and images are taken");
    require(read.examples() > 0, "gives no examples");
    int names = read.featureNames().size();
    require(
        names == 0 || names == read.shape().size(),
        "gives %d names for %d numbers",
        names,
        read.shape().size());
    if (read.features() instanceof Features.Floats features) {
      checkFinite(features.values(), read.shape().size(), "features");
    }
    if (read.targets() instanceof Targets.Classes classes) {
      for (int i = 0; i < classes.labels().length; i++) {
        int label = classes.labels()[i];
        require(
            label >= 0 && label < classes.outputs(),
            "gives example %d the class %d; there are names of 0 to %d",
            i + 1,
            label,
            classes.outputs() - 1);
      }
    } else {
      Targets.Numbers numbers = (Targets.Numbers) read.targets();
      require(numbers.width() == 1, "gives %d numbers to predict; one is taken", numbers.width());
      checkFinite(numbers.values(), 1, "targets");
    }
  }

  private void checkFinite(float[] numbers, int width, String what) {
    for (int i = 0; i < numbers.length; i++) {
      require(
          Float.isFinite(numbers[i]),
          "has %s among the %s of example %d",
          numbers[i],
          what,
          i / width + 1);
    }
  }

  private void require(boolean condition, String what, Object... parts) {
    if (!condition) {
      throw new DataException(name + ": " + String.format(Locale.ROOT, what, parts));
    }
  }
}
