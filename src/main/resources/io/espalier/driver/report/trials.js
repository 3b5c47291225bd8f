/* Trials as the charts and the table see them, and which of them are chosen. */
"use strict";
(function () {
  const data = espalier.data;
  const columns = data.trials;
  const count = (columns.status || []).length;
  espalier.trials = Array.from({ length: count }, (_, i) => ({
    trial: i + 1,
    status: columns.status[i],
    reason: data.texts[columns.reason[i]],
    epochs: columns.epochs[i],
    parameters: columns.parameters[i],
    seconds: columns.seconds[i],
    objectives: columns.objectives.map((one) => one[i]),
    objective: columns.objectives[0][i],
    values: columns.values.map((one) => one[i]),
  }));
  const sign = data.objectives[0].minimize ? 1 : -1;
  const ended = (trial) => (trial.status === "COMPLETED" ? 0 : 1);
  espalier.measured = espalier.trials.filter((trial) => trial.objective !== null && trial.status !== "DIVERGED" && trial.status !== "FAILED");
  espalier.ranked = [...espalier.measured].sort((a, b) => ended(a) - ended(b) || sign * (a.objective - b.objective));
  espalier.best = espalier.trials[(data.best[0] || 0) - 1];
  espalier.parameters = data.parameters || [];

  /* Few numbers stand side by side as words do; others on their scale. */
  const MOST_TICKS = 12;
  espalier.parameters.forEach(function (parameter, index) {
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
  });

  function nearest(numbers, value) {
    let best = 0;
    numbers.forEach((number, i) => {
      if (Math.abs(number - value) < Math.abs(numbers[best] - value)) best = i;
    });
    return best;
  }

  /* The objective on its axis: by powers of ten where values are far apart. */
  espalier.scale = function (values) {
    const low = values.reduce((a, b) => Math.min(a, b), Infinity);
    const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    const log = low > 0 && high / low >= 100;
    const to = (value) => (value === null ? null : log ? Math.log10(value) : value);
    const from = (value) => espalier.text(Number((log ? Math.pow(10, value) : value).toPrecision(4)));
    const edge = 0.04 * (to(high) - to(low)) || Math.abs(to(high)) * 0.1 || 1;
    return { to, from, min: to(low) - edge, max: to(high) + edge };
  };

  espalier.describe = (trial) => [
    "trial " + trial.trial + " (" + trial.status.toLowerCase() + ")",
    ...data.objectives.map((one, i) => one.name + " " + espalier.text(trial.objectives[i])),
    ...espalier.parameters.map((one) => (one.value(trial) === "" ? "" : one.name + " " + one.value(trial))),
  ];

  /* Which trials are chosen: by ranges on axes, and by words. */
  const listeners = [];
  const chosen = { ranges: new Map(), words: "" };
  const text = new Map();
  function words(trial) {
    if (!text.has(trial.trial)) text.set(trial.trial, [...espalier.describe(trial), trial.reason].join(" ").toLowerCase());
    return text.get(trial.trial);
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
  espalier.whenChosen = (listener) => listeners.push(listener);
})();
