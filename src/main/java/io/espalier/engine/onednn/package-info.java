/**
 * oneDNN's own interface, of a version newer than the one inside of ND4J's library: primitives over
 * arrays in the layouts that it works on fastest, and products. Knows no networks.
 */
@NullMarked
package io.espalier.engine.onednn;

import org.jspecify.annotations.NullMarked;
