import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { browserPath, eventually, hear, openPage, seeded, signIn, startBrowser, startService, surveyLog, train } from "./service.mjs";

const isSkipped = browserPath ? false : "no Chromium here";
const Site = "hall";
const Floor = `/sites/${Site}/buildings/hall/floors/0`;
let service, browser, page;

const Plan = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600" viewBox="0 0 900 600" onload="alert(1)">
  <script>alert(2)</script><rect x="5" y="5" width="890" height="590" fill="white" stroke="#334" stroke-width="8"/>
  <path d="M450 5V595" stroke="#334" stroke-width="5"/><image href="http://elsewhere.example/x.png" width="9" height="9"/></svg>`;

before(async () => {
  if (isSkipped) return;
  service = await startService();
  browser = await startBrowser();
  page = await openPage(browser);
});

after(async () => {
  await browser?.close();
  await service?.stop();
});

afterEach(() => {
  if (!page) return;
  assert.deepEqual(page.wrongs, [], "errors in the page, or something its policy forbids");
  assert.deepEqual(page.requested.filter(url => !url.startsWith(service.address) && !url.startsWith("blob:") && !url.startsWith("data:")), [],
    "something was fetched from elsewhere");
  assert.ok(page.requested.every(url => !url.includes(service.key)), "the key stood in an address");
});

/** A point of the plan, from metres to the screen. */
async function click(x, y) {
  const place = await page.evaluate(([mx, my]) => {
    const map = document.querySelector(".plan-frame").getBoundingClientRect();
    const { width, height } = window.planSize ?? { width: 9, height: 6 };
    return [map.left + map.width * mx / width, map.bottom - map.height * my / height];
  }, [x, y]);
  await page.mouse.click(...place);
}

const go = async name => {
  await page.evaluate(hash => (location.hash = hash), `#/${Site}/${name}`);
  await page.waitForSelector(`nav a[aria-current]:text-is("${{ live: "Live", setup: "Set-up", survey: "Survey", models: "Models", drift: "Drift" }[name]}")`);
};

// What a failed test saw is left beside the page that it tested.
const run = (name, body) => test(name, { skip: isSkipped, timeout: 180_000 }, async () => {
  try {
    await body();
  } catch (failure) {
    await page.screenshot({ path: `../artifacts/web/failed ${name.split(":")[0]}.png` }).catch(() => undefined);
    throw failure;
  }
});

run("sign in: a wrong key opens nothing, a right one only this tab", async () => {
  const answer = await page.goto(service.address);
  const policy = answer.headers()["content-security-policy"];
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self';/);
  assert.doesNotMatch(policy, /unsafe/);
  await page.fill("input[name=key]", "a".repeat(34));
  await page.keyboard.press("Enter");
  await page.waitForSelector("text=This key opens nothing.");
  await page.fill("input[name=key]", service.key);
  await page.keyboard.press("Enter");
  await page.waitForSelector("h1:text-is('Sites')");
  assert.equal(await page.evaluate(() => sessionStorage.getItem("itoloc-key")), service.key);
  assert.equal(await page.evaluate(key => JSON.stringify(localStorage).includes(key) || document.cookie.includes(key), service.key), false);
  const other = await openPage(browser);
  await other.goto(service.address);
  await other.waitForSelector("input[name=key]");
  await other.context().close();
});

run("set-up: a site, a floor, a picture without its script, and its scale by two points", async () => {
  await page.fill("input[name=site]", Site);
  await page.click("text=Make it");
  await page.fill("label:has-text('Building') input", "hall");
  await page.fill("label:has-text('Floor') input", "0");
  await page.click("form button:text-is('Add')");
  await page.waitForSelector("text=Nobody has said yet how large it is.");
  await page.setInputFiles("input[aria-label='Picture of the floor']", { name: "plan.svg", mimeType: "image/svg+xml", buffer: Buffer.from(Plan) });
  await page.waitForSelector("img.plan-picture");
  const stored = await service.ask("GET", `${Floor}/plan`);
  assert.match(stored, /<rect/);
  assert.doesNotMatch(stored, /script|onload|elsewhere|alert/);

  await page.click("text=By two points");
  // Before it is scaled, a pixel is two centimetres: the picture is 18 m wide. Its left half is said to be 4.5 m.
  await page.evaluate(() => (window.planSize = { width: 18, height: 12 }));
  await click(0.1, 6);
  await page.waitForSelector("text=Click its other end.");
  await click(9.1, 6);
  await page.fill("input[name=metres]", "4.5");
  await page.keyboard.press("Enter");
  await page.waitForSelector("text=/The plan is 9\\.0 × 6\\.0 m/");
  await page.evaluate(() => (window.planSize = { width: 9, height: 6 }));
});

