package io.espalier.driver.hocon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads HOCON into {@link Node}s. Substitutions are looked up in the file itself, in {@code
 * reference.conf} and in a given environment, never in system properties.
 */
public final class HoconFile {
  private static final String OVERRIDE_ORIGIN = "--set #";
  private static final String REFERENCE = "/io/espalier/reference.conf";
  private static final String DEFAULTS_ORIGIN = "Espalier's defaults";
  private static final ConfigParseOptions STRICT =
      ConfigParseOptions.defaults().setAllowMissing(false);

  private final Path file;
  private final Problems problems;

  /** A file whose mistakes go to {@code problems}. */
  public HoconFile(Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** What was written, with overrides, and the defaults below it; nothing is merged yet. */
  public record Layers(Node.Tree written, Node.Tree defaults) {}

  /** Reads the file; empty, with a problem, if there is none, or it is no HOCON. */
  public Optional<Layers> read(List<Setting> settings, Map<String, String> environment) {
    if (!Files.isRegularFile(file)) {
      problems.add(whole(), "", "there is no such experiment file; give the path of a .conf file");
      return Optional.empty();
    }
    try {
      Config variables =
          ConfigValueFactory.fromMap(environment, "environment variables").toConfig();
      Config defaults = resolved(reference(), variables);
      Config known =
          resolved(
              replaced(ConfigFactory.parseFile(file.toFile(), STRICT), settings),
              defaults.withFallback(variables));
      Node.Tree tree = tree(known.root());
      for (Setting setting : settings) {
        Config context = known.withFallback(defaults).withFallback(variables);
        tree = setting.apply(tree, node(value(setting, context), ""), problems);
      }
      return Optional.of(new Layers(tree, tree(defaults.root())));
    } catch (ConfigException e) {
      add(e);
      return Optional.empty();
    } catch (StackOverflowError e) { // the parser calls itself once a level
      problems.add(whole(), "", "blocks or lists are nested too deep");
      return Optional.empty();
    }
  }

  /** Other libraries have files of that name too; ours is the one that speaks of experiments. */
  private static Config reference() {
    URL defaults = HoconFile.class.getResource(REFERENCE);
    if (defaults == null) {
      throw new IllegalStateException("the class path lacks Espalier's " + REFERENCE);
    }
    return ConfigFactory.parseURL(defaults, STRICT.setOriginDescription(DEFAULTS_ORIGIN));
  }

  private static Config resolved(Config written, Config fallback) {
    return written.resolve(ConfigResolveOptions.noSystem().appendResolver(new Fallback(fallback)));
  }

  /** Answers substitutions that a file itself does not. */
  private record Fallback(Config values) implements ConfigResolver {
    @Override
    @SuppressWarnings("NullAway") // the interface asks for null where there is no such value
    public ConfigValue lookup(String path) {
      return values.hasPath(path) ? values.getValue(path) : null;
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver further) {
      return this;
    }
  }

  /** Puts in those overrides that meet no list on their way, so that substitutions see them. */
  private static Config replaced(Config written, List<Setting> settings) {
    Config changed = written;
    for (Setting setting : settings) {
      if (!meetsList(changed.root(), setting.path())) {
        changed = changed.withValue(ConfigUtil.joinPath(setting.path()), value(setting));
      }
    }
    return changed;
  }

  private static boolean meetsList(ConfigObject root, List<String> path) {
    ConfigObject at = root;
    for (String element : path.subList(0, path.size() - 1)) {
      ConfigValue next;
      try {
        next = at.get(element);
      } catch (ConfigException.NotResolved e) {
        return true;
      }
      if (next instanceof ConfigObject object) {
        at = object;
      } else {
        return next instanceof ConfigList;
      }
    }
    return false;
  }

  private static ConfigValue value(Setting setting) {
    String origin = OVERRIDE_ORIGIN + setting.number() + " " + setting.text();
    if (!setting.isHocon()) {
      return ConfigValueFactory.fromAnyRef(setting.scalar(), origin);
    }
    Config parsed =
        ConfigFactory.parseString(
            "value = " + setting.value(),
            ConfigParseOptions.defaults().setOriginDescription(origin));
    return Objects.requireNonNull(parsed.root().get("value")); // may hold a substitution
  }

  private static ConfigValue value(Setting setting, Config known) {
    ConfigResolveOptions options = ConfigResolveOptions.noSystem();
    return value(setting).atKey("value").resolveWith(known, options).getValue("value");
  }

  private Node.Tree tree(ConfigObject object) {
    return (Node.Tree) node(object, "");
  }

  private Node node(ConfigValue value, String path) {
    Place place = place(value.origin());
    if (value instanceof ConfigObject object) {
      TreeMap<String, Node> entries = new TreeMap<>();
      object.forEach(
          (key, entry) -> entries.put(key, node(entry, path.isEmpty() ? key : path + "." + key)));
      return new Node.Tree(entries, place);
    }
    if (value instanceof ConfigList list) {
      return new Node.Sequence(list.stream().map(element -> node(element, path)).toList(), place);
    }
    if (value.valueType() == ConfigValueType.NULL) {
      problems.add(place, path, "null is no value; leave the key out to have its default");
      return new Node.Broken(place);
    }
    Object plain = value.unwrapped();
    if (plain instanceof Double real && !Double.isFinite(real)) {
      problems.add(place, path, "'" + value.render() + "' is no finite number");
      return new Node.Broken(place);
    }
    boolean word = value.valueType() == ConfigValueType.STRING;
    return new Node.Scalar(
        plain instanceof Integer whole ? Long.valueOf(whole) : plain,
        word ? (String) plain : value.render(),
        place);
  }

  private Place place(ConfigOrigin origin) {
    String description = origin.description();
    if (description.startsWith(OVERRIDE_ORIGIN)) {
      String rest = description.substring(OVERRIDE_ORIGIN.length());
      int blank = rest.indexOf(' ');
      int number = Integer.parseInt(rest.substring(0, blank));
      String text = rest.substring(blank + 1);
      String suffix = ": " + origin.lineNumber();
      return new Place(
          "--set "
              + (text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text),
          Place.OVERRIDE + number,
          0);
    }
    String name = origin.filename();
    if (name == null || description.startsWith(DEFAULTS_ORIGIN)) {
      return whole(); // what is left out has no line
    }
    boolean main = Path.of(name).toAbsolutePath().equals(file.toAbsolutePath());
    return new Place(
        main ? file.toString() : name, main ? Place.FILE : Place.INCLUDED, origin.lineNumber());
  }

  private void add(ConfigException failure) {
    ConfigOrigin origin = failure.origin();
    String message = String.valueOf(failure.getMessage()).replace('\n', ' ');
    if (origin == null) {
      problems.add(whole(), "", message);
      return;
    }
    String description = origin.description() + ": ";
    problems.add(
        place(origin),
        "",
        message.startsWith(description) ? message.substring(description.length()) : message);
  }

  private Place whole() {
    return new Place(file.toString(), Place.FILE, 0);
  }
}
