import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browserPath, openPage, startBrowser, startService } from "./service.mjs";

const isSkipped = browserPath ? false : "no Chromium here";
let service, browser, page;

// A small survey and one epoch: what is tested is the demo, not the model.
before(async () => {
  if (isSkipped) return;
  service = await startService("--demo", "true", "--training-threads", "2", "--demo-scans-per-point", "2", "--demo-epochs", "1", "--demo-scans-per-phone", "30");
  browser = await startBrowser();
  page = await openPage(browser);
});

after(async () => {
  await browser?.close();
  await service?.stop();
});

test("demo: phones walk with their true places, the building ages, and the model is updated", { skip: isSkipped, timeout: 240_000 }, async () => {
  await page.goto(service.address);
  await page.waitForSelector("h2:text-is('A simulated office')");
  await page.waitForSelector("[data-device='imoo Z5']", { timeout: 120_000 });
  assert.equal(await page.locator("button.device").count(), 8);
  await page.waitForSelector(".chart canvas");
  await page.click("text=Seven months later");
  await page.waitForSelector("text=Back to the survey day", { timeout: 60_000 });
  await page.waitForSelector("dt:text-is('kept up to date')", { timeout: 90_000 });
  const figure = async name => Number.parseFloat(await page.locator(`[data-figure=${name}]`).textContent());
  assert.ok(await figure("frozen") > 0 && await figure("serving") > 0);
  await page.click("text=Back to the survey day");
  await page.waitForSelector("button:text-is('Seven months later')");
  assert.deepEqual(page.wrongs, []);
});
