import { useSyncExternalStore } from "react";
import { chartColours } from "./chartColours";
import type { ChartColours } from "./chartColours";

export type Theme = "system" | "light" | "dark";

const listeners = new Set<() => void>();
const systemDark = window.matchMedia("(prefers-color-scheme: dark)");

export function chosenTheme(): Theme {
  const theme = document.documentElement.dataset["theme"];
  return theme === "light" || theme === "dark" ? theme : "system";
}

export function chooseTheme(theme: Theme): void {
  if (theme === "system") {
    delete document.documentElement.dataset["theme"];
    localStorage.removeItem("tenor.theme");
  } else {
    document.documentElement.dataset["theme"] = theme;
    localStorage.setItem("tenor.theme", theme);
  }
  for (const listener of listeners) listener();
}

const printing = window.matchMedia("print");

function useMedia(read: () => boolean): boolean {
  return useSyncExternalStore((listener) => {
    const sources = [systemDark, printing];
    listeners.add(listener);
    for (const source of sources) source.addEventListener("change", listener);
    return () => {
      listeners.delete(listener);
      for (const source of sources) source.removeEventListener("change", listener);
    };
  }, read);
}

/** Whether the page is on its way to paper, where everything is light and nothing scrolls. */
export function useIsPrinting(): boolean {
  return useMedia(() => printing.matches);
}

/** Whether the dark theme is shown now. */
export function useIsDark(): boolean {
  return useMedia(() => {
    if (printing.matches) return false;
    return chosenTheme() === "system" ? systemDark.matches : chosenTheme() === "dark";
  });
}

export function useChosenTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, chosenTheme);
}

export type Palette = ChartColours & { text: string; quiet: string; line: string };

/** The colours that charts are drawn in: those of the page, and their own. */
export function palette(isDark: boolean): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return { ...chartColours[isDark ? "dark" : "light"], text: read("--text"), quiet: read("--quiet"), line: read("--line") };
}
