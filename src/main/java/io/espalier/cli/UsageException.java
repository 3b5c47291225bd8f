package io.espalier.cli;

/**
 * What was asked for does not fit what is there: a trial that does not exist, a query that is
 * wrong.
 */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
