package io.espalier.driver.report;

import java.util.Optional;

/**
 * A test example that is looked at by itself.
 *
 * @param index in the test part, from 0
 * @param truth its class, or the number to predict
 * @param image as it was before normalisation, 0 to 255, if it is one
 */
public record SampleView(int index, String truth, Optional<Pixels> image) {}
