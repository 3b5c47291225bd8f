package io.espalier.driver.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.immutable.List;
import scala.collection.immutable.List$;

/**
 * Java's collections as Scala's and back, by what Scala 2.12 and 2.13 have in common: their own
 * converters lie in different places, and only immutable lists are a {@code Seq} to both.
 */
public final class ScalaCollections {
  private ScalaCollections() {}

  /** The same elements in the same order. */
  public static <T> List<T> list(java.util.List<? extends T> elements) {
    return list(elements, element -> element);
  }

  /** What becomes of the elements, in the same order. */
  static <E, T> List<T> list(
      java.util.List<E> elements, Function<? super E, ? extends T> converted) {
    List<T> list = List$.MODULE$.empty();
    for (int i = elements.size() - 1; i >= 0; i--) {
      list = list.$colon$colon(converted.apply(elements.get(i)));
    }
    return list;
  }

  /** A copy of a sequence. */
  public static <T> java.util.List<T> copied(scala.collection.Seq<? extends T> elements) {
    java.util.List<T> copy = new ArrayList<>();
    for (Iterator<? extends T> rest = elements.iterator(); rest.hasNext(); ) {
      copy.add(rest.next());
    }
    return copy;
  }

  /** A copy of a map, in its order. */
  public static <K, V> Map<K, V> copied(scala.collection.Map<? extends K, ? extends V> entries) {
    Map<K, V> copy = new LinkedHashMap<>();
    Iterator<? extends Tuple2<? extends K, ? extends V>> rest = entries.iterator();
    while (rest.hasNext()) {
      Tuple2<? extends K, ? extends V> entry = rest.next();
      copy.put(entry._1(), entry._2());
    }
    return copy;
  }
}
