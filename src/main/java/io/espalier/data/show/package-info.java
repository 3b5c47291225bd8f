/**
 * Runs on: driver. Loaded data as a person looks at it: a page of text and a picture of samples.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.data.show;
