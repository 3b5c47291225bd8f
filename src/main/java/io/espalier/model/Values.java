package io.espalier.model;

import io.espalier.model.Field.Sizes;
import io.espalier.wire.LayerSpec;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Values of fields, by their keys. */
public final class Values {
  /** No values. */
  public static final Values NONE = new Values(Collections.emptySortedMap());

  private final SortedMap<String, Object> values;

  private Values(SortedMap<String, Object> values) {
    this.values = values;
  }

  /** These with one more, or another. */
  public Values with(String key, Object value) {
    SortedMap<String, Object> more = new TreeMap<>(values);
    more.put(key, value);
    return new Values(more);
  }

  /** The value of a key, if it has one. */
  public Optional<Object> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The whole number that is there. */
  public int whole(String key) {
    return of(key, Integer.class);
  }

  /** The real number that is there. */
  public double real(String key) {
    return of(key, Double.class);
  }

  /** The flag that is there. */
  public boolean flag(String key) {
    return of(key, Boolean.class);
  }

  /** The pixels that are there. */
  public Sizes pixels(String key) {
    return of(key, Sizes.class);
  }

  /** The layers that are there. */
  public List<LayerSpec> layers(String key) {
    List<?> found = of(key, List.class);
    return found.stream().map(LayerSpec.class::cast).toList();
  }

  /** The constant that is there. */
  public <E extends Enum<E>> E word(String key, Class<E> type) {
    return of(key, type);
  }

  private <T> T of(String key, Class<T> type) {
    return type.cast(
        value(key)
            .orElseThrow(() -> new IllegalArgumentException("there is no value of '" + key + "'")));
  }
}