run("set-up: regions are drawn, named, undone and brought back; three points fix the place on the earth", async () => {
  for (const [x1, y1, x2, y2, name] of [[0.2, 0.2, 4.4, 5.8, "West"], [4.6, 0.2, 8.8, 5.8, "East"]]) {
    await page.click("text=Draw a rectangle");
    await click(x1, y1);
    await click(x2, y2);
    const input = page.locator("input[data-name^='Room']");
    await input.waitFor();
    await input.fill(name);
    await input.press("Enter");
    await page.waitForSelector(`input[data-name='${name}']`);
  }
  const names = async () => (await service.ask("GET", `${Floor}/regions`)).features?.map(feature => feature.properties.name)
    ?? JSON.parse(await service.ask("GET", `${Floor}/regions`)).features.map(feature => feature.properties.name);
  assert.deepEqual(await names(), ["West", "East"]);
  await page.click("button:has-text('Undo')");
  await page.waitForSelector("input[data-name='Room 2']");
  await page.click("button:has-text('Undo')");
  await page.waitForSelector("input[data-name='Room 2']", { state: "detached" });
  assert.deepEqual(await names(), ["West"]);
  await page.click("summary:text-is('Earlier versions')");
  await page.click("li:has-text('regions') >> nth=1 >> text=Bring back");
  await eventually(async () => (await names()).join() === "West,East", "both regions");

  for (const [i, [x, y, latitude, longitude]] of [[0.5, 0.5, 48.1, 11.5], [8.5, 0.5, 48.1, 11.50011], [0.5, 5.5, 48.10005, 11.5]].entries()) {
    await page.click("text=Add a point");
    await click(x, y);
    const row = page.locator(".control-point").nth(i);
    await row.getByLabel("latitude").fill(String(latitude));
    await row.getByLabel("longitude").fill(String(longitude));
  }
  await page.click("button:text-is('Save')");
  await eventually(async () => (await service.ask("GET", `/sites/${Site}/floors`))[0].georeference?.length === 3, "the georeference");
});

/** A phone with an app of FIND's: it knows the address, a key for paths, and nothing of the page. */
async function phone(name) {
  await page.click("summary:text-is('Connect a phone')");
  await page.fill("input[aria-label='Whose key']", name);
  await page.click("text=Make a key");
  const server = await page.locator("input.copy").first().inputValue();
  const random = seeded(5);
  return (x, y) => service.ask("POST", `${server}/data`,
    { f: Site, d: name, t: Date.now(), s: { wifi: hear(x, y, random) } }, "application/json", null);
}

run("survey: points are suggested; a phone is stood with, its scans counted, kept, replaced, deleted and put back", async () => {
  await go("survey");
  const send = await phone("surveyor");
  await send(2, 2);
  await page.waitForSelector("text=/0 surveyed, [1-9]\\d* to go/");
  const points = async () => (await service.ask("GET", `/sites/${Site}/coverage`)).points;
  const stand = async scans => {
    await page.click("button:text-is('Start')");
    await page.waitForSelector("text=0 scans");
    for (let i = 0; i < scans; i++) await send(1.5, 1.5);
    await page.waitForSelector(`.count:has-text('${scans} scans')`);
    await page.click("button:text-is('Done')");
  };
  await page.locator("path.suggested").first().click();
  await page.waitForSelector("text=/Stand at .* West/");
  await stand(4);
  await page.waitForSelector("text=/1 surveyed/");
  assert.deepEqual((await points()).map(point => [point.scans, point.region]), [[4, "West"]]);

  await page.locator("path.surveyed").first().click();
  await page.click("text=Survey it again");
  await stand(3);
  await page.waitForSelector("text=3 scans kept, 4 replaced.");
  assert.deepEqual((await points()).map(point => point.scans), [3]);

  await page.locator("path.surveyed").first().click();
  await page.locator("li.row:not(.retired) >> text=Delete").first().click();
  await eventually(async () => (await points())[0].scans === 2, "one scan less");
  await page.locator("li.retired >> text=Put back").first().click();
  await eventually(async () => (await points())[0].scans === 3, "the scan back");
});

