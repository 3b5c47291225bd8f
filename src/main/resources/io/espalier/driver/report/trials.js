/* Trials as the charts and the table see them, and which of them are chosen. */
"use strict";
(function () {
  const ended = (trial) => (trial.status === "COMPLETED" ? 0 : 1);

  /* From now on the page is about these numbers. */
  espalier.take = function (data) {
    const columns = data.trials;
    const count = (columns.status || []).length;
    espalier.data = data;
    espalier.trials = Array.from({ length: count }, (_, i) => ({
      trial: i + 1,
      status: columns.status[i],
      reason: data.texts[columns.reason[i]],
      epochs: columns.epochs[i],
      parameters: columns.parameters[i],
      seconds: columns.seconds[i],
      fused: columns.fused[i],
      objectives: columns.objectives.map((one) => one[i]),
      objective: columns.objectives[0][i],
      values: columns.values.map((one) => one[i]),
    }));
    const sign = data.objectives[0].minimize ? 1 : -1;
    espalier.measured = espalier.trials.filter((trial) => trial.objective !== null && trial.status !== "DIVERGED" && trial.status !== "FAILED");
    espalier.ranked = [...espalier.measured].sort((a, b) => ended(a) - ended(b) || sign * (a.objective - b.objective));
    espalier.best = espalier.trials[(data.best[0] || 0) - 1];
    espalier.parameters = data.parameters || [];
    espalier.parameters.forEach(prepare);
    forget();
  };

  /* Few numbers stand side by side as words do; others on their scale. */
  const MOST_TICKS = 12;
  function prepare(parameter, index) {
    parameter.index = index;
    const numbers = parameter.ticks && parameter.ticks.length <= MOST_TICKS ? parameter.ticks : [];
    parameter.labels = parameter.words.length ? parameter.words : numbers.map(espalier.text);
    parameter.place = (trial) => {
      const value = trial.values[index];
      if (value === null || parameter.words.length) return value;
      return numbers.length ? nearest(numbers, value) : parameter.log ? Math.log10(value) : value;
    };
    parameter.label = (place) => parameter.labels.length
      ? (parameter.labels[Math.round(place)] === undefined || Math.abs(place - Math.round(place)) > 1e-9 ? "" : espalier.cut(parameter.labels[Math.round(place)], 16))
      : espalier.text(parameter.log ? Number(Math.pow(10, place).toPrecision(3)) : place);
    parameter.value = (trial) => {
      const value = trial.values[index];
      return value === null ? "" : parameter.words.length ? parameter.words[value] : espalier.text(value);
    };
  }

  function nearest(numbers, value) {
    let best = 0;
    numbers.forEach((number, i) => {
      if (Math.abs(number - value) < Math.abs(numbers[best] - value)) best = i;
    });
    return best;
  }

  /* Where a logarithmic axis from one power of ten to another begins, ends and has marks: at powers, or at 1, 2 and 5. */
  const MARKS = { 0: 1, 3: 2, 7: 5 };
  const MORE_MARKS = { 0: 1, 3: 2, 6: 4, 7: 5, 9: 8 };
  espalier.powers = function (low, high) {
    if (high - low >= 2) {
      return { min: Math.floor(low), max: Math.ceil(high), interval: Math.ceil((high - low) / 8), marked: () => true, label: (place) => espalier.text(Number(Math.pow(10, place).toPrecision(3))) };
    }
    const marks = high - low >= 0.8 ? MARKS : MORE_MARKS;
    const tenth = (place) => ((Math.round(10 * place) % 10) + 10) % 10;
    const label = (place) => (marks[tenth(place)] ? espalier.text(Number((marks[tenth(place)] * Math.pow(10, Math.floor(place + 0.01))).toPrecision(3))) : "");
    return { min: Math.floor(10 * low - 0.2) / 10, max: Math.ceil(10 * high + 0.2) / 10, interval: 0.1, marked: (place) => tenth(place) in marks, label };
  };

  /* What an axis in powers of ten needs; lines are drawn at its marks alone. */
  espalier.powerAxis = function (low, high) {
    const powers = espalier.powers(low, high);
    const lines = Math.round((powers.max - powers.min) / powers.interval) + 1;
    const colours = Array.from({ length: lines }, (_, i) => (powers.marked(powers.min + i * powers.interval) ? espalier.paint("--line") : "transparent"));
    return { min: powers.min, max: powers.max, interval: powers.interval, axisTick: { show: powers.interval >= 1 }, splitLine: { lineStyle: { color: colours } },
      axisLabel: { color: espalier.paint("--faint"), hideOverlap: true, showMinLabel: true, showMaxLabel: true, formatter: powers.label } };
  };

  /* The objective on its axis: by powers of ten where values are far apart. */
  espalier.scale = function (values) {
    const low = values.reduce((a, b) => Math.min(a, b), Infinity);
    const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    const log = low > 0 && high / low >= 100;
    const to = (value) => (value === null ? null : log ? Math.log10(value) : value);
    const from = (value) => espalier.text(Number((log ? Math.pow(10, value) : value).toPrecision(4)));
    const edge = 0.04 * (to(high) - to(low)) || Math.abs(to(high)) * 0.1 || 1;
    const axis = () => (log ? espalier.powerAxis(to(low), to(high))
      : { min: low - edge, max: high + edge, axisLabel: { color: espalier.paint("--faint"), hideOverlap: true, showMinLabel: false, showMaxLabel: false, formatter: from } });
    return { to, from, axis };
  };

  espalier.describe = (trial) => [
    "trial " + trial.trial + " (" + trial.status.toLowerCase() + ")",
    ...espalier.data.objectives.map((one, i) => one.name + " " + espalier.text(trial.objectives[i])),
    ...espalier.parameters.map((one) => (one.value(trial) === "" ? "" : one.name + " " + one.value(trial))),
  ];

  /* Which trials are chosen: by ranges on axes, and by words. */
  const listeners = [];
  const chosen = { ranges: new Map(), words: "" };
  let texts = [];
  function words(trial) {
    return (texts[trial.trial] ??= [...espalier.describe(trial), trial.reason].join(" ").toLowerCase());
  }

  /* What the first search would have to put together is there when it comes: done while nothing else is to do. */
  const whenIdle = window.requestIdleCallback || ((work) => setTimeout(() => work({ timeRemaining: () => 5 }), 50));
  function forget() {
    const trials = espalier.trials;
    let next = 0;
    texts = [];
    whenIdle(function prepareSome(idle) {
      while (next < trials.length && trials === espalier.trials && idle.timeRemaining() > 1) words(trials[next++]);
      if (next < trials.length && trials === espalier.trials) whenIdle(prepareSome);
    });
  }
  espalier.isChosen = (trial) => (!chosen.words || words(trial).includes(chosen.words))
    && [...chosen.ranges].every(([axis, ranges]) => ranges.some(([low, high]) => {
      const place = axis(trial);
      return place !== null && place >= low && place <= high;
    }));
  espalier.choose = function (change) {
    Object.assign(chosen, change);
    listeners.forEach((listener) => listener());
  };
  espalier.choosing = () => chosen.ranges.size > 0;
  espalier.whenChosen = (listener) => listeners.push(listener);

  espalier.take(JSON.parse(document.getElementById("numbers").textContent));
})();
