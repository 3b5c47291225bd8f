/**
 * Runs on: driver. Looks at data that nobody has described yet and writes an experiment file for
 * them: {@link io.espalier.driver.draft.Draft}. {@link io.espalier.driver.draft.PathLook} says what
 * lies at a path; {@link io.espalier.driver.draft.ModelDraft} what is trained on such data; {@link
 * io.espalier.driver.draft.SearchDraft} how it is searched; {@link
 * io.espalier.driver.draft.Calibration} measures what that takes on this machine.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.driver.draft;
