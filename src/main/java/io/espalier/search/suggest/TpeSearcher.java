package io.espalier.search.suggest;

import io.espalier.search.space.Sampler;
import io.espalier.search.space.SearchSpace;
import io.espalier.wire.Configuration;
import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * The tree-structured Parzen estimator (Bergstra et al. 2011; Watanabe 2023), over all parameters
 * of a branch at once. The best tenth of the trials gives a density l of good configurations; the
 * others, those that gave no objective and those whose outcome is not known yet give another one,
 * g. Of some configurations drawn from l it proposes the one with the largest l/g. The parameters
 * of a branch of a choice are drawn after the choice, from what the trials of that branch gave. It
 * begins with a Latin hypercube, and where nothing new comes of it draws at random.
 */
public final class TpeSearcher implements Searcher {
  static final Searchers.Definition DEFINITION =
      new Searchers.Definition(
          "tpe",
          "search.trials configurations, drawn where the best ones are dense (Parzen estimators)",
          false,
          true,
          TpeSearcher::new);

  /** Trials with an objective before it has an opinion. */
  private static final int START = 10;

  private static final int MOST_REFUSED = 500;

  private final Sampler sampler;
  private final Encoding encoding;
  private final List<Branch> branches;
  private final Searcher start;
  private final Searcher fallback;

  /** A searcher over any space. */
  public TpeSearcher(SearchSpace space) {
    sampler = new Sampler(space);
    encoding = new Encoding(space);
    branches = Branch.of(space);
    start = SequenceSearcher.latinHypercube(space, START);
    fallback = new RandomSearcher(space);
  }

  @Override
  public Suggestion next(SearchView view) {
    encoding.remember(view);
    Standing standing = Standing.of(view);
    int measured = standing.ranked().size();
    if (measured < START) {
      Suggestion first = start.next(view);
      return first instanceof Suggestion.Try ? first : fallback.next(view);
    }
    double[] nothing = new double[encoding.axes().size()];
    Arrays.fill(nothing, Double.NaN);
    return new Drawing(standing, Seeds.seed(view.seed(), Purpose.SEARCH, view.trial()))
        .complete(0, nothing)
        .<Suggestion>map(
            drawn ->
                new Suggestion.Try(
                    drawn,
                    String.format(
                        Locale.ROOT, "like the best of %d trials and unlike the others", measured)))
        .orElseGet(() -> fallback.next(view));
  }

  /** One configuration in the making, branch by branch. */
  private final class Drawing {
    private final Standing standing;
    private final SplittableRandom random;
    private final Map<Branch, ParzenPair> pairs = new LinkedHashMap<>();
    private int refused;

    Drawing(Standing standing, long seed) {
      this.standing = standing;
      this.random = new SplittableRandom(seed);
    }

    /** Fills the branches from one on, the best candidates first, until the whole may be tried. */
    Optional<Configuration> complete(int from, double[] point) {
      if (from == branches.size()) {
        Configuration whole = encoding.configuration(point);
        boolean fits = !encoding.has(whole) && sampler.allowed(whole);
        refused += fits ? 0 : 1;
        return Optional.of(whole).filter(one -> fits);
      }
      Branch branch = branches.get(from);
      if (!encoding.applies(branch.parameters().get(0), point)) {
        return complete(from + 1, point);
      }
      for (double[] own : pair(branch).candidates(random)) {
        Optional<Configuration> whole = complete(from + 1, branch.into(point, own));
        if (whole.isPresent() || refused > MOST_REFUSED) {
          return whole;
        }
      }
      return Optional.empty();
    }

    private ParzenPair pair(Branch branch) {
      return pairs.computeIfAbsent(branch, one -> new ParzenPair(encoding, one, standing));
    }
  }

  @Override
  public OptionalLong proposals() {
    return OptionalLong.empty();
  }

  @Override
  public boolean learns() {
    return true;
  }
}
