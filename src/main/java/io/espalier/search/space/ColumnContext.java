package io.espalier.search.space;

import io.espalier.wire.Value;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.jexl3.JexlContext;

/** A configuration as an expression sees it: column names with plain values, read only. */
record ColumnContext(Function<String, Optional<Value>> values) implements JexlContext {
  @Override
  public Object get(String name) {
    return values.apply(name).orElseThrow().plain();
  }

  @Override
  public boolean has(String name) {
    return values.apply(name).isPresent();
  }

  @Override
  public void set(String name, Object value) {
    throw new IllegalArgumentException("a constraint cannot change '" + name + "'");
  }
}
