package io.espalier.driver.hocon;

import com.typesafe.config.ConfigUtil;
import java.util.regex.Pattern;

/** Text as HOCON writes it. */
public final class Quoted {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private Quoted() {}

  /** A value that is this text and nothing else. */
  public static String text(String text) {
    return ConfigUtil.quoteString(text);
  }

  /** One key, whatever is in it: dots, blanks, quotes. */
  public static String key(String key) {
    return PLAIN.matcher(key).matches() ? key : ConfigUtil.quoteString(key);
  }
}
