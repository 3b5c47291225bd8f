package io.espalier.data;

import io.espalier.wire.Settings;

/**
 * Examples of the user's own, for {@code data { source = class, class = com.acme.MySource }}. An
 * implementation is public, has a public constructor without parameters, and is in a jar on the
 * driver's class path ({@code --jars} of spark-submit).
 */
public interface ExampleSource {
  /**
   * Reads all examples: vectors or images, and classes or one number of each. Equal settings give
   * equal examples in the same order; a run that is resumed asks again and compares.
   *
   * @param settings what the experiment says in {@code data.settings}; one that is not asked for is
   *     a mistake
   */
  Dataset examples(Settings settings) throws Exception;
}
