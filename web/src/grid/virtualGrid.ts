// A grid that keeps only the cells in sight in the page: a pool of rows that are filled anew while it scrolls.
//
// The scroll bars belong to an empty body of the size of all rows. On it lies a pane of the size of what is seen, which
// does not scroll; rows are moved within it. So the first column stays in sight without being placed in every row by the
// browser, and nothing is seen that has not been filled.

import { columnEdges, columnsBetween, columnWidth, rowHeight, ScrollRange } from "./geometry";
import { columnHead } from "./resultTable";
import type { GridColumn } from "./resultTable";
import { placeAfter, rectangle, tabSeparated } from "./selection";
import type { Place, Rectangle } from "./selection";

export type GridData = {
  columns: GridColumn[];
  rowCount: number;
  text: (row: number, column: GridColumn) => string;
  /** Why a cell is empty. */
  reason: (row: number, column: GridColumn) => string;
  isNegative: (row: number, column: GridColumn) => boolean;
  sortKey: string;
  isDescending: boolean;
};

export type GridActions = {
  sort: (key: string) => void;
  open: (row: number, column: GridColumn) => void;
  /** Told after a copy: how many cells were taken, or that there were too many. */
  copied: (cells: number, isTooMany: boolean) => void;
};

/** The most cells that are copied at once; larger parts are for the export. */
export const copyLimit = 1_000_000;

/** Rows kept ready above what is seen. */
const rowsAbove = 2;
/** Rows are placed from every so many rows on, as browsers place nothing exactly that is very far away. */
const blockRows = 10_000;
/** A text of so many pixels a character fits its column for certain. */
const charWidth = 10;
/** Below this width the first column scrolls with the others, or there would be no room for them. */
const widthForFrozen = 600;

type Cell = { element: HTMLElement; text: Text; style: string; title: string; isActive: boolean; isSelected: boolean };
type Row = { element: HTMLElement; lane: HTMLElement; cells: Cell[]; row: number; isOdd: boolean };

function div(className: string, role: string): HTMLElement {
  const element = document.createElement("div");
  element.className = className;
  element.setAttribute("role", role);
  return element;
}

let grids = 0;

export class VirtualGrid {
  private readonly id = `grid${(grids += 1)}`;
  private readonly body = div("vgrid-body", "presentation");
  private readonly pane = div("vgrid-pane", "presentation");
  private readonly headGroup = div("vgrid-top", "rowgroup");
  private readonly head = div("vgrid-head", "row");
  private readonly clip = div("vgrid-clip", "presentation");
  /** What is moved as one while rows scroll. */
  private readonly window = div("vgrid-window", "rowgroup");
  private headLane: HTMLElement | undefined;
  private readonly pool: Row[] = [];
  private data: GridData = {
    columns: [],
    rowCount: 0,
    text: () => "",
    reason: () => "",
    isNegative: () => false,
    sortKey: "",
    isDescending: false,
  };
  private edges: number[] = [0];
  private range = new ScrollRange(0, 0);
  /** What is seen of the grid, its head included. */
  private size = { width: 0, height: 0, head: 0 };
  private offset = 0;
  private left = 0;
  /** The columns that the pool's rows have cells for, the frozen one first. */
  private places: number[] = [];
  /** Where the columns in sight are moved to. */
  private lane = "";
  private base = 0;
  private isMoving = false;
  private active: Place = { row: 0, column: 0 };
  private anchor: Place = { row: 0, column: 0 };
  private headKey = "";
  private readonly observer: ResizeObserver;

  constructor(
    private readonly root: HTMLElement,
    private readonly actions: GridActions,
    label: string,
  ) {
    root.className = "vgrid";
    root.tabIndex = 0;
    root.setAttribute("role", "grid");
    root.setAttribute("aria-label", label);
    root.setAttribute("aria-multiselectable", "true");
    this.head.setAttribute("aria-rowindex", "1");
    this.headGroup.append(this.head);
    this.clip.append(this.window);
    this.pane.append(this.headGroup, this.clip);
    this.body.append(this.pane);
    root.replaceChildren(this.body);
    root.addEventListener("scroll", this.onScroll, { passive: true });
    root.addEventListener("wheel", this.onWheel, { passive: false });
    root.addEventListener("keydown", this.onKey);
    root.addEventListener("copy", this.onCopy);
    this.clip.addEventListener("mousedown", this.onPress);
    this.clip.addEventListener("dblclick", () => this.openActive());
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(root);
  }

