import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const Root = fileURLToPath(new URL("../../", import.meta.url));
const Program = process.env.ITOLOC_SERVER ?? join(Root, "artifacts/bin/Itoloc.Server/release/Itoloc.Server");
const Browsers = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where a browser is; undefined where there is none. */
export const browserPath = Browsers.find(path => path && existsSync(path));

/** Starts the service as an operator does: a process, a fresh folder, SQLite. */
export async function startService(...settings) {
  const folder = mkdtempSync(join(tmpdir(), "itoloc-web-"));
  const process_ = spawn(Program, ["--data", folder, "--port", "0", ...settings], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise(resolve => process_.once("exit", resolve));
  const key = settings.includes("--demo") ? null : firstMatch(process_.stdout, /shown only now: (\S+)/);
  const address = firstMatch(process_.stderr, /Now listening on: (http:\S+)/);
  const service = { address: await address, key: await key, folder, api: "" };
  service.api = `${service.address}/api/itoloc/v1`;
  service.ask = async (method, path, body, type = "application/json", token = service.key) => {
    const isText = body === undefined || typeof body === "string" || body instanceof Uint8Array;
    const response = await fetch(path.startsWith("http") ? path : service.api + path, {
      method, headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...(body === undefined ? {} : { "Content-Type": type }) },
      body: isText ? body : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text && /json/.test(response.headers.get("content-type") ?? "") ? JSON.parse(text) : text;
  };
  service.stop = async () => {
    process_.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return service;
}

function firstMatch(stream, pattern) {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: stream });
    const seen = [];
    lines.on("line", line => {
      seen.push(line);
      const match = pattern.exec(line);
      if (match) resolve(match[1]);
    });
    lines.on("close", () => reject(new Error(`The service ended: ${seen.join(" ")}`)));
  });
}

export const startBrowser = () => chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });

/** A page that remembers what went wrong in it. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.wrongs = [];
  page.requested = [];
  page.on("pageerror", error => page.wrongs.push(error.message));
  page.on("console", message => /Content Security Policy|violates/i.test(message.text()) && page.wrongs.push(message.text()));
  page.on("request", request => page.requested.push(request.url()));
  return page;
}

/** Signs in with the key and opens a page of a site. */
export async function signIn(page, service, hash = "#/") {
  await page.goto(service.address);
  await page.fill("input[name=key]", service.key);
  await page.click("text=Sign in");
  await page.waitForSelector("header");
  if (hash !== "#/") await page.evaluate(where => (location.hash = where), hash);
}

/** What is heard at a place of a hall of 9 × 6 m with six access points. */
export function hear(x, y, random) {
  const accessPoints = [[0, 0], [9, 0], [0, 6], [9, 6], [4, 3], [14, 3]];
  return Object.fromEntries(accessPoints.map(([ax, ay], i) => [
    `02:00:00:00:00:${(16 * i).toString(16).padStart(2, "0")}`,
    Math.round((-40 - 25 * Math.log10(1 + Math.hypot(ax - x, ay - y)) + 2 * (random() - 0.5)) * 10) / 10]));
}

/** Random numbers that are the same in every run. */
export function seeded(seed) {
  return () => {
    seed = (seed * 1664525 + 1013904223) % 4294967296;
    return seed / 4294967296;
  };
}

/** A survey of that hall as a scan log: 12 points, two phones. */
export function surveyLog(scansPerPoint = 6) {
  const random = seeded(1), lines = [];
  for (let point = 0; point < 12; point++) {
    for (let i = 0; i < scansPerPoint; i++) {
      const [x, y] = [1 + 2.3 * (point % 4), 1 + 2 * Math.floor(point / 4)];
      lines.push(JSON.stringify({
        building: "hall", floor: "0", x, y, device: i % 2 ? "phone-a" : "phone-b",
        time: new Date(Date.UTC(2026, 2, 1, 9, point, i)).toISOString(), wifi: hear(x, y, random),
      }));
    }
  }
  return lines.join("\n");
}

/** Waits until something holds. */
export async function eventually(check, words, milliseconds = 30_000) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`It did not come: ${words}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

/** Trains a site and waits for the model. */
export async function train(service, site, promote = true) {
  const job = await service.ask("POST", `/sites/${site}/training`, { promote });
  await eventually(async () => {
    const { state, message } = await service.ask("GET", `/sites/${site}/jobs/${job.id}`);
    if (state === "failed") throw new Error(message);
    return state === "done";
  }, "the model", 60_000);
}
