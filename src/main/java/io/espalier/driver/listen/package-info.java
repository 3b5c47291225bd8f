/**
 * Runs on: driver. Listeners: whoever is told what happens in a run, each on a thread of its own,
 * so that nothing that they do or fail to do reaches the search. The tables that are refreshed
 * while a run goes on are one of them.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.driver.listen;