run("survey: a scan log comes from a file, is reviewed and trained, and its error drawn", async () => {
  await page.click("summary:text-is('A survey from a file')");
  await page.setInputFiles("input[aria-label='Scan log']", { name: "hall.jsonl", mimeType: "application/jsonl", buffer: Buffer.from(surveyLog()) });
  await page.waitForSelector("text=72 scans stored, 0 were there already, 0 refused.");
  await page.waitForSelector("text=/13 surveyed/");
  await page.click("button:text-is('Train')");
  await page.waitForSelector(".job[data-state=done]", { timeout: 60_000 });
  await page.selectOption("select[aria-label=Shown]", "error");
  await page.waitForSelector("text=/Each point located by the scans of the others/");
  await page.waitForSelector("path.heat");
});

const send = (device, x, y, seed = 3) =>
  service.ask("POST", `/sites/${Site}/locate`, { device, wifi: x === null ? { "02:99:00:00:00:01": -50 } : hear(x, y, seeded(seed)) });

run("live: devices are on the plan, known, unknown and old ones shown as such, filtered and counted by region", async () => {
  await go("live");
  await page.waitForSelector("text=live");
  await send("badge-1", 2, 2);
  await send("badge-2", 7.5, 4);
  await send("stranger", null);
  await page.waitForSelector("[data-device='badge-1'][data-status=known]:has-text('West')");
  await page.waitForSelector("[data-device='badge-2']:has-text('East')");
  await page.waitForSelector("[data-device='stranger'][data-status=unknown]");
  const drawn = await page.evaluate(() => document.querySelector(".stage").layer.devices.map(device => device.name).sort());
  assert.deepEqual(drawn, ["badge-1", "badge-2", "stranger"]);
  await page.waitForSelector(".bar-row:has-text('East') .number:text-is('1')");
  await page.fill("input[aria-label='Find a device']", "badge-2");
  await page.waitForSelector("[data-device='badge-1']", { state: "detached" });
  await page.fill("input[aria-label='Find a device']", "");
  await service.ask("POST", `/sites/${Site}/locate`,
    { device: "sleeper", time: new Date(Date.now() - 120_000).toISOString(), wifi: hear(7, 2, seeded(2)) });
  await page.waitForSelector("[data-device='sleeper'][data-status=stale]:has-text('last seen')");
  await send("sleeper", 7, 2);
  await page.waitForSelector("[data-device='sleeper'][data-status=known]");
});

