// How long a report takes to open and to filter, in Chromium, by the page's own clock:
//   node src/bench/browser/page.mjs notebooks-out/branin/001/report.html [word to filter by]
// The median of five visits, each with a profile of its own.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [page, word = "completed"] = process.argv.slice(2);
if (!page) {
  console.error("page.mjs: the path of a report is missing");
  process.exit(2);
}
const VISITS = 5;

// Runs in the page: the end of its scripts, then a filter until the table is painted anew.
function measure(word) {
  const opened = performance.now();
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  addEventListener("load", async function () {
    await painted();
    const ready = performance.now();
    espalier.choose({ words: word });
    await painted();
    const filtered = performance.now() - ready;
    espalier.choose({ words: "" });
    await painted();
    const again = performance.now();
    espalier.choose({ words: word.slice(0, -1) });
    await painted();
    const answer = { opened, ready, filtered, filteredAgain: performance.now() - again, shown: espalier.table.getDataCount("active") };
    fetch("answer", { method: "POST", body: JSON.stringify(answer) });
  });
}

/* The page, which may tell what it measured. */
function watched() {
  const html = readFileSync(page, "utf8").replace("default-src 'none'", "default-src 'none'; connect-src 'self'");
  const end = html.lastIndexOf("</body>");
  return `${html.slice(0, end)}<script>(${measure})(${JSON.stringify(word)})</script></body></html>`;
}

function visit(folder) {
  return new Promise((done, fail) => {
    let browser;
    const server = createServer(function (request, response) {
      if (request.method !== "POST") {
        response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(watched());
        return;
      }
      let text = "";
      request.on("data", (part) => { text += part; });
      request.on("end", function () {
        response.end();
        server.close();
        browser.on("close", () => done(JSON.parse(text)));
        browser.kill();
      });
    });
    server.listen(0, "127.0.0.1", function () {
      browser = spawn("chromium", ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        `--user-data-dir=${join(folder, "profile")}`, "--remote-debugging-port=0", `http://127.0.0.1:${server.address().port}/`], { stdio: "ignore" });
      browser.on("error", fail);
    });
  });
}

const visits = [];
for (let i = 0; i < VISITS; i++) {
  const folder = mkdtempSync(join(tmpdir(), "espalier-page-"));
  try {
    visits.push(await visit(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
const median = (name) => visits.map((one) => one[name]).sort((a, b) => a - b)[VISITS >> 1];
for (const name of Object.keys(visits[0])) console.log(`${name} ${Math.round(median(name))}${name === "shown" ? "" : " ms"}`);
