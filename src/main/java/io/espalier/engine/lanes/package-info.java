/**
 * Runs on: executors. Small networks of dense layers trained side by side: every number of the
 * network lies beside the same number of the other trials, one in each lane, so that a few long
 * loops in Java do what native calls do in many short ones. A lane's numbers are the same whatever
 * the other lanes hold, and however many there are: each is a sum in one order, and Java's
 * arithmetic is exact about that. {@link io.espalier.engine.lanes.DenseLanes} is the way in; {@link
 * io.espalier.engine.lanes.LaneShape} says which trials may be neighbours.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.engine.lanes;
