package io.espalier.data;

import java.util.regex.Pattern;

/**
 * Options of a reader that say a secret: no record, copy of an experiment or model card keeps their
 * values. They are known by their names; in addresses, by what stands before them.
 */
public final class SecretOptions {
  /** What stands in the place of a secret. */
  public static final String NOT_KEPT = "(not kept)";

  private static final String NAMES =
      "password|passwd|pwd|passphrase|secret|token|credential|(?:api|access|account|private|shared)[-_. ]?key";

  private static final Pattern NAME = Pattern.compile("(?i).*(?:" + NAMES + ").*");

  /** {@code password=…} in an address, up to the next part of it. */
  private static final Pattern PART =
      Pattern.compile("(?i)([\\w.-]*(?:" + NAMES + ")[\\w.-]*=)(?!\\(not kept\\))[^&;,)\\s]+");

  /** {@code user:password@} in an address. */
  private static final Pattern USER = Pattern.compile("(//[^/@:\\s]*:)[^/@\\s]+(@)");

  private SecretOptions() {}

  /** The value of an option as it may be written down. */
  public static String kept(String name, String value) {
    if (NAME.matcher(name).matches()) {
      return NOT_KEPT;
    }
    String parts = PART.matcher(value).replaceAll("$1" + NOT_KEPT);
    return USER.matcher(parts).replaceAll("$1" + NOT_KEPT + "$2");
  }
}
