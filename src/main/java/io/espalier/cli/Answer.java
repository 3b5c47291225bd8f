package io.espalier.cli;

/**
 * What a command answers, as text for a person and as one JSON object for a program. It is a record
 * whose parts are the object's fields, in snake case; {@code src/doc/answers.md} describes them.
 */
interface Answer {
  /** For a person, without a newline at its end. */
  String text();

  /** The record whose parts are the fields of the JSON object. */
  default Object fields() {
    return this;
  }
}
