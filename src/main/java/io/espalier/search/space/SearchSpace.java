package io.espalier.search.space;

/** Placeholder shape of the search space. */
public record SearchSpace() {}
