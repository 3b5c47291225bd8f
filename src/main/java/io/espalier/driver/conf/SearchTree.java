package io.espalier.driver.conf;

import io.espalier.driver.conf.DomainFinder.Branch;
import io.espalier.driver.conf.DomainFinder.Found;
import io.espalier.driver.conf.DomainFinder.Same;
import io.espalier.driver.hocon.Node;
import io.espalier.driver.hocon.Problems;
import io.espalier.search.space.NearestWord;
import io.espalier.search.space.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The model and training parts with their domains taken out.
 *
 * @param model may itself be a {@link Node.Variable}
 * @param slots where values go, by path
 * @param parameters outermost first
 */
record SearchTree(Node model, Node training, Map<String, Slot> slots, List<Parameter> parameters) {
  SearchTree {
    slots = Collections.unmodifiableMap(slots);
    parameters = List.copyOf(parameters);
  }

  /**
   * Finds, names and orders the domains.
   *
   * @param order {@code search.order}
   */
  static SearchTree of(Node model, Node training, List<Node.Scalar> order, Problems problems) {
    DomainFinder finder = new DomainFinder(problems);
    Node plainModel = finder.walk(model, List.of("model"), Optional.empty());
    Node plainTraining = finder.walk(training, List.of("training"), Optional.empty());
    Map<String, String> names = new DomainNames(finder.found(), problems).byPath();
    Map<String, Slot> slots = new LinkedHashMap<>();
    List<Found> inFileOrder = new ArrayList<>(finder.found());
    inFileOrder.sort(
        Comparator.comparingInt((Found domain) -> domain.place().rank())
            .thenComparing(domain -> domain.place().source())
            .thenComparingInt(domain -> domain.place().line())
            .thenComparing(Found::words, SearchTree::compareWords));
    for (Found domain : inFileOrder) {
      putAfterParent(domain, finder.byPath(), names, slots);
    }
    List<Slot> ordered = ordered(new ArrayList<>(slots.values()), order, problems);
    for (Same same : finder.same()) {
      alias(same, finder.byPath(), slots, problems);
    }
    return new SearchTree(
        plainModel, plainTraining, slots, ordered.stream().map(Slot::parameter).toList());
  }

  /** A branch read from an included file may stand before its choice; its parameters do not. */
  private static void putAfterParent(
      Found domain, Map<String, Found> byPath, Map<String, String> names, Map<String, Slot> slots) {
    domain
        .branch()
        .flatMap(branch -> Optional.ofNullable(byPath.get(branch.choicePath())))
        .ifPresent(parent -> putAfterParent(parent, byPath, names, slots));
    slots.putIfAbsent(domain.path(), slot(domain, names));
  }

  private static Slot slot(Found domain, Map<String, String> names) {
    Optional<Parameter.Condition> condition =
        domain
            .branch()
            .map(
                branch ->
                    new Parameter.Condition(name(names, branch.choicePath()), branch.label()));
    Parameter parameter = new Parameter(name(names, domain.path()), domain.domain(), condition);
    return new Slot(parameter, domain.place(), domain.nodes());
  }

  /** The name at a path; of a choice that was found wrong, a name that nothing else has. */
  private static String name(Map<String, String> names, String path) {
    return names.getOrDefault(path, "broken");
  }

  private static List<Slot> ordered(List<Slot> slots, List<Node.Scalar> order, Problems problems) {
    Map<String, Slot> byName = new LinkedHashMap<>();
    slots.forEach(slot -> byName.put(slot.parameter().name(), slot));
    List<String> known = List.copyOf(byName.keySet());
    LinkedHashMap<String, Slot> ordered = new LinkedHashMap<>();
    for (Node.Scalar entry : order) {
      String name = DomainFinder.column(entry.text());
      Slot slot = byName.get(name);
      if (slot == null) {
        problems.add(entry.place(), "search.order", unknown(entry.text(), known));
      } else if (ordered.put(name, slot) != null) {
        problems.add(entry.place(), "search.order", "'" + entry.text() + "' comes twice");
      }
    }
    byName.forEach(ordered::putIfAbsent);
    checkParents(ordered, order, problems);
    return List.copyOf(ordered.values());
  }

  private static void checkParents(
      LinkedHashMap<String, Slot> ordered, List<Node.Scalar> order, Problems problems) {
    List<String> names = List.copyOf(ordered.keySet());
    for (Node.Scalar entry : order) {
      Optional.ofNullable(ordered.get(DomainFinder.column(entry.text())))
          .flatMap(slot -> slot.parameter().condition())
          .filter(
              condition ->
                  names.indexOf(condition.parent())
                      > names.indexOf(DomainFinder.column(entry.text())))
          .ifPresent(
              condition ->
                  problems.add(
                      entry.place(),
                      "search.order",
                      "'"
                          + entry.text()
                          + "' exists only inside '"
                          + condition.parent()
                          + "', which must come before it"));
    }
  }

  private static String unknown(String name, List<String> known) {
    return known.isEmpty()
        ? "'" + name + "' is no parameter; the file has no search domain"
        : "'"
            + name
            + "' is no parameter; known are "
            + Problems.alternatives(known)
            + NearestWord.hint(name, known);
  }

  private static void alias(
      Same same, Map<String, Found> found, Map<String, Slot> slots, Problems problems) {
    Map<String, String> paths = new LinkedHashMap<>();
    found.keySet().forEach(path -> slotAt(slots, path).ifPresent(s -> paths.put(s, path)));
    String path = paths.get(same.name());
    if (path == null) {
      problems.add(
          same.place(),
          same.path() + ".same-as",
          unknown(same.name(), List.copyOf(paths.keySet())));
      return;
    }
    Optional<Branch> needed = Optional.ofNullable(found.get(path)).flatMap(Found::branch);
    if (needed.isPresent() && !isInside(same.branch(), needed.get())) {
      problems.add(
          same.place(),
          same.path() + ".same-as",
          "'"
              + same.name()
              + "' exists only in the branch '"
              + needed.get().label()
              + "' of "
              + needed.get().choicePath()
              + "; name a domain that always applies here");
      return;
    }
    Slot slot = slots.get(path);
    if (slot != null) {
      slots.put(same.path(), slot);
    }
  }

  private static Optional<String> slotAt(Map<String, Slot> slots, String path) {
    return Optional.ofNullable(slots.get(path)).map(slot -> slot.parameter().name());
  }

  private static boolean isInside(Optional<Branch> branch, Branch needed) {
    return branch.isPresent()
        && (branch.get().equals(needed) || isInside(branch.get().outer(), needed));
  }

  /** Makes problems of domains that have no grid. */
  void checkGrids(Problems problems) {
    Set<Parameter> checked = new HashSet<>();
    slots.forEach(
        (path, slot) -> {
          if (!slot.parameter().domain().hasGrid() && checked.add(slot.parameter())) {
            problems.add(
                slot.place(),
                path,
                "a range in a grid search needs step or points, as in { uniform = [0, 1], points ="
                    + " 5 }; with search.trials = 50 it needs none");
          }
        });
  }

  /** Path order, whole numbers by size. */
  private static int compareWords(List<String> left, List<String> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      String a = left.get(i);
      String b = right.get(i);
      boolean numbers = a.matches("\\d{1,9}") && b.matches("\\d{1,9}");
      int order =
          numbers ? Integer.compare(Integer.parseInt(a), Integer.parseInt(b)) : a.compareTo(b);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }
}
