/* All trials and all decisions, as tables that sort and filter. */
"use strict";
(function () {
  /* A heading whose name stays text. */
  const heading = (cell) => {
    const name = document.createElement("span");
    name.textContent = cell.getValue();
    return name;
  };

  /* A word, "< 0.1", ">= 3" or "0.1 to 0.3". */
  function asked(said) {
    const between = said.match(/^\s*(\S+)\s+to\s+(\S+)\s*$/);
    const compared = said.match(/^\s*(<=|>=|<|>|=)\s*(\S+)\s*$/);
    if (between && !Number.isNaN(Number(between[1])) && !Number.isNaN(Number(between[2]))) {
      return (value) => typeof value === "number" && value >= Number(between[1]) && value <= Number(between[2]);
    }
    if (compared && !Number.isNaN(Number(compared[2]))) {
      const bound = Number(compared[2]);
      const by = { "<": (v) => v < bound, "<=": (v) => v <= bound, ">": (v) => v > bound, ">=": (v) => v >= bound, "=": (v) => v === bound }[compared[1]];
      return (value) => typeof value === "number" && by(value);
    }
    const word = said.trim().toLowerCase();
    return (value) => (typeof value === "number" ? espalier.text(value) : String(value === null ? "" : value)).toLowerCase().includes(word);
  }
  let last = ["", () => true];
  const filter = (said, value) => {
    if (last[0] !== said) last = [said, asked(said)];
    return last[1](value);
  };

  const number = (title, field) => ({ title, field, sorter: "number", sorterParams: { alignEmptyValues: "bottom" }, hozAlign: "right", formatter: (cell) => espalier.text(cell.getValue()) });
  const word = (title, field) => ({ title, field, sorter: "string", maxWidth: 320 });
  const finished = (column) => Object.assign(column, { titleFormatter: heading, headerFilter: "input", headerFilterFunc: filter, minWidth: 70 });
  const options = { height: "460px", layout: "fitData", nestedFieldSeparator: false, headerFilterLiveFilterDelay: 120 };

  /* What tells readers of screens what they are at: a grid of one group of headings and one of rows. */
  function named(table) {
    table.on("tableBuilt", function () {
      const part = (name) => table.element.querySelector(name);
      part(".tabulator-header-contents").setAttribute("role", "presentation");
      part(".tabulator-tableholder").setAttribute("role", "rowgroup");
      part(".tabulator-table").setAttribute("role", "presentation");
      table.getColumns().forEach((column) => {
        const field = column.getElement().querySelector(".tabulator-header-filter input");
        if (field) field.setAttribute("aria-label", "Filter " + column.getDefinition().title);
      });
    });
    return table;
  }

  const rows = () => espalier.trials.map((trial) => {
    const row = { trial: trial.trial, status: trial.status, epochs: trial.epochs, parameters: trial.parameters, seconds: trial.seconds, fused: trial.fused, reason: trial.reason };
    trial.objectives.forEach((value, i) => { row["o" + i] = value; });
    espalier.parameters.forEach((one, i) => { row["p" + i] = one.words.length ? one.value(trial) : trial.values[i]; });
    return row;
  });
  const columns = () => [
    { ...number("trial", "trial"), frozen: innerWidth > 600 }, word("status", "status"),
    ...espalier.data.objectives.map((one, i) => number(one.name, "o" + i)),
    ...espalier.parameters.map((one, i) => (one.words.length ? word(one.name, "p" + i) : number(one.name, "p" + i))),
    number("epochs", "epochs"), number("numbers of the network", "parameters"), number("seconds", "seconds"),
    ...(espalier.trials.some((trial) => trial.fused) ? [number("side by side with", "fused")] : []), word("reason", "reason"),
  ].map(finished);

  espalier.trialTable = function () {
    const sort = [{ column: "o0", dir: espalier.data.objectives[0].minimize ? "asc" : "desc" }];
    const table = named(new Tabulator("#trial-table", { ...options, data: rows(), columns: columns(), initialSort: sort }));
    const shown = document.getElementById("shown");
    const tell = (count) => { shown.textContent = count + " of " + espalier.trials.length + " trials"; };
    table.on("dataFiltered", (filters, kept) => tell(kept.length));
    tell(espalier.trials.length);
    espalier.whenChosen(() => table.setFilter((row) => espalier.isChosen(espalier.trials[row.trial - 1])));
    document.getElementById("search").addEventListener("input", (event) => espalier.choose({ words: event.target.value.trim().toLowerCase() }));
    document.getElementById("all").addEventListener("click", () => {
      document.getElementById("search").value = "";
      table.clearHeaderFilter();
      if (espalier.unbrush) espalier.unbrush();
      espalier.choose({ ranges: new Map(), words: "" });
    });
    espalier.table = table;
  };

  const decisions = () => espalier.data.decisions.map(([what, trial, why], i) => ({ number: i + 1, what: espalier.data.texts[what], trial: trial || null, why: espalier.data.texts[why] }));

  espalier.decisionTable = function () {
    const details = document.getElementById("decisions");
    details.addEventListener("toggle", function () {
      if (!details.open || espalier.decisions) return;
      espalier.decisions = named(new Tabulator("#decision-table", { ...options, layout: "fitDataStretch", data: decisions(), columns: [number("number", "number"), word("what", "what"), number("trial", "trial"), { ...word("why", "why"), maxWidth: 900 }].map(finished) }));
    });
  };

  /* Other numbers in the same tables: what a reader sorted, filtered and scrolled to stays. */
  espalier.tablesAnew = async function () {
    await espalier.table.replaceData(rows());
    if (espalier.decisions) await espalier.decisions.replaceData(decisions());
  };
})();
