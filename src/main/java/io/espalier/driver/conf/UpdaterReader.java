package io.espalier.driver.conf;

import io.espalier.model.UpdaterKinds;
import io.espalier.model.UpdaterKinds.Field;
import io.espalier.model.UpdaterKinds.Kind;
import io.espalier.wire.Updater;
import java.util.List;

/** Reads {@code training.updater} by the table of kinds. */
final class UpdaterReader {
  private static final String USUAL = "adam";

  private UpdaterReader() {}

  static Updater read(Section section) {
    List<String> keys = UpdaterKinds.all().stream().map(Kind::key).toList();
    String key = section.oneOf("kind", keys, USUAL);
    Kind kind = UpdaterKinds.all().get(keys.indexOf(key));
    double[] values = new double[kind.fields().size()];
    for (int i = 0; i < values.length; i++) {
      Field field = kind.fields().get(i);
      int number = i;
      values[i] = section.real(field.key(), field.usual(), value -> kind.with(number, value));
    }
    section.close(" of an updater of kind " + key);
    return kind.maker().apply(values);
  }
}
