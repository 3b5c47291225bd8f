/* How the search went: the best so far, learning curves, slots. */
"use strict";
(function () {
  const { colours } = espalier;
  const colourOf = (status) => ({ COMPLETED: colours.blue, STOPPED: colours.orange, DIVERGED: colours.vermillion, FAILED: colours.vermillion }[status] || colours.grey);

  espalier.course = function () {
    const { data } = espalier;
    document.getElementById("course").hidden = !data.course.length;
    if (!data.course.length) return;
    const scale = espalier.scale(data.course.map((step) => step[4]));
    const by = document.getElementById("course-by");
    by.onchange = () => espalier.redraws.find((one) => one.id === "course").draw();
    espalier.chart("course", 300, () => ({
      grid: { left: 70, right: 30, top: 35, bottom: 50 },
      xAxis: espalier.axis({ type: "value", name: by.selectedOptions[0].textContent, nameGap: 28, min: 0, max: data.course[data.course.length - 1][Number(by.value)], splitLine: { show: false },
        axisLabel: { color: espalier.paint("--faint"), hideOverlap: true, formatter: espalier.text } }),
      yAxis: espalier.axis({ type: "value", name: espalier.cut(data.objectives[0].name, 60), nameLocation: "end", nameTextStyle: { align: "left", color: espalier.paint("--ink") }, ...scale.axis() }),
      tooltip: { confine: true, formatter: (at) => espalier.tip(["trial " + at.value[2] + ": " + espalier.text(at.value[3]), by.selectedOptions[0].textContent + " " + espalier.text(at.value[0])]) },
      series: { type: "line", step: "end", symbolSize: 6, lineStyle: { color: colours.blue }, itemStyle: { color: colours.blue },
        data: data.course.map((step) => [step[Number(by.value)], scale.to(step[4]), step[0], step[4]]) },
    }));
  };

  /* The curves of many trials as one line with gaps: a chart of 10,000 lines is slow. */
  const MOST_LINES = 200;
  espalier.curves = function () {
    const { data } = espalier;
    const curves = data.curves.trials.filter((curve) => curve.points.length >= 2);
    document.getElementById("curves").hidden = !curves.length;
    if (!curves.length) return;
    const scale = espalier.scale(curves.flatMap((curve) => curve.points.filter((_, i) => i % 2)));
    const places = (curve) => Array.from({ length: curve.points.length / 2 }, (_, i) => [curve.points[2 * i], scale.to(curve.points[2 * i + 1]), curve.trial]);
    const status = (curve) => espalier.trials[curve.trial - 1].status;
    const best = curves.find((curve) => espalier.best && curve.trial === espalier.best.trial);
    const lines = [];
    const style = (colour, opacity, width) => ({ type: "line", symbol: "none", lineStyle: { color: colour, opacity, width }, itemStyle: { color: colour }, connectNulls: false });
    if (curves.length <= MOST_LINES) {
      curves.forEach((curve) => lines.push({ ...style(colourOf(status(curve)), 0.55, 1.3), triggerLineEvent: true, symbol: "circle", symbolSize: 4, data: places(curve) }));
    } else {
      [...new Set(curves.map(status))].forEach((one) => lines.push({ ...style(colourOf(one), 0.18, 0.7), silent: true,
        data: curves.filter((curve) => status(curve) === one).flatMap((curve) => [...places(curve), [null, null, null]]) }));
    }
    if (best) lines.push({ ...style(colours.green, 1, 3), z: 6, data: places(best) });
    const stopped = curves.filter((curve) => status(curve) === "STOPPED").map((curve) => places(curve).pop());
    lines.push({ type: "scatter", symbol: "path://M0,0L10,10M10,0L0,10", symbolSize: 7, z: 7, progressive: 0, itemStyle: { color: "transparent", borderColor: colours.vermillion, borderWidth: 1.5 }, data: stopped });
    espalier.chart("curves", 380, () => ({
      grid: { left: 70, right: 30, top: 35, bottom: 50 },
      xAxis: espalier.axis({ type: "value", name: "epoch", nameGap: 28, min: "dataMin", max: "dataMax", minInterval: 1, splitLine: { show: false }, axisLabel: { color: espalier.paint("--faint"), formatter: espalier.text } }),
      yAxis: espalier.axis({ type: "value", name: espalier.cut(data.curves.metric, 60), nameLocation: "end", nameTextStyle: { align: "left", color: espalier.paint("--ink") }, ...scale.axis() }),
      tooltip: { confine: true, formatter: (at) => (at.value && at.value[2] ? espalier.tip(espalier.describe(espalier.trials[at.value[2] - 1])) : "") },
      series: lines,
    }));
    document.querySelector("#curves figcaption").textContent =
      "Learning curves of " + (curves.length < espalier.trials.length ? curves.length : "all") + " trials by epoch: the best one green, completed ones blue, stopped ones orange with a cross at their end, failed ones red.";
  };

  espalier.slots = function () {
    const { slots } = espalier.data;
    document.getElementById("slots").hidden = !slots.bars.length;
    if (!slots.bars.length) return;
    document.querySelector("#slots figcaption span").textContent = "Idle: " + espalier.text(100 * slots.idle[0]) + " % of the time of " + slots.names.length + (slots.names.length === 1 ? " slot." : " slots.");
    const names = slots.names.map((name) => espalier.cut(name, 24));
    espalier.chart("slots", () => 70 + Math.min(600, 24 * names.length), (chart, width) => ({
      grid: { left: Math.min(150, 0.3 * width), right: 30, top: 10, bottom: 45 },
      xAxis: espalier.axis({ type: "value", name: "seconds", nameGap: 25, min: 0, max: "dataMax", axisLabel: { color: espalier.paint("--faint"), hideOverlap: true, formatter: espalier.text } }),
      yAxis: espalier.axis({ type: "category", data: names, inverse: true, nameLocation: "end" }),
      tooltip: { confine: true, formatter: (at) => espalier.tip(["trial " + at.value[3] + (at.value[4] > 1 ? " and " + (at.value[4] - 1) + " more" : ""), espalier.text(at.value[1]) + " to " + espalier.text(at.value[2]) + " s"]) },
      series: { type: "custom", progressive: 0, encode: { x: [1, 2], y: 0 }, clip: true, data: slots.bars.map(([slot, trial, count, from, to]) => [slot, from, to, trial, count]),
        renderItem: (params, api) => {
          const [x, y] = api.coord([api.value(1), api.value(0)]);
          const [end] = api.coord([api.value(2), api.value(0)]);
          const height = Math.max(2, 0.7 * api.size([0, 1])[1]);
          return { type: "rect", shape: { x, y: y - height / 2, width: Math.max(1, end - x), height }, style: { fill: colourOf(espalier.trials[api.value(3) - 1].status), stroke: espalier.paint("--paper"), lineWidth: 0.5 } };
        } },
    }));
  };
})();
