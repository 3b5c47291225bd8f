package io.espalier.model;

import java.util.List;
import java.util.function.Function;

/**
 * A thing that experiment files choose by its key: the pure half of its definition. The engine's
 * half is a form in {@code io.espalier.engine.step}.
 *
 * @param key its word in experiment files
 * @param type what is made, or the main part of it
 * @param help its meaning in one line
 * @param example how a file says it
 * @param maker throws {@link IllegalArgumentException} for a value out of range
 */
public record Definition<T>(
    String key,
    Class<?> type,
    String help,
    String example,
    List<Field> fields,
    Function<Values, ? extends T> maker) {
  public Definition {
    fields = List.copyOf(fields);
  }

  /** What the values make. */
  public T of(Values values) {
    return maker.apply(values);
  }

  /** One with every field at its usual value, or where there is none at one that is accepted. */
  public T usual() {
    return of(usualValues());
  }

  /**
   * The same with one field at another value, to try that value.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public T with(Field field, Object value) {
    return of(usualValues().with(field.key(), value));
  }

  private Values usualValues() {
    Values values = Values.NONE;
    for (Field field : fields) {
      values = values.with(field.key(), field.standIn());
    }
    return values;
  }
}
