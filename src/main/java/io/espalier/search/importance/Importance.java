package io.espalier.search.importance;

/**
 * How much one parameter decides whether a trial is among the best.
 *
 * @param parameter its name
 * @param share of what all parameters decide, 0 to 1; 0 for all where nothing tells them apart
 * @param spread standard deviation of the share over resamplings of the trials
 * @param chance the share that it would have, on the same scale, if the best trials were drawn by
 *     lot: what lies below it says nothing
 */
public record Importance(String parameter, double share, double spread, double chance) {}
