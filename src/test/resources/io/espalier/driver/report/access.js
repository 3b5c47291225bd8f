/* What axe finds on a report of which everything is open; it stands in the element "answers". */
"use strict";
(async function () {
  const rest = (time) => new Promise((done) => setTimeout(done, time));
  document.documentElement.style.width = "390px"; // as wide as a telephone, which no window of Chromium may be
  await rest(400);
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  espalier.drawAll();
  await rest(400);
  const found = await axe.run(document, { resultTypes: ["violations"] });
  const answers = {
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    width: document.body.clientWidth,
    wide: document.body.scrollWidth - document.body.clientWidth,
    passes: found.passes.length,
    violations: found.violations.filter((one) => one.impact === "serious" || one.impact === "critical")
      .flatMap((one) => one.nodes.slice(0, 3).map((node) => one.id + ": " + node.target.join(" ") + ": " + node.failureSummary)),
    problems: window.problems,
  };
  const place = document.createElement("pre");
  place.id = "answers";
  place.textContent = JSON.stringify(answers).replace(/[<>&]/g, "?");
  document.body.append(place);
})();