  destroy(): void {
    this.observer.disconnect();
    this.root.replaceChildren();
  }

  update(data: GridData): void {
    this.data = data;
    const last = { row: Math.max(0, data.rowCount - 1), column: Math.max(0, data.columns.length - 1) };
    const kept = (place: Place) => ({
      row: Math.min(place.row, last.row),
      column: Math.min(place.column, last.column),
    });
    this.active = kept(this.active);
    this.anchor = kept(this.anchor);
    this.root.setAttribute("aria-rowcount", String(data.rowCount + 1));
    this.root.setAttribute("aria-colcount", String(data.columns.length));
    this.edges = columnEdges(data.columns);
    this.drawHead();
    this.measure();
    if (data.rowCount > 0) this.root.setAttribute("aria-activedescendant", `${this.id}-active`);
    else this.root.removeAttribute("aria-activedescendant");
  }

  /** Reads sizes once, so that nothing has to be laid out while it scrolls. */
  private measure(): void {
    this.size = { width: this.root.clientWidth, height: this.root.clientHeight, head: this.head.offsetHeight };
    this.range = new ScrollRange(this.data.rowCount, this.viewport);
    this.body.style.width = `${Math.max(this.edges[this.edges.length - 1]!, this.size.width)}px`;
    this.body.style.height = `${this.range.height + this.size.head}px`;
    this.pane.style.width = `${this.size.width}px`;
    this.pane.style.height = `${this.size.height}px`;
    this.clip.style.top = `${this.size.head}px`;
    this.offset = this.range.limited(this.offset);
    this.left = this.root.scrollLeft;
    this.places = [];
    this.draw(true);
  }

  private get viewport(): number {
    return Math.max(0, this.size.height - this.size.head);
  }

  private get frozen(): number {
    return this.size.width >= widthForFrozen && this.data.columns.length > 0 ? 1 : 0;
  }

  private readonly onScroll = () => {
    this.left = this.root.scrollLeft;
    if (this.isMoving) this.isMoving = false;
    else this.offset = this.range.offset(this.root.scrollTop);
    this.draw();
  };

  private readonly onWheel = (event: WheelEvent) => {
    // Scaled, one notch would leave rows out.
    if (this.range.scale === 1 || event.deltaY === 0) return;
    event.preventDefault();
    this.moveTo(this.offset + event.deltaY * (event.deltaMode === 1 ? rowHeight : 1));
    this.root.scrollLeft += event.deltaX;
  };

  private moveTo(offset: number): void {
    this.offset = this.range.limited(offset);
    const top = this.range.scrollTop(this.offset);
    if (top !== this.root.scrollTop) {
      this.isMoving = true;
      this.root.scrollTop = top;
    }
    this.draw();
  }

  private drawHead(): void {
    const { columns, sortKey, isDescending } = this.data;
    const shown = columns.map((column) => [column.key, column.label, column.unit]);
    const key = JSON.stringify([shown, sortKey, isDescending, this.frozen]);
    if (key === this.headKey) return;
    this.headKey = key;
    const cells = columns.map((column, place) => this.headCell(column, place));
    this.headLane = div("vgrid-lane", "presentation");
    this.headLane.append(...cells.slice(this.frozen));
    this.head.replaceChildren(...cells.slice(0, this.frozen), this.headLane);
  }

  private headCell(column: GridColumn, place: number): HTMLElement {
    const cell = div(column.isNumber ? "number" : "", "columnheader");
    cell.setAttribute("aria-colindex", String(place + 1));
    const { sortKey, isDescending } = this.data;
    const order = column.key !== sortKey ? "none" : isDescending ? "descending" : "ascending";
    cell.setAttribute("aria-sort", order);
    cell.title = column.label;
    this.setColumn(cell, place);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "head";
    button.tabIndex = -1;
    button.textContent = column.label + (order === "none" ? "" : isDescending ? " ▼" : " ▲");
    button.addEventListener("click", () => this.actions.sort(column.key));
    cell.append(button);
    if (column.unit) {
      const unit = document.createElement("span");
      unit.className = "unit";
      unit.textContent = column.unit;
      cell.append(unit);
    }
    return cell;
  }

