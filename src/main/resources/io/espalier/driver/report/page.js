/* Fills the page; charts draw themselves when they come into sight. */
"use strict";
espalier.draw = function () {
  espalier.why();
  espalier.course();
  espalier.curves();
  espalier.slots();
};
espalier.draw();
espalier.trialTable();
espalier.decisionTable();