run("explain: an answer says its regions, the survey's most alike scans, access points and image", async () => {
  await page.locator("[data-device='badge-1']").focus();
  await page.keyboard.press("Enter");
  await page.click("text=Why here?");
  await page.waitForSelector(".explanation .bar-row:has-text('West')");
  await page.waitForSelector(".explanation canvas.fingerprint");
  assert.ok(await page.locator("path.nearest").count() === 9);
  assert.ok(await page.locator(".explanation code").count() >= 5);
  const colours = await page.evaluate(() => {
    const canvas = document.querySelector("canvas.fingerprint");
    return new Set(new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size;
  });
  assert.ok(colours > 5, "the image is of one colour");
});

run("live: the past is played", async () => {
  await page.click("summary:text-is('Play the past')");
  await page.click("button:text-is('Load')");
  await page.waitForSelector("input[aria-label=Moment]");
  await page.locator("input[aria-label=Moment]").fill("1000");
  await page.waitForSelector("[data-device='badge-2']");
  await page.click("text=Back to live");
  await page.waitForSelector(".tag.good:text-is('live')");
});

run("models: versions are compared, watched, promoted and rolled back", async () => {
  await train(service, Site, false);
  await go("models");
  await page.waitForSelector("tr.active[data-version='1']");
  await page.waitForSelector("h2:text-is('Versions 1 and 2')");
  await page.waitForSelector("article:has-text('Version 2') >> text=/trained on 75 scans/");
  // Both were trained on the same scans: on live ones, too, they are one.
  await page.waitForSelector(".scores:has-text('nothing says that 2 is worse') >> text=/0\\.0 m apart/");
  const [known, same] = await page.locator(".scores tr:has-text(\"Taken for this site's\") td").allTextContents();
  assert.match(known, /^\d+ %$/);
  assert.equal(known, same);
  await page.click("tr[data-version='2'] >> text=/^Watch it$/");
  await page.waitForSelector("tr[data-version='2'] .tag:text-is('watched')");
  assert.equal((await service.ask("GET", `/sites/${Site}/models`)).find(model => model.version === 2).shadow, true);
  await page.click("tr[data-version='2'] >> text=Watch it no more");
  await page.waitForSelector("tr[data-version='2'] .tag:text-is('watched')", { state: "detached" });
  await page.click("tr[data-version='2'] >> text=Let it answer");
  await page.waitForSelector("tr.active[data-version='2']");
  assert.equal((await send("badge-1", 2, 2)).model, 2);
  await page.click("text=Roll back");
  await page.waitForSelector("tr.active[data-version='1']");
  assert.equal((await send("badge-1", 2, 2)).model, 1);
  await page.uncheck("label:has-text('updates itself') input");
  await eventually(async () => !(await service.ask("GET", `/sites/${Site}/updating`)).automatic, "no more updates");
});

run("drift: access points are listed by what became of them, and the regions to survey again, with why", async () => {
  const scans = [];
  for (let i = 0; i < 210; i++) {
    const wifi = hear(2, 2, seeded(i + 1));
    delete wifi["02:00:00:00:00:30"];
    delete wifi["02:00:00:00:00:40"];
    scans.push({ device: "badge-1", time: new Date(Date.now() - 1000 * i).toISOString(), wifi: { ...wifi, "02:77:00:00:00:01": -60 } });
  }
  await service.ask("POST", `/sites/${Site}/locate/batch`, scans);
  // The history is written a moment later; before that there are those that heard the access point, too.
  await service.ask("DELETE", `/sites/${Site}/devices/badge-2`);
  await eventually(async () => (await service.ask("GET", `/sites/${Site}/access-points`)).some(ap => ap.id === "02:77:00:00:00:01" && ap.recentScans >= 200), "the scans");
  await go("drift");
  await page.waitForSelector("tr:has-text('02:77:00:00:00:01'):has-text('New')");
  await page.waitForSelector("tr:has(td:text-is('West')) >> text=/2 of 6 access points vanished, 0 moved/");
  await page.waitForSelector("text=changed: an update is worth trying");
  await page.click("tr:has(td:text-is('West')) summary:text-is('2 of 6')");
  await page.waitForSelector("tr:has(td:text-is('West')) code:text-is('02:00:00:00:00:40')");
  // This one, and what the stranger heard.
  assert.equal(await page.locator(".tile.new strong").textContent(), "2");
  assert.equal(await page.locator(".tile.moved strong").textContent(), "0");
});

run("models: an update is asked for, and says what it did", async () => {
  await go("models");
  await page.click("button:text-is('Update now')");
  await page.waitForSelector(".job[data-state=done]:has-text('Update') >> text=/not updated|version 3/", { timeout: 150_000 });
});

run("it works by keyboard, on a phone's screen, and in the dark", async () => {
  const small = await openPage(browser, { viewport: { width: 390, height: 844 }, colorScheme: "dark", hasTouch: true });
  await signIn(small, service, `#/${Site}/live`);
  await small.waitForSelector("[data-device='badge-1']");
  assert.equal(await small.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "wider than the screen");
  assert.equal(await small.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(15, 20, 27)");
  await small.keyboard.press("Tab");
  for (let i = 0; i < 12 && !(await small.evaluate(() => document.activeElement?.textContent === "Survey")); i++) await small.keyboard.press("Tab");
  await small.keyboard.press("Enter");
  await small.waitForSelector("h2:text-is('Survey')");
  assert.deepEqual(small.wrongs, []);
  await small.context().close();
});
