/**
 * Runs on: driver. Fetches published data sets from their publishers, with resume and checksum. The
 * addresses stand in one table, {@link io.espalier.data.download.PublishedSets}.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.data.download;
