/* Fills the page; charts draw themselves when they come into sight. */
"use strict";
espalier.importance();
espalier.byParameter();
espalier.parallel();
espalier.heat();
espalier.pareto();
espalier.course();
espalier.curves();
espalier.slots();
espalier.trialTable();
espalier.decisionTable();
