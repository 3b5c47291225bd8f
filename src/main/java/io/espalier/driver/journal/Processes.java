package io.espalier.driver.journal;

/** What can be known of an owner's process without its heartbeat. */
interface Processes {
  /** Whether a process lives. */
  enum State {
    ALIVE,
    GONE,
    /** It runs on another machine, in another container or under another account. */
    UNKNOWN
  }

  State of(Owner owner);
}
