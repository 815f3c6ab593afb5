// Makes pictures of every page, at a desk's and a phone's width, of the demo seven months later: all in artifacts/web/pictures, to be
// looked at; those that the documents show are kept in docs/images, too.
// node tests/pictures.mjs; takes some four minutes, for a building is surveyed, learnt, aged and learnt again first.
import { copyFile, mkdir } from "node:fs/promises";
import { openPage, startBrowser, startService } from "./service.mjs";

const folder = "../artifacts/web/pictures", kept = "../docs/images", Kept = ["live", "live-phone", "setup", "survey"];
const Widths = { "": { width: 1280, height: 800 }, "-phone": { width: 390, height: 844 } };
const Patience = 1_200_000;
const begin = Date.now();
const service = await startService("--demo", "true", "--training-threads", "2");
const browser = await startBrowser();

async function picture(page, name) {
  for (const [suffix, size] of Object.entries(Widths)) {
    await page.setViewportSize(size);
    await page.waitForTimeout(2_000);
    const path = `${folder}/${name}${suffix}.png`;
    await page.screenshot({ path, timeout: 120_000 });
    if (Kept.includes(name + suffix)) await copyFile(path, `${kept}/${name}${suffix}.png`);
  }
  await page.setViewportSize(Widths[""]);
}

try {
  await mkdir(folder, { recursive: true });
  await mkdir(kept, { recursive: true });
  const page = await openPage(browser);
  page.setDefaultTimeout(120_000);
  await page.goto(service.address);
  await page.waitForSelector("[data-device='imoo Z5']", { timeout: Patience });
  console.log(`phones move on the plan ${((Date.now() - begin) / 1000).toFixed(0)} s after the start of the demo`);
  await page.waitForTimeout(30_000);
  await page.click("text=Seven months later");
  await page.waitForSelector("dt:text-is('kept up to date')", { timeout: Patience });
  await page.waitForTimeout(60_000);
  await picture(page, "live");
  await page.locator("button.device").first().click();
  await page.click("text=Why here?");
  await page.locator("canvas.fingerprint").scrollIntoViewIfNeeded();
  await picture(page, "explain");
  const site = page.url().split("#/")[1].split("/")[0];
  const pages = { setup: "img.plan-picture", survey: "path.surveyed", models: ".scores table", drift: ".tile" };
  for (const [name, ready] of Object.entries(pages)) {
    await page.evaluate(hash => (location.hash = hash), `#/${site}/${name}`);
    await page.waitForSelector(ready);
    await picture(page, name);
  }
  await page.evaluate(hash => (location.hash = hash), `#/${site}/survey`);
  await page.waitForSelector("path.surveyed");
  await page.selectOption("select[aria-label=Shown]", "error");
  await page.waitForSelector("text=/Each point located by/");
  await picture(page, "survey-error");
  await page.evaluate(() => (location.hash = "#/"));
  await page.waitForSelector("h1:text-is('Sites')");
  await picture(page, "sites");
  await page.click("text=Sign out");
  await page.waitForSelector("input[name=key]");
  await picture(page, "sign-in");
} finally {
  await browser.close();
  await service.stop();
}
