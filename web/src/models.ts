import { get, send, sitePath } from "./api";
import { attempt, button, fill, h, tableHead, toast } from "./dom";
import { metres, moment, percent } from "./format";
import { jobsView, train } from "./jobs";
import type { Page } from "./main";
import type { Comparison, Model, ModelDescription, ModelScore } from "./types";

/** A site's models: what each is made of, which answers, which is watched, and the way back. */
export const models: Page = async (place, site) => {
  const path = `${sitePath(site)}/models`;
  const table = h("tbody", {});
  const comparison = h("section", { class: "stack" });
  const picked = new Set<number>();
  let versions: Model[] = [], turn = 0;
  const back = button("Roll back", () => change("POST", "/rollback", now => `Version ${now.version} answers again.`));
  const jobs = jobsView(site, () => void attempt(load));
  const promotes = h("input", { type: "checkbox", checked: true });
  const updates = h("input", { type: "checkbox", on: { change: () => void attempt(() => send("PUT", `${sitePath(site)}/updating`, { automatic: updates.checked })) } });
  const update = button("Update now", () => void attempt(async () => {
    await send("POST", `${sitePath(site)}/update`, {});
    jobs.refresh();
  }));
  update.title = "From the scans that phones sent; watched on live scans before it may answer.";
  fill(place, h("div", { class: "column wide" },
    h("div", { class: "row" }, h("h1", {}, "Models"), h("span", { class: "space" }),
      h("label", { class: "row" }, updates, "updates itself"), update,
      h("label", { class: "row" }, promotes, "let it answer when done"),
      button("Train anew", () => void attempt(async () => {
        await train(site, promotes.checked);
        jobs.refresh();
      }), "primary"), back),
    jobs.element,
    h("div", { class: "scroll" }, h("table", {},
      tableHead("Compare", "Version", "Made", "By", "#Scans", "#Error on scans kept out", ""), table)),
    comparison));

  async function load(): Promise<void> {
    [versions, { automatic: updates.checked }] = await Promise.all([get<Model[]>(path), get<{ automatic: boolean }>(`${sitePath(site)}/updating`)]);
    back.disabled = versions.length < 2;
    update.disabled = !versions.some(model => model.active);
    if (picked.size === 0) for (const version of versions.slice(0, 2)) picked.add(version.version);
    fill(table, versions.length === 0
      ? h("tr", {}, h("td", { colSpan: 7, class: "muted" }, "None yet. Survey the site, then train."))
      : versions.map(row));
    await compare();
  }

  function change(method: string, what: string, words: (now: Model) => string): void {
    void attempt(async () => {
      toast(words(await send<Model>(method, path + what)));
      await load();
    });
  }

  function row(model: Model): HTMLElement {
    const box = h("input", {
      type: "checkbox", checked: picked.has(model.version), aria: { label: `Compare version ${model.version}` }, on: {
        change: () => {
          if (box.checked) picked.add(model.version);
          else picked.delete(model.version);
          void attempt(compare);
        },
      },
    });
    return h("tr", { data: { version: String(model.version) }, class: model.active ? "active" : "" },
      h("td", {}, box),
      h("td", {}, h("strong", {}, String(model.version)), " ", model.active && h("span", { class: "tag good" }, "answers"), model.shadow && h("span", { class: "tag warn" }, "watched")),
      h("td", { class: "whole" }, moment(model.created)),
      h("td", {}, model.kind === "train" ? "training" : model.kind),
      h("td", { class: "number" }, model.scans.toLocaleString()),
      h("td", { class: "number" }, metres(model.validationError)),
      h("td", {}, !model.active && h("div", { class: "row" },
        button("Let it answer", () => change("POST", `/${model.version}/promote`, () => `Version ${model.version} answers now.`)),
        model.shadow
          ? button("Watch it no more", () => change("DELETE", "/shadow", () => `Version ${model.version} is not watched any more.`), "quiet")
          : button("Watch it", () => change("POST", `/${model.version}/shadow`, () => `Version ${model.version} is watched on live scans.`), "quiet"))));
  }

  async function compare(): Promise<void> {
    const mine = ++turn;
    const two = versions.filter(model => picked.has(model.version)).slice(0, 2);
    const told = await Promise.all(two.map(model => get<ModelDescription>(`${path}/${model.version}/description`)));
    if (mine !== turn) return;
    const known = told.map(one => new Set(one.accessPoints.filter(isBelieved).map(ap => ap.name)));
    const scores = h("div", {});
    fill(comparison,
      two.length > 0 && h("h2", {}, two.length === 2 ? `Versions ${two[1]!.version} and ${two[0]!.version}` : `Version ${two[0]!.version}`),
      scores,
      h("div", { class: "pair" }, told.map((one, i) => card(two[i]!, one, known[i]!, known[1 - i]))));
    if (two.length < 2) return;
    fill(scores, h("p", { class: "muted" }, "Both answer the latest scans …"));
    const [other, against] = two[0]!.active ? [two[1]!, two[0]!] : [two[0]!, two[1]!];
    const compared = await get<Comparison>(`${path}/${other.version}/compare?against=${against.version}`);
    if (mine === turn) fill(scores, scored(compared));
  }

  await load();
  return jobs.close;
};

