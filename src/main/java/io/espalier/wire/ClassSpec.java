package io.espalier.wire;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model that a class of the user's own builds or trains.
 *
 * @param type the class's full name, {@code com.acme.MyNet}
 * @param settings what it is told, by key
 */
public record ClassSpec(String type, SortedMap<String, Value> settings) implements Serializable {
  public ClassSpec {
    Check.that(!type.isBlank(), "a model's class has no name");
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }
}
