import { button } from "./dom";

/** Light or dark: as the system has it, until somebody chooses. */
const Name = "itoloc-theme";

export const isDark = (): boolean => {
  const chosen = document.documentElement.dataset["theme"];
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};

export function startTheme(): void {
  const chosen = localStorage.getItem(Name);
  if (chosen) document.documentElement.dataset["theme"] = chosen;
}

export function themeButton(): HTMLButtonElement {
  const toggle = button("◐", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset["theme"] = theme;
    localStorage.setItem(Name, theme);
    dispatchEvent(new Event("theme"));
  }, "quiet icon");
  toggle.title = "Light or dark";
  toggle.setAttribute("aria-label", "Light or dark");
  return toggle;
}

/** A colour of the style sheet, for what is drawn on canvas. */
export const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