  private setColumn(cell: HTMLElement, place: number): void {
    cell.style.width = `${columnWidth(this.data.columns[place]!)}px`;
  }

  /** Puts the cells in sight into the page; without `isAll` only rows that were not there before are filled. */
  private draw(isAll = false): void {
    const { rowCount } = this.data;
    let isAnew = this.drawColumns() || isAll;
    // An even number, so that a row that is used again keeps its shade.
    const size = Math.min(rowCount, 2 * Math.ceil((this.viewport / rowHeight + rowsAbove + 1) / 2));
    while (this.pool.length < size) {
      this.pool.push(this.newRow());
      isAnew = true;
    }
    const first = Math.max(0, Math.min(rowCount - size, Math.floor(this.offset / rowHeight) - rowsAbove));
    const base = first - (first % blockRows);
    isAnew ||= base !== this.base;
    this.base = base;
    this.window.style.transform = `translateY(${Math.round(base * rowHeight - this.offset)}px)`;
    const count = this.pool.length;
    const isSeen = (row: Row) => row.row >= first && row.row < first + size;
    const selected = rectangle(this.active, this.anchor);
    for (let row = first; row < first + size; row += 1) {
      // A row keeps its element for as long as it is in sight.
      const taken = this.pool[row % count]!;
      if (taken.row === row && !isAnew) continue;
      this.fill(taken, row, selected);
    }
    for (const row of this.pool) {
      if (row.row >= 0 && !isSeen(row)) row.row = -1;
      if (row.element.hidden !== row.row < 0) row.element.hidden = row.row < 0;
    }
  }

  /** Moves columns to where they are scrolled; tells whether others are in sight now. */
  private drawColumns(): boolean {
    const { frozen } = this;
    const { first, end } = columnsBetween(this.edges, this.left + this.edges[frozen]!, this.left + this.size.width);
    const from = Math.max(frozen, first);
    const move = (column: number) => `translateX(${this.edges[column]! - this.edges[frozen]! - this.left}px)`;
    if (this.headLane) this.headLane.style.transform = move(frozen);
    const lane = move(from);
    if (this.lane !== lane) for (const row of this.pool) row.lane.style.transform = lane;
    this.lane = lane;
    const places = Array.from({ length: frozen + Math.max(0, end - from) }, (_, index) =>
      index < frozen ? index : from + index - frozen,
    );
    if (places.length === this.places.length && places.every((place, index) => place === this.places[index])) {
      return false;
    }
    this.places = places;
    for (const row of this.pool) this.setCells(row);
    return true;
  }

  private newRow(): Row {
    const element = div("vgrid-row", "row");
    const lane = div("vgrid-lane", "presentation");
    lane.style.transform = this.lane;
    const row: Row = { element, lane, cells: [], row: -1, isOdd: false };
    this.setCells(row);
    this.window.append(element);
    return row;
  }

  /** Gives a row a cell for each column in sight. */
  private setCells(row: Row): void {
    while (row.cells.length < this.places.length) {
      const element = div("", "gridcell");
      const text = document.createTextNode("");
      element.append(text);
      row.cells.push({ element, text, style: "", title: "", isActive: false, isSelected: false });
    }
    row.cells.length = this.places.length;
    for (const [index, cell] of row.cells.entries()) {
      const place = this.places[index]!;
      this.setColumn(cell.element, place);
      cell.element.setAttribute("aria-colindex", String(place + 1));
    }
    const elements = row.cells.map((cell) => cell.element);
    row.lane.replaceChildren(...elements.slice(this.frozen));
    row.element.replaceChildren(...elements.slice(0, this.frozen), row.lane);
  }

