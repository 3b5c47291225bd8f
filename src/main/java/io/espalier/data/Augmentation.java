package io.espalier.data;

import io.espalier.wire.InputShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How images are changed at random each time they are trained on. What is drawn depends on the
 * experiment's seed, repeat, fold, epoch and example, so that all trials see the same images; what
 * is measured is never changed.
 *
 * @param cropPadding pixels of black around the image, out of which one of its own size is cropped;
 *     0 for none
 * @param flip in which directions it is mirrored, each half of the time
 * @param shift by which share of its height and width it is moved at most, in whole pixels and in
 *     any direction; black comes after it; in [0, 1)
 * @param rotation degrees by which it is turned about its centre at most, either way, between
 *     pixels by bilinear interpolation; black where nothing was; in [0, 180]
 * @param noise standard deviation of what is added to each normalised number; 0 for none
 * @param cutout side of a square, in pixels, whose normalised numbers become 0 (DeVries and Taylor
 *     2017); its middle is anywhere in the image, so that a part of it may lie outside; 0 for none
 */
public record Augmentation(
    int cropPadding, Flip flip, double shift, double rotation, double noise, int cutout)
    implements Serializable {
  /** Images are trained on as they are. */
  public static final Augmentation NONE = new Augmentation(0, Flip.NONE, 0, 0, 0, 0);

  /** In which directions images are mirrored. */
  public enum Flip {
    NONE,
    /** Left and right change places. */
    HORIZONTAL,
    /** Top and bottom change places. */
    VERTICAL,
    /** Each of the two, on its own. */
    BOTH
  }

  public Augmentation {
    notNegative("crop-padding", cropPadding);
    notNegative("noise", noise);
    notNegative("cutout", cutout);
    if (!(shift >= 0 && shift < 1)) {
      throw new IllegalArgumentException("shift must lie in [0, 1), not " + shift);
    }
    if (!(rotation >= 0 && rotation <= 180)) {
      throw new IllegalArgumentException("rotation must lie in [0, 180], not " + rotation);
    }
  }

  private static void notNegative(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " must be a finite number of at least 0, not " + value);
    }
  }

  boolean mirrors(Flip one) {
    return flip == one || flip == Flip.BOTH;
  }

  /** Why examples of a layout cannot be changed so; empty if they can. */
  public Optional<String> objection(InputShape layout) {
    if (equals(NONE)) {
      return Optional.empty();
    }
    if (!(layout instanceof InputShape.Image image)) {
      return Optional.of("only images are augmented, not " + layout);
    }
    int side = Math.min(image.height(), image.width());
    return cropPadding >= side || cutout > side
        ? Optional.of(
            "crop-padding must be less than "
                + side
                + " and cutout at most that for images of "
                + image.height()
                + " x "
                + image.width())
        : Optional.empty();
  }

  /** What it does, for a person; empty if nothing. */
  public Optional<String> inWords() {
    List<String> said = new ArrayList<>();
    add(said, cropPadding, "cropped out of " + cropPadding + " pixels of padding");
    String directions = flip.name().toLowerCase(Locale.ROOT);
    add(said, flip == Flip.NONE ? 0 : 1, "flipped (" + directions + ")");
    add(said, shift, "shifted by up to " + shift);
    add(said, rotation, "turned by up to " + rotation + " degrees");
    add(said, noise, "noise of " + noise);
    add(said, cutout, "a square of " + cutout + " pixels cut out");
    return said.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", said));
  }

  private static void add(List<String> said, double asked, String words) {
    if (asked > 0) {
      said.add(words);
    }
  }
}
