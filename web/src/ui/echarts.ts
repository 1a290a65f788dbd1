// ECharts is a file of its own beside the script, asked for when the first chart is.

declare const ECHARTS_URL: string;

export type ChartOption = Record<string, unknown>;
export type ChartInstance = {
  setOption(option: ChartOption, notMerge?: boolean): void;
  resize(): void;
  dispose(): void;
  on(event: string, handler: (what: { name: string; seriesName: string; dataIndex: number }) => void): void;
  getDataURL(settings: { type: string; pixelRatio: number; backgroundColor: string }): string;
};
type Library = { init(element: HTMLElement, theme: null, settings: { renderer: string }): ChartInstance };

let loading: Promise<Library> | undefined;

export function loadECharts(): Promise<Library> {
  loading ??= import(ECHARTS_URL).then((module: { aS: Library }) => module.aS);
  return loading;
}
