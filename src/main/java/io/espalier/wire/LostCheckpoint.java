package io.espalier.wire;

import java.io.Serializable;

/**
 * A trial could not go on, since the state that it was to go on from is gone or damaged.
 *
 * @param reason one line that names the file
 */
public record LostCheckpoint(int trial, String reason) implements Serializable {}
