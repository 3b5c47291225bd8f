/* A page that is served while its run goes on: what is new comes by itself, and a person may stop things. */
"use strict";
(function () {
  const PAUSE_MILLIS = 1000;
  const MOST_SHOWN = 50;
  const part = (id) => document.getElementById(id);
  let status = { recorded: 0, running: [], notices: [] };
  let shown = -1;
  let asked = false;
  let ended = false;

  const told = new EventSource("events");
  told.onmessage = function (event) {
    status = JSON.parse(event.data);
    ended = status.ended;
    if (ended) told.close();
    if (status.parts) show(status.parts);
    tell();
    look();
  };
  told.onerror = function () {
    if (!ended) part("live-state").textContent = "The run does not answer: it has come to its end, or its process has.";
  };

  function tell() {
    const state = status.ended && status.stopping ? "The search is stopped; the same command goes on from there."
      : status.ended ? "The run has ended; if it came to its end, the whole report is report.html in " + status.folder + "."
      : status.stopping ? "The search is being stopped." : espalier.choosing() ? "The run goes on; charts wait while trials are chosen." : "The run goes on.";
    write(part("live-state"), state);
    part("stop-search").disabled = status.ended || status.stopping;
    write(part("live-course"), status.course);
    trials();
    part("live-notices").replaceChildren(...status.notices.map((line) => element("li", line)));
  }

  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  /* The trials that train, each with what it measured last and a button; a row stays while its trial does, with what is in focus. */
  const rows = new Map();
  function trials() {
    const running = ended ? [] : status.running.slice(0, MOST_SHOWN);
    part("live-trials").hidden = !running.length;
    write(part("live-objective"), espalier.data.objectives[0].name);
    [...rows.keys()].filter((trial) => !running.some((one) => one.trial === trial)).forEach((trial) => {
      rows.get(trial).remove();
      rows.delete(trial);
    });
    running.forEach(function (one) {
      const row = rows.get(one.trial) || begin(one);
      write(row.cells[1], one.epoch ? String(one.epoch) : "");
      write(row.cells[2], espalier.text(one.value));
      row.querySelector("button").disabled ||= one.stopping;
    });
  }

  function begin(one) {
    const row = part("live-trials").querySelector("tbody").insertRow();
    [String(one.trial), "", "", espalier.cut(one.configuration, 200)].forEach((text) => row.append(element("td", text)));
    const button = element("button", "Stop");
    button.type = "button";
    button.setAttribute("aria-label", "Stop trial " + one.trial);
    button.onclick = function () {
      button.disabled = true;
      ask("trials/" + one.trial + "/stop");
    };
    row.insertCell().append(button);
    rows.set(one.trial, row);
    return row;
  }

  function write(place, text) {
    if (place.textContent !== text) place.textContent = text;
  }

  part("stop-search").onclick = function () {
    if (!confirm("Stop the search? What has been trained is kept; the same command goes on later.")) return;
    part("stop-search").disabled = true;
    ask("stop");
  };

  async function ask(what) {
    const answer = await fetch(what, { method: "POST" });
    if (!answer.ok) part("live-state").textContent = await answer.text();
  }

  /* What was recorded since, at most once a second, and not while somebody looks at a choice of trials. */
  async function look() {
    if (asked || ended || status.recorded === shown || espalier.choosing()) return;
    asked = true;
    try {
      const answer = await fetch("parts");
      if (answer.ok) await show(await answer.json());
    } catch (unreachable) {
      console.debug(unreachable);
    }
    setTimeout(() => { asked = false; look(); }, PAUSE_MILLIS);
  }
  espalier.whenChosen(look);

  async function show(parts) {
    shown = parts.recorded;
    ["won", "tried", "failures"].forEach((name) => { part(name + "-now").innerHTML = parts[name]; });
    espalier.take(parts.numbers);
    espalier.draw();
    await espalier.tablesAnew();
  }
})();