  private fill(taken: Row, row: number, selected: Rectangle): void {
    taken.row = row;
    taken.element.style.transform = `translateY(${(row - this.base) * rowHeight}px)`;
    taken.element.dataset["row"] = String(row);
    taken.element.setAttribute("aria-rowindex", String(row + 2));
    const isOdd = row % 2 === 1;
    if (taken.isOdd !== isOdd) taken.element.classList.toggle("odd", (taken.isOdd = isOdd));
    const isRowSelected = row >= selected.top && row <= selected.bottom;
    for (const [index, cell] of taken.cells.entries()) {
      const place = this.places[index]!;
      const column = this.data.columns[place]!;
      const text = this.data.text(row, column);
      const reason = text === "" ? this.data.reason(row, column) : "";
      const shown = reason ? "–" : text;
      if (cell.text.data !== shown) cell.text.data = shown;
      if (cell.title !== reason) cell.element.title = cell.title = reason;
      const isSelected = isRowSelected && place >= selected.left && place <= selected.right;
      const isActive = row === this.active.row && place === this.active.column;
      const style =
        (column.isNumber ? "number" : "text") +
        (shown.length * charWidth > columnWidth(column) ? " long" : "") +
        (reason ? " gap" : "") +
        (column.isNumber && text !== "" && this.data.isNegative(row, column) ? " negative" : "") +
        (isSelected ? " selected" : "") +
        (isActive ? " active" : "");
      if (cell.style !== style) cell.element.className = cell.style = style;
      if (cell.isActive !== isActive) {
        cell.isActive = isActive;
        if (isActive) cell.element.id = `${this.id}-active`;
        else cell.element.removeAttribute("id");
      }
      if (cell.isSelected !== isSelected) {
        cell.isSelected = isSelected;
        if (isSelected) cell.element.setAttribute("aria-selected", "true");
        else cell.element.removeAttribute("aria-selected");
      }
    }
  }

  private readonly onPress = (event: MouseEvent) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>("[role=gridcell]");
    const row = cell?.closest<HTMLElement>("[role=row]")?.dataset["row"];
    if (!cell || row === undefined) return;
    this.active = { row: Number(row), column: Number(cell.getAttribute("aria-colindex")) - 1 };
    if (!event.shiftKey) this.anchor = { ...this.active };
    else event.preventDefault();
    this.draw(true);
  };

  private readonly onKey = (event: KeyboardEvent) => {
    const isFar = event.ctrlKey || event.metaKey;
    const last = { row: this.data.rowCount - 1, column: this.data.columns.length - 1 };
    if (this.data.rowCount === 0) return;
    if (event.key === "Enter") this.openActive();
    if (event.key === "s" && !isFar) this.sortActive();
    if (event.key === "a" && isFar) {
      event.preventDefault();
      this.anchor = { row: 0, column: 0 };
      this.active = last;
      this.draw(true);
      return;
    }
    const page = Math.max(1, Math.floor(this.viewport / rowHeight) - 1);
    const place = placeAfter(event.key, isFar, this.active, page, last);
    if (!place) return;
    event.preventDefault();
    this.active = place;
    if (!event.shiftKey) this.anchor = { ...place };
    this.draw(true);
    this.reveal();
  };

  private sortActive(): void {
    const column = this.data.columns[this.active.column];
    if (column) this.actions.sort(column.key);
  }

  private openActive(): void {
    const column = this.data.columns[this.active.column];
    if (column && this.active.row < this.data.rowCount) this.actions.open(this.active.row, column);
  }

  /** Scrolls as far as the active cell needs to be seen. */
  private reveal(): void {
    const { column } = this.active;
    if (column >= this.frozen) {
      const from = this.edges[column]! - this.edges[this.frozen]!;
      const to = this.edges[column + 1]! - this.size.width;
      if (from < this.left) this.root.scrollLeft = from;
      else if (to > this.left) this.root.scrollLeft = to;
      this.left = this.root.scrollLeft;
    }
    const top = this.active.row * rowHeight;
    if (top < this.offset) this.moveTo(top);
    else if (top + rowHeight > this.offset + this.viewport) this.moveTo(top + rowHeight - this.viewport);
    else this.draw();
  }

  private readonly onCopy = (event: ClipboardEvent) => {
    const { top, bottom, left, right } = rectangle(this.active, this.anchor);
    const columns = this.data.columns.slice(left, right + 1);
    const cells = (bottom - top + 1) * columns.length;
    event.preventDefault();
    this.actions.copied(cells, cells > copyLimit);
    if (cells > copyLimit || this.data.rowCount === 0) return;
    const rows = Array.from({ length: bottom - top + 1 }, (_, index) =>
      columns.map((column) => this.data.text(top + index, column)),
    );
    event.clipboardData?.setData("text/plain", tabSeparated([columns.map(columnHead), ...rows]));
  };
}
