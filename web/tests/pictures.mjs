// Makes docs/images from the demo: every page at a desk's width, the live one on a phone, too.
// node tests/pictures.mjs; takes some two minutes, for a building is surveyed and learnt first.
import { mkdir } from "node:fs/promises";
import { openPage, startBrowser, startService } from "./service.mjs";

const folder = "../docs/images";
const service = await startService("--demo", "true", "--training-threads", "2");
const browser = await startBrowser();
try {
  await mkdir(folder, { recursive: true });
  const page = await openPage(browser);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(service.address);
  await page.waitForSelector("[data-device='imoo Z5']", { timeout: 300_000 });
  await page.waitForTimeout(15_000);
  await page.screenshot({ path: `${folder}/live.png`, timeout: 120_000 });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: `${folder}/live-phone.png`, timeout: 120_000 });
  await page.setViewportSize({ width: 1280, height: 800 });
  const site = page.url().split("#/")[1].split("/")[0];
  for (const name of ["setup", "survey", "models", "drift"]) {
    await page.goto(`${service.address}/#/${site}/${name}`);
    await page.waitForTimeout(500);
    await page.waitForSelector("h2", { timeout: 120_000 });
    await page.waitForTimeout(3_000);
    await page.screenshot({ path: `${folder}/${name}.png`, timeout: 120_000 });
  }
} finally {
  await browser.close();
  await service.stop();
}
