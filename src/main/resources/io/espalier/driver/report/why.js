/* What decided: importance, the objective by parameter, two parameters together, all of them together. */
"use strict";
(function () {
  const { colours } = espalier;
  let parameters, measured, ranked, objective, scale, varied, many;

  espalier.why = function () {
    ({ parameters, measured, ranked } = espalier);
    objective = espalier.data.objectives[0];
    scale = espalier.scale(measured.map((trial) => trial.objective));
    varied = parameters.filter((one) => new Set(measured.map((trial) => trial.values[one.index])).size > 1);
    many = measured.length > 2000;
    importance();
    byParameter();
    parallel();
    heat();
    pareto();
  };

  function importance() {
    const found = espalier.data.importance || [];
    document.getElementById("importance-missing").hidden = found.length > 0;
    document.getElementById("importance").hidden = found.length === 0;
    if (!found.length) return;
    const shown = found.slice(0, 20).reverse();
    espalier.chart("importance", () => 60 + 30 * shown.length, (chart, width) => ({
      grid: { left: Math.min(180, 0.35 * width), right: 20, top: 10, bottom: 45 },
      xAxis: espalier.axis({ type: "value", name: "share", nameGap: 25, min: 0, max: 1 }),
      yAxis: espalier.axis({ type: "category", data: shown.map((one) => espalier.cut(one.parameter, 24)), nameLocation: "end" }),
      tooltip: { confine: true, formatter: (at) => {
        const one = shown[at.dataIndex];
        return espalier.tip([one.parameter, "share " + espalier.text(one.numbers[0]) + " ± " + espalier.text(one.numbers[1]), "by chance " + espalier.text(one.numbers[2])]);
      } },
      series: [
        { type: "bar", barWidth: 14, itemStyle: { color: colours.blue }, data: shown.map((one) => one.numbers[0]) },
        { type: "custom", progressive: 0, z: 5, data: shown.map((one, i) => [i, one.numbers[0], one.numbers[1], one.numbers[2]]), renderItem: whisker },
      ],
    }));
  }

  /* A line from share − spread to share + spread, and a mark at what chance gives. */
  function whisker(params, api) {
    const row = api.value(0);
    const at = (share) => api.coord([Math.max(0, share), row]);
    const [left, y] = at(api.value(1) - api.value(2));
    const [right] = at(api.value(1) + api.value(2));
    const [chance] = at(api.value(3));
    const line = (x1, y1, x2, y2, colour, width) => ({ type: "line", silent: true, shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth: width } });
    return { type: "group", children: [
      line(left, y, right, y, colours.orange, 2),
      line(left, y - 4, left, y + 4, colours.orange, 2),
      line(right, y - 4, right, y + 4, colours.orange, 2),
      line(chance, y - 10, chance, y + 10, espalier.paint("--ink"), 2),
    ] };
  }

  /* A value axis for a parameter: words and grids at whole numbers. */
  function across(parameter, more) {
    const named = parameter.labels.length > 0;
    const places = named ? [] : measured.map(parameter.place).filter((one) => one !== null);
    const low = places.reduce((a, b) => Math.min(a, b), Infinity);
    const high = places.reduce((a, b) => Math.max(a, b), -Infinity);
    const edge = 0.04 * (high - low) || 1;
    const powers = parameter.log && !named && high > low;
    return espalier.axis(Object.assign({
      type: "value", name: espalier.cut(parameter.name, 40), nameGap: 24,
      min: named ? -1 : low - edge,
      max: named ? parameter.labels.length : high + edge,
      interval: named ? 1 : undefined,
      axisLabel: { color: espalier.paint("--faint"), hideOverlap: true, showMinLabel: named, showMaxLabel: named, formatter: (place) => parameter.label(place) },
    }, powers ? espalier.powerAxis(low, high) : {}, { splitLine: { show: false } }, more));
  }

  function byParameter() {
    const figure = document.getElementById("by-parameter");
    figure.hidden = !varied.length;
    if (!varied.length) return;
    const columnsIn = (width) => Math.max(1, Math.min(3, Math.floor(width / 340), varied.length));
    const tall = 250;
    espalier.chart("by-parameter", (width) => Math.ceil(varied.length / columnsIn(width)) * tall, function (chart, width) {
      const columns = columnsIn(width);
      const wide = width / columns;
      const spread = (trial) => (measured.length > 50 ? (((trial.trial * 7919) % 101) / 101 - 0.5) * 0.5 : 0);
      const point = (parameter, trial) => [parameter.place(trial) + (parameter.labels.length ? spread(trial) : 0), scale.to(trial.objective), trial.trial];
      return {
        grid: varied.map((_, i) => ({ left: (i % columns) * wide + 60, top: Math.floor(i / columns) * tall + 30, width: wide - 80, height: tall - 85 })),
        xAxis: varied.map((parameter, i) => across(parameter, { gridIndex: i })),
        yAxis: varied.map((_, i) => espalier.axis({ gridIndex: i, type: "value", ...scale.axis(), name: i % columns ? "" : espalier.cut(objective.name, 30), nameLocation: "end",
          nameTextStyle: { align: "left", color: espalier.paint("--ink") } })),
        tooltip: { confine: true, formatter: (at) => espalier.tip(espalier.describe(espalier.trials[at.value[2] - 1])) },
        series: varied.flatMap((parameter, i) => [
          { type: "scatter", xAxisIndex: i, yAxisIndex: i, large: many, progressive: 0, symbolSize: many ? 3 : 6, itemStyle: { color: colours.blue, opacity: 0.6 },
            data: measured.filter((trial) => trial.values[parameter.index] !== null && trial !== espalier.best).map((trial) => point(parameter, trial)) },
          { type: "scatter", xAxisIndex: i, yAxisIndex: i, symbol: "diamond", symbolSize: 13, z: 5, itemStyle: { color: colours.vermillion },
            data: espalier.best && espalier.best.values[parameter.index] !== null ? [point(parameter, espalier.best)] : [] },
        ]),
      };
    });
  }

  /* Where an upright axis has its marks, if its parameter goes by powers of ten. */
  function powersOf(parameter) {
    if (!parameter.log || parameter.labels.length) return {};
    const places = measured.map(parameter.place).filter((one) => one !== null);
    const { min, max, interval, label } = espalier.powers(places.reduce((a, b) => Math.min(a, b), Infinity), places.reduce((a, b) => Math.max(a, b), -Infinity));
    return { min, max, interval, label, axisTick: { show: interval >= 1 } };
  }

  function parallel() {
    const figure = document.getElementById("parallel");
    const axes = parameters.filter((one) => varied.includes(one));
    figure.hidden = axes.length < 2;
    if (figure.hidden) return;
    const MOST = 1500;
    const best = ranked.slice(0, MOST / 3);
    const rest = ranked.slice(MOST / 3);
    const every = Math.max(1, Math.ceil(rest.length / (MOST - best.length)));
    const lines = [...rest.filter((_, i) => i % every === 0).reverse(), ...best.reverse()];
    const rank = new Map(ranked.map((trial, i) => [trial, ranked.length > 1 ? i / (ranked.length - 1) : 0]));
    const drawn = lines.length < ranked.length ? ": the best " + best.length + " trials and every " + every + ". of the others" : "";
    figure.querySelector("figcaption span").textContent = "All parameters together" + drawn + "; the better, the more a line stands out from the paper.";
    const upright = (width) => width < 110 * (axes.length + 1);
    espalier.chart("parallel", (width) => (upright(width) ? 90 * (axes.length + 1) + 40 : 380), (chart, width) => ({
      parallel: { left: upright(width) ? 40 : 70, right: upright(width) ? 120 : 90, top: 50, bottom: 30, layout: upright(width) ? "vertical" : "horizontal",
        parallelAxisDefault: { nameTextStyle: { color: espalier.paint("--ink") }, axisLine: { lineStyle: { color: espalier.paint("--faint") } }, realtime: false,
          areaSelectStyle: { color: colours.orange, borderColor: colours.orange, opacity: 0.4, width: 16 } } },
      parallelAxis: axes.map((parameter, i) => ({ dim: i, name: espalier.cut(parameter.name, 18), nameLocation: i % 2 && !upright(width) ? "start" : "end",
        type: parameter.labels.length ? "category" : "value", scale: true, ...(parameter.labels.length ? { data: parameter.labels.map((one) => espalier.cut(one, 16)) } : {}),
        ...powersOf(parameter),
        axisLabel: { color: espalier.paint("--ink"), backgroundColor: espalier.paint("--paper"), padding: 1, ...(parameter.labels.length ? {} : { formatter: powersOf(parameter).label || parameter.label }) } }))
        .concat({ dim: axes.length, name: espalier.cut(objective.name, 18), ...scale.axis() }),
      visualMap: { show: false, dimension: axes.length + 1, min: 0, max: 1, inRange: { color: espalier.shades() } },
      tooltip: { show: false },
      series: { type: "parallel", lineStyle: { width: many ? 1 : 1.5, opacity: lines.length > 300 ? 0.35 : 0.7 }, inactiveOpacity: 0.03, progressive: 0,
        data: lines.map((trial) => axes.map((one) => (one.place(trial) === null ? NaN : one.place(trial))).concat(scale.to(trial.objective), rank.get(trial))) },
    }));
    const place = [...axes.map((one) => one.place), (trial) => scale.to(trial.objective)];
    espalier.brushed = function () {
      const chart = espalier.charts.get("parallel");
      const ranges = new Map();
      place.forEach((axis, i) => {
        const active = chart.getModel().getComponent("parallelAxis", i).activeIntervals;
        if (active.length) ranges.set(axis, active.map(([low, high]) => [Math.min(low, high), Math.max(low, high)]));
      });
      espalier.choose({ ranges });
    };
    espalier.unbrush = function () {
      const chart = espalier.charts.get("parallel");
      if (!chart) return;
      place.forEach((_, i) => chart.dispatchAction({ type: "axisAreaSelect", parallelAxisId: chart.getModel().getComponent("parallelAxis", i).id, intervals: [] }));
    };
    const wait = setInterval(function () {
      const chart = espalier.charts.get("parallel");
      if (!chart) return;
      clearInterval(wait);
      chart.off("axisareaselected");
      chart.on("axisareaselected", espalier.brushed);
    }, 200);
  }

  /* Two parameters in cells: words and grids as they are, ranges in ten parts. */
  function cells(parameter) {
    if (parameter.labels.length) {
      return { names: parameter.labels.map((one) => espalier.cut(one, 12)), of: parameter.place };
    }
    const places = measured.map(parameter.place).filter((one) => one !== null);
    const low = places.reduce((a, b) => Math.min(a, b), Infinity);
    const width = (places.reduce((a, b) => Math.max(a, b), -Infinity) - low) / 10 || 1;
    return {
      names: Array.from({ length: 10 }, (_, i) => parameter.label(low + (i + 0.5) * width)),
      of: (trial) => (parameter.place(trial) === null ? null : Math.min(9, Math.floor((parameter.place(trial) - low) / width))),
    };
  }

  function heat() {
    const figure = document.getElementById("heat");
    figure.hidden = varied.length < 2;
    if (figure.hidden) return;
    const order = (espalier.data.importance || []).map((one) => varied.find((other) => other.name === one.parameter)).filter((one) => one);
    const first = order.length > 1 ? order : varied;
    const selects = [document.getElementById("heat-x"), document.getElementById("heat-y")];
    selects.forEach((select, i) => {
      const before = select.value;
      select.replaceChildren();
      varied.forEach((one) => select.add(new Option(one.name, one.index, false, before ? before === String(one.index) : one === first[i])));
      select.onchange = () => espalier.redraws.find((one) => one.id === "heat").draw();
    });
    espalier.chart("heat", 380, function (chart, width) {
      const [x, y] = selects.map((select) => parameters[Number(select.value)]);
      const [cx, cy] = [cells(x), cells(y)];
      const sums = new Map();
      measured.filter((trial) => trial.status === "COMPLETED" || !measured.some((one) => one.status === "COMPLETED")).forEach(function (trial) {
        const [i, j] = [cx.of(trial), cy.of(trial)];
        if (i === null || j === null) return;
        const cell = sums.get(i + " " + j) || [i, j, 0, 0];
        cell[2] += trial.objective;
        cell[3]++;
        sums.set(i + " " + j, cell);
      });
      const data = [...sums.values()].map(([i, j, sum, count]) => [i, j, scale.to(sum / count), count, sum / count]);
      const shades = data.map((one) => one[2]);
      const upwards = objective.minimize ? espalier.shades() : [...espalier.shades()].reverse();
      return {
        grid: { left: Math.min(120, 0.25 * width), right: width < 600 ? 20 : 110, top: 10, bottom: 60 },
        xAxis: espalier.axis({ type: "category", data: cx.names, name: espalier.cut(x.name, 40), nameGap: 28 }),
        yAxis: espalier.axis({ type: "category", data: cy.names, name: espalier.cut(y.name, 40), nameLocation: "middle", nameGap: Math.min(90, 0.2 * width) }),
        visualMap: { show: width >= 600, right: 0, top: "middle", min: Math.min(...shades), max: Math.max(...shades), dimension: 2, inRange: { color: upwards }, formatter: scale.from, textStyle: { color: espalier.paint("--faint") }, calculable: false, text: [scale.from(Math.max(...shades)), scale.from(Math.min(...shades))] },
        tooltip: { confine: true, formatter: (at) => espalier.tip([x.name + " " + cx.names[at.value[0]], y.name + " " + cy.names[at.value[1]], "mean " + espalier.text(at.value[4]) + " of " + at.value[3] + " trials"]) },
        series: { type: "heatmap", progressive: 0, data },
      };
    });
  }

  function pareto() {
    const figure = document.getElementById("pareto");
    const names = espalier.data.objectives.map((one) => one.name);
    figure.hidden = names.length < 2;
    if (figure.hidden) return;
    const set = new Set(espalier.data.pareto);
    const shown = measured.filter((trial) => trial.objectives[0] !== null && trial.objectives[1] !== null);
    const [sx, sy] = [0, 1].map((i) => espalier.scale(shown.map((trial) => trial.objectives[i])));
    const points = (trials) => trials.map((trial) => [sx.to(trial.objectives[0]), sy.to(trial.objectives[1]), trial.trial]);
    espalier.chart("pareto", 360, () => ({
      grid: { left: 70, right: 30, top: 35, bottom: 50 },
      xAxis: espalier.axis({ type: "value", name: espalier.cut(names[0], 60), nameGap: 28, ...sx.axis() }),
      yAxis: espalier.axis({ type: "value", name: espalier.cut(names[1], 60), nameLocation: "end", nameTextStyle: { align: "left", color: espalier.paint("--ink") }, ...sy.axis() }),
      tooltip: { confine: true, formatter: (at) => espalier.tip(espalier.describe(espalier.trials[at.value[2] - 1])) },
      series: [
        { type: "scatter", large: many, progressive: 0, symbolSize: 6, itemStyle: { color: colours.blue, opacity: 0.6 }, data: points(shown.filter((trial) => !set.has(trial.trial))) },
        { type: "scatter", symbol: "diamond", symbolSize: 12, itemStyle: { color: colours.vermillion }, data: points(shown.filter((trial) => set.has(trial.trial))) },
      ],
    }));
  }
})();
