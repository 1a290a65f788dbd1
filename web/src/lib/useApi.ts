import { useCallback, useEffect, useRef, useState } from "react";
import { get, getAll, remembered } from "./api";
import { Problem } from "./problem";

export type Loaded<Data> = { data?: Data; problem?: Problem; isLoading: boolean; reload: () => void };

/** Loads by a key; what was loaded for another key is not shown, what is shown stays while it is loaded again. */
export function useLoad<Data>(
  key: string | null,
  load: (key: string) => Promise<Data>,
  every?: number,
  start?: Data,
): Loaded<Data> {
  const [state, setState] = useState<{ key: string | null; data?: Data; problem?: Problem; busy: boolean }>({
    key: null,
    busy: false,
  });
  const latest = useRef(key);
  latest.current = key;
  const loader = useRef(load);
  loader.current = load;

  const reload = useCallback(() => {
    const wanted = latest.current;
    if (wanted === null) return;
    setState((old) => (old.key === wanted ? { ...old, busy: true } : { key: wanted, busy: true }));
    loader.current(wanted).then(
      (data) => latest.current === wanted && setState({ key: wanted, data, busy: false }),
      (error: unknown) => {
        if (latest.current !== wanted) return;
        const problem = error instanceof Problem ? error : new Problem(0, "The page failed", String(error));
        setState((old) => ({ ...(old.key === wanted ? old : {}), key: wanted, problem, busy: false }));
      },
    );
  }, []);

  useEffect(() => {
    reload();
    if (!every || key === null) return undefined;
    const timer = setInterval(() => document.visibilityState === "visible" && reload(), every);
    return () => clearInterval(timer);
  }, [key, every, reload]);

  const own: { data?: Data; problem?: Problem; busy: boolean } = state.key === key ? state : { busy: true };
  const loaded: Loaded<Data> = { isLoading: own.busy, reload };
  const data = own.data ?? start;
  if (data !== undefined) loaded.data = data;
  if (own.problem) loaded.problem = own.problem;
  return loaded;
}

/** Reads one address. */
export function useApi<Data>(path: string | null, every?: number): Loaded<Data> {
  return useLoad<Data>(path, (wanted) => get<Data>(wanted), every, path ? remembered<Data>(path) : undefined);
}

/** Reads a whole listing. */
export function useAll<Item>(path: string | null): Loaded<Item[]> {
  return useLoad<Item[]>(path, (wanted) => getAll<Item>(wanted));
}
