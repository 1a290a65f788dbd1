import { useSyncExternalStore } from "react";

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

/** Whether the dark theme is shown now. */
export function useIsDark(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      systemDark.addEventListener("change", listener);
      return () => {
        listeners.delete(listener);
        systemDark.removeEventListener("change", listener);
      };
    },
    () => (chosenTheme() === "system" ? systemDark.matches : chosenTheme() === "dark"),
  );
}

export function useChosenTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, chosenTheme);
}

export type Palette = {
  text: string;
  quiet: string;
  line: string;
  surface: string;
  gain: string;
  loss: string;
  /** Okabe and Ito's colours, which differ for every kind of colour vision, in an order that keeps neighbours apart. */
  series: string[];
};

export function palette(isDark: boolean): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: read("--text"),
    quiet: read("--quiet"),
    line: read("--line"),
    surface: read("--surface"),
    gain: isDark ? "#56b4e9" : "#0072b2",
    loss: isDark ? "#f0a33f" : "#d55e00",
    series: isDark
      ? ["#56b4e9", "#e69f00", "#2fbf93", "#cc79a7", "#f0e442", "#e8743b", "#9ab8ff", "#b5b5b5"]
      : ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#7a6a00", "#666666"],
  };
}
