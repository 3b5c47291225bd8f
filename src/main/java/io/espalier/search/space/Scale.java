package io.espalier.search.space;

/** How the numbers of a range are spread. */
public enum Scale {
  /** Equal differences. */
  LINEAR,
  /** Equal ratios; the range must lie above 0. */
  LOG
}
