/* What a visitor does with a report; what came of it stands in the element "answers". */
"use strict";
(async function () {
  const answers = {};
  const rest = () => new Promise((done) => setTimeout(done, 400));
  const shown = () => document.getElementById("shown").textContent;
  const rows = () => espalier.table.getDataCount("active");
  try {
    await rest();
    espalier.drawAll();
    await rest();
    answers.charts = [...espalier.charts].map(([id, chart]) => [id, painted(chart)]);
    answers.rows = rows();
    answers.first = espalier.table.getRowFromPosition(1).getData().trial;

    const search = document.getElementById("search");
    search.value = "TANH";
    search.dispatchEvent(new Event("input"));
    await rest();
    answers.found = [rows(), shown()];
    document.getElementById("all").click();
    await rest();
    answers.all = rows();

    const head = document.querySelector('.tabulator-col[tabulator-field="o0"] .tabulator-header-filter input');
    head.value = "< 0.5";
    head.dispatchEvent(new Event("input"));
    head.dispatchEvent(new KeyboardEvent("keyup", { key: "5" }));
    await rest();
    answers.below = rows();
    document.getElementById("all").click();
    await rest();

    const parallel = espalier.charts.get("parallel");
    const axis = parallel.getModel().getComponent("parallelAxis", 1);
    parallel.dispatchAction({ type: "axisAreaSelect", parallelAxisId: axis.id, intervals: [[2.5, 3.5]] });
    await rest();
    answers.brushed = rows();
    document.getElementById("all").click();
    await rest();
    answers.unbrushed = rows();

    document.querySelector('.tabulator-col[tabulator-field="p0"] .tabulator-col-title').click();
    await rest();
    answers.smallest = espalier.table.getRowFromPosition(1).getData().p0;

    document.getElementById("course-by").value = "2";
    document.getElementById("course-by").dispatchEvent(new Event("change"));
    document.getElementById("decisions").open = true;
    await rest();
    answers.decisions = espalier.decisions.getDataCount();
    answers.texts = [0, 12, 0.5, 0.123456, 1234.5678, 98765.4, 0.00012345, 1234567, -0.25, 1e-12].map(espalier.text);
    answers.requests = performance.getEntriesByType("resource").map((one) => one.name);
    answers.wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  } catch (failure) {
    window.problems.push(String(failure.stack));
  }
  answers.broken = window.broken === true;
  answers.problems = window.problems;
  const place = document.createElement("pre");
  place.id = "answers";
  place.textContent = JSON.stringify(answers).replace(/[<>&]/g, "?");
  document.body.append(place);

  /* Whether a chart has more than one colour. */
  function painted(chart) {
    const canvas = chart.getDom().querySelector("canvas");
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const colours = new Set();
    for (let i = 0; i < pixels.length && colours.size < 9; i += 4) {
      if (pixels[i + 3]) colours.add(pixels[i] + "," + pixels[i + 1] + "," + pixels[i + 2]);
    }
    return colours.size > 3;
  }
})();
