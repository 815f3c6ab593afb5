// Measures the page in a browser: how soon it is there with 50 devices moving, how smoothly 500 move, and how soon other
// pages open meanwhile. node tests/measure.mjs; not part of the tests, for it needs a machine that does nothing else.
import { eventually, hear, openPage, seeded, signIn, startBrowser, startService, surveyLog, train } from "./service.mjs";

const Site = "hall";
const FrameSeconds = 8;
const service = await startService("--training-threads", "2");
const browser = await startBrowser();
try {
  await service.ask("POST", "/sites", { name: Site });
  await service.ask("PUT", `/sites/${Site}/buildings/hall/floors/0`, { width: 9, height: 6 });
  await service.ask("POST", `/sites/${Site}/surveys`, surveyLog(), "application/jsonl");
  await train(service, Site);

  const random = seeded(1);
  const walkers = Array.from({ length: 500 }, (_, i) => ({ device: `device ${i}`, x: 9 * random(), y: 6 * random() }));
  const step = count => service.ask("POST", `/sites/${Site}/locate/batch`, walkers.slice(0, count).map(walker => {
    walker.x = Math.min(9, Math.max(0, walker.x + random() - 0.5));
    walker.y = Math.min(6, Math.max(0, walker.y + random() - 0.5));
    return { device: walker.device, wifi: hear(walker.x, walker.y, random) };
  }));
  let count = 50, isRunning = true;
  const moving = (async () => {
    while (isRunning) {
      const next = new Promise(resolve => setTimeout(resolve, 1000));
      await step(count);
      await next;
    }
  })();
  const drawn = page => page.evaluate(() => document.querySelector(".stage")?.layer?.devices.length ?? 0);

  const page = await openPage(browser);
  await signIn(page, service, `#/${Site}/live`);
  await eventually(async () => await drawn(page) === 50, "50 devices");
  const loads = [];
  for (let i = 0; i < 5; i++) {
    const start = Date.now();
    await page.reload({ waitUntil: "commit" });
    await page.waitForFunction(() => document.querySelector(".stage")?.layer?.devices.length === 50, null, { polling: 10 });
    loads.push(Date.now() - start);
  }
  console.log(`50 devices moving: on the plan ${loads.join(", ")} ms after the page was asked for`);

  count = 500;
  await eventually(async () => await drawn(page) === 500, "500 devices");
  const frames = await page.evaluate(seconds => new Promise(resolve => {
    const times = [], start = performance.now();
    const frame = now => {
      times.push(now);
      if (now - start < seconds * 1000) requestAnimationFrame(frame);
      else resolve({ rate: times.length / (performance.now() - start) * 1000, gaps: times.slice(1).map((time, i) => time - times[i]) });
    };
    requestAnimationFrame(frame);
  }), FrameSeconds);
  const sorted = frames.gaps.sort((a, b) => a - b);
  console.log(`500 devices moving: ${frames.rate.toFixed(1)} frames a second; 95 % of frames within ${sorted[Math.floor(0.95 * sorted.length)].toFixed(0)} ms`);
  for (const [name, ready] of [["survey", "path.surveyed"], ["setup", ".plan-frame"], ["models", "tr.active"], ["drift", ".tile"]]) {
    const start = Date.now();
    await page.evaluate(hash => (location.hash = hash), `#/${Site}/${name}`);
    await page.waitForSelector(`nav a[aria-current][href$=${name}]`);
    const named = Date.now() - start;
    await page.waitForSelector(ready);
    console.log(`500 devices moving: the page ${name} is open after ${named} ms, and whole after ${Date.now() - start} ms`);
  }
  isRunning = false;
  await moving;
} finally {
  await browser.close();
  await service.stop();
}