const isBelieved = (ap: { reason: string }): boolean => !ap.reason.includes("no longer believed");

/** Two models on the same scans. */
function scored(compared: Comparison): HTMLElement {
  const { active, other, scans, surveyScans } = compared;
  if (scans + surveyScans === 0) return h("p", { class: "muted" }, "No scan has come yet that both could answer.");
  const line = (name: string, pick: (score: ModelScore) => string): HTMLElement =>
    h("tr", {}, h("th", { scope: "row" }, name), h("td", { class: "number" }, pick(active)), h("td", { class: "number" }, pick(other)));
  return h("article", { class: "card stack scores" },
    h("div", { class: "row" }, h("h3", {}, `On the latest ${scans.toLocaleString()} live scans`),
      h("span", { class: compared.objection ? "tag bad" : "tag good" }, compared.objection ? `version ${other.version} is worse` : `nothing says that ${other.version} is worse`)),
    compared.objection && h("p", {}, `Of version ${other.version}: ${compared.objection}.`),
    h("div", { class: "scroll" }, h("table", {},
      tableHead("", `#Version ${active.version}`, `#Version ${other.version}`),
      h("tbody", {},
        line("Taken for this site's", score => percent(score.knownShare)),
        line("Mean confidence", score => percent(score.confidence)),
        line("Halves of a scan are answered apart", score => metres(score.halvesApart)),
        surveyScans > 0 && line(`Error on ${surveyScans} survey scans newer than both`, score => metres(score.surveyError))))),
    compared.metresApart !== undefined && h("p", { class: "muted" }, `They agree on the floor in ${percent(compared.sameFloor)} of the scans, and are ${metres(compared.metresApart)} apart on it.`));
}

function card(model: Model, one: ModelDescription, known: Set<string>, others: Set<string> | undefined): HTMLElement {
  const only = others ? [...known].filter(name => !others.has(name)) : [];
  return h("article", { class: "card stack" },
    h("h3", {}, `Version ${model.version}`, model.active && " · answers"),
    h("dl", { class: "facts" },
      h("dt", {}, "Error on scans kept out"), h("dd", {}, metres(model.validationError)),
      h("dt", {}, "Phones of its survey"), h("dd", {}, one.devices.join(", ") || "–"),
      h("dt", {}, "Access points"), h("dd", {}, `${one.accessPoints.length}: ${one.accessPoints.filter(ap => ap.isUsed).length} in images, ${known.size} believed`),
      others && h("dt", {}, "Only this one believes in"), others && h("dd", {}, only.length === 0 ? "none" : `${only.length} access points`)),
    h("h4", {}, "What became of it"),
    h("ol", { class: "history" }, one.history.map(line => h("li", {}, line))),
    model.report && h("details", {}, h("summary", {}, "What its update accepted"), h("ul", { class: "plain" }, model.report.map(line => h("li", {}, line)))),
    only.length > 0 && h("details", {}, h("summary", {}, "Access points that only this one believes in"),
      h("ul", { class: "plain" }, only.slice(0, 60).map(name => h("li", {}, h("code", {}, name))))));
}
