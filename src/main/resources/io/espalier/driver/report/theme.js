/* Charts that are drawn when they come into sight, in the colours of the page. */
"use strict";
espalier.colours = {
  blue: "#0072b2", orange: "#e69f00", vermillion: "#d55e00", green: "#009e73", grey: "#8a8a8a", sky: "#56b4e9",
  map: ["#440154", "#414487", "#2a788e", "#22a884", "#7ad151", "#fde725"],
};
espalier.charts = new Map();

/* Shades from the best to the worst: what is best stands out from the paper. */
espalier.shades = () => (matchMedia("(prefers-color-scheme: dark)").matches ? [...espalier.colours.map].reverse() : espalier.colours.map);

espalier.paint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/* A tooltip of plain lines: whatever a name holds stays text. */
espalier.tip = function (lines) {
  const box = document.createElement("div");
  box.className = "tip";
  box.textContent = lines.filter((line) => line).map((line) => espalier.cut(line, 400)).join("\n");
  return box;
};

espalier.axis = function (more) {
  const faint = espalier.paint("--faint");
  return Object.assign({
    axisLine: { onZero: false, lineStyle: { color: faint } },
    axisLabel: { color: faint, hideOverlap: true },
    nameTextStyle: { color: espalier.paint("--ink") },
    splitLine: { lineStyle: { color: espalier.paint("--line") } },
    nameLocation: "middle",
  }, more);
};

/* Draws into the figure of this id, anew where it was drawn before. `option(chart)` gives what ECharts wants. */
espalier.chart = function (id, height, option) {
  const figure = document.getElementById(id);
  if (!figure) return;
  const known = espalier.redraws.find((one) => one.id === id);
  if (known) {
    Object.assign(known, { height, option });
    if (espalier.charts.has(id)) known.draw();
    return;
  }
  const drawing = { id, height, option };
  const place = document.createElement("div");
  place.className = "chart";
  figure.prepend(place);
  const tall = () => (typeof drawing.height === "function" ? drawing.height(place.clientWidth) : drawing.height) + "px";
  drawing.draw = function () {
    place.style.height = tall();
    let chart = espalier.charts.get(id);
    if (!chart) {
      chart = echarts.init(place);
      espalier.charts.set(id, chart);
      new ResizeObserver(() => place.clientWidth !== chart.getWidth() && drawing.draw()).observe(place);
    }
    chart.resize();
    chart.setOption(Object.assign({
      animation: false,
      textStyle: { fontFamily: "system-ui, sans-serif", color: espalier.paint("--ink") },
      tooltip: { confine: true, backgroundColor: espalier.paint("--paper"), textStyle: { color: espalier.paint("--ink"), fontSize: 12 } },
    }, drawing.option(chart, place.clientWidth)), true);
  };
  place.style.height = tall();
  const sight = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      sight.disconnect();
      if (!espalier.charts.has(id)) drawing.draw();
    }
  }, { rootMargin: "300px" });
  sight.observe(place);
  espalier.redraws.push(drawing);
};
espalier.redraws = [];

espalier.drawAll = () => espalier.redraws.forEach((one) => one.draw());
window.addEventListener("beforeprint", espalier.drawAll);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
  espalier.redraws.filter((one) => espalier.charts.has(one.id)).forEach((one) => one.draw()));
