/** Building the page: elements as expressions, without markup in strings. */

export type Child = Node | string | number | null | undefined | false;

type Props<T extends HTMLElement> = {
  [K in keyof T]?: T[K] extends (...args: never[]) => unknown ? never : T[K];
} | {
  class?: string;
  role?: string;
  data?: Record<string, string>;
  aria?: Record<string, string | boolean | number>;
  on?: { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
};

type AnyProps = {
  class?: string;
  role?: string;
  data?: Record<string, string>;
  aria?: Record<string, string | boolean | number>;
  on?: Record<string, (event: never) => void>;
} & Record<string, unknown>;

/** Makes an element. Properties are set as properties; `class`, `role`, `data`, `aria` and `on` as one would expect. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, props: Props<HTMLElementTagNameMap[K]> = {}, ...children: (Child | readonly Child[])[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  const { class: className, role, data, aria, on, ...rest } = props as AnyProps;
  if (className) element.className = className;
  if (role) element.setAttribute("role", role);
  for (const [name, value] of Object.entries(data ?? {})) element.dataset[name] = value;
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, String(value));
  for (const [name, listener] of Object.entries(on ?? {})) element.addEventListener(name, listener as EventListener);
  Object.assign(element, rest);
  element.append(...nodes(children));
  return element;
}

/** Replaces what an element holds. */
export function fill(element: Element, ...children: (Child | readonly Child[])[]): void {
  element.replaceChildren(...nodes(children));
}

function nodes(children: readonly (Child | readonly Child[])[]): (Node | string)[] {
  return children.flat().filter((child): child is Node | string | number => child !== null && child !== undefined && child !== false)
    .map(child => (typeof child === "number" ? String(child) : child));
}

/** A button. */
export function button(label: Child, click: () => void, className = ""): HTMLButtonElement {
  return h("button", { type: "button", class: className, on: { click } }, label);
}

/** A labelled field. */
export function field(label: string, input: HTMLElement): HTMLLabelElement {
  return h("label", { class: "field" }, h("span", {}, label), input);
}

/** A table's head; a name that begins with # stands over numbers. */
export function tableHead(...names: string[]): HTMLElement {
  return h("thead", {}, h("tr", {}, names.map(name => h("th", { scope: "col", class: name.startsWith("#") ? "number" : "" }, name.replace(/^#/, "")))));
}

/** A bar that shows a share of 1. */
export function bar(share: number, label: string): HTMLElement {
  const inner = h("span", { class: "bar-fill" });
  inner.style.width = `${Math.round(100 * Math.min(1, Math.max(0, share)))}%`;
  return h("span", { class: "bar", role: "img", aria: { label } }, inner);
}

/** A message that goes away; also read out. */
export function toast(text: string, isBad = false): void {
  let place = document.getElementById("toasts");
  if (!place) document.body.append(place = h("div", { id: "toasts", role: "status", aria: { live: "polite" } }));
  const message = h("div", { class: isBad ? "toast bad" : "toast" }, text);
  place.append(message);
  setTimeout(() => message.remove(), isBad ? 8000 : 4000);
}

/** Runs what a person asked for and says what went wrong. */
export async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (failure) {
    toast(failure instanceof Error ? failure.message : String(failure), true);
  }
}
