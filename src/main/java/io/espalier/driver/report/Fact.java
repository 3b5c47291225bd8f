package io.espalier.driver.report;

/** A name and what there is to say of it, one line each. */
public record Fact(String name, String text) {}
