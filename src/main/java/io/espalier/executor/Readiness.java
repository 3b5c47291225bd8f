package io.espalier.executor;

import java.io.Serializable;

/**
 * What a preflight found on an executor.
 *
 * @param problem why it cannot train, in one line; empty if it can
 * @param notice what a person should know all the same, in one line; empty if there is nothing
 */
public record Readiness(String problem, String notice) implements Serializable {}
