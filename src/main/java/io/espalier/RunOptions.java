package io.espalier;

import java.util.ArrayList;
import java.util.List;

/**
 * How a program has an experiment run.
 *
 * @param overrides changes to an experiment file, {@code path=value}, as {@code --set} makes them
 * @param newRun whether to begin another run in any case, instead of taking up the newest
 * @param takeOver whether to take the run from a living owner, who then stops
 * @param retryFailed whether failed trials are tried again
 * @param listeners told what happens, besides those that the class path offers
 * @param cancellation ends the run from outside
 * @param trialStops stops single trials from outside
 */
public record RunOptions(
    List<String> overrides,
    boolean newRun,
    boolean takeOver,
    boolean retryFailed,
    List<RunListener> listeners,
    Cancellation cancellation,
    TrialStops trialStops) {
  public RunOptions {
    overrides = List.copyOf(overrides);
    listeners = List.copyOf(listeners);
  }

  /** The newest run goes on; nobody listens. */
  public static RunOptions standard() {
    return new RunOptions(
        List.of(), false, false, false, List.of(), new Cancellation(), new TrialStops());
  }

  /** The same with a change to the experiment file: {@code training.epochs=1}. */
  public RunOptions override(String setting) {
    return new RunOptions(
        plus(overrides, setting),
        newRun,
        takeOver,
        retryFailed,
        listeners,
        cancellation,
        trialStops);
  }

  /** The same with these changes to the experiment file instead. */
  public RunOptions overrides(List<String> settings) {
    return new RunOptions(
        settings, newRun, takeOver, retryFailed, listeners, cancellation, trialStops);
  }

  /** The same, but another run begins. */
  public RunOptions asNewRun() {
    return new RunOptions(
        overrides, true, takeOver, retryFailed, listeners, cancellation, trialStops);
  }

  /** The same, but the run is taken from whoever holds it. */
  public RunOptions takingOver() {
    return new RunOptions(
        overrides, newRun, true, retryFailed, listeners, cancellation, trialStops);
  }

  /** The same, but trials that failed are tried again. */
  public RunOptions retryingFailed() {
    return new RunOptions(overrides, newRun, takeOver, true, listeners, cancellation, trialStops);
  }

  /** The same with another listener. */
  public RunOptions listener(RunListener listener) {
    return new RunOptions(
        overrides,
        newRun,
        takeOver,
        retryFailed,
        plus(listeners, listener),
        cancellation,
        trialStops);
  }

  /** The same; whoever holds {@code by} can end the run. */
  public RunOptions cancelled(Cancellation by) {
    return new RunOptions(overrides, newRun, takeOver, retryFailed, listeners, by, trialStops);
  }

  /** The same; whoever holds {@code by} can stop single trials. */
  public RunOptions stoppingTrials(TrialStops by) {
    return new RunOptions(overrides, newRun, takeOver, retryFailed, listeners, cancellation, by);
  }

  private static <E> List<E> plus(List<E> list, E element) {
    List<E> longer = new ArrayList<>(list);
    longer.add(element);
    return longer;
  }
}
