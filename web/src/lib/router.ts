// Every view has an address of its own: the path says which page, the query how it is set.

import { useCallback, useMemo, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

const here = () => window.location.pathname + window.location.search;

export function navigate(to: string, options: { replace?: boolean } = {}): void {
  if (to === here()) return;
  const samePage = to.split("?")[0] === window.location.pathname;
  if (options.replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  if (!samePage) window.scrollTo(0, 0);
  for (const listener of Array.from(listeners)) listener();
}

export function useAddress(): { path: string; query: URLSearchParams } {
  const address = useSyncExternalStore(subscribe, here);
  return useMemo(() => {
    const [path, query] = address.split("?");
    return { path: path ?? "/", query: new URLSearchParams(query ?? "") };
  }, [address]);
}

/** A setting of the view, kept in the address; the usual value is left out of it. */
export function useSetting(name: string, usual = ""): [string, (value: string) => void] {
  const { query } = useAddress();
  const set = useCallback((value: string) => setSettings({ [name]: value === usual ? "" : value }), [name, usual]);
  return [query.get(name) ?? usual, set];
}

export function setSettings(values: Record<string, string>): void {
  const query = new URLSearchParams(window.location.search);
  for (const [name, value] of Object.entries(values)) {
    if (value === "") query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  navigate(window.location.pathname + (text ? `?${text}` : ""), { replace: true });
}

/** The parameters of `path` where it fits `pattern` such as /runs/:run; undefined where it does not. */
export function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.replace(/\/+$/, "").split("/");
  if (path === "/" ? pattern !== "/" : wanted.length !== given.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? "";
    if (part.startsWith(":")) {
      if (text === "") return undefined;
      try {
        values[part.slice(1)] = decodeURIComponent(text);
      } catch {
        return undefined;
      }
    } else if (part !== text) return undefined;
  }
  return values;
}
