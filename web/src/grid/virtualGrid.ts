// A grid that keeps only the rows in sight in the page: a pool of elements that are filled anew while it scrolls.

import type { GridColumn } from "./resultTable";

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

export type GridActions = { sort: (key: string) => void; open: (row: number, column: GridColumn) => void };

const rowHeight = 26;
/** Browsers limit how high an element can be; beyond this the scroll bar stands for more than one pixel per pixel. */
const heightLimit = 8_000_000;
const blockRows = 10_000;

/** Wide enough for the head, and for texts as they usually are. */
function columnWidth(column: GridColumn): number {
  if (column.isNumber) return Math.max(112, Math.min(230, column.label.length * 8 + 34));
  return { portfolio: 270, instrument: 150, position: 130, product: 132, currency: 84 }[column.key] ?? 110;
}

let grids = 0;

export class VirtualGrid {
  private readonly id = `grid${(grids += 1)}`;
  private readonly head = document.createElement("div");
  private readonly body = document.createElement("div");
  /** What is moved as one while the scroll bar is not true to scale. */
  private readonly window = document.createElement("div");
  private readonly pool: HTMLElement[] = [];
  /** The row that each element of the pool shows. */
  private readonly shown: number[] = [];
  /** Rows are placed from here on, as browsers place nothing exactly that is very far away. */
  private base = 0;
  private data: GridData = {
    columns: [],
    rowCount: 0,
    text: () => "",
    reason: () => "",
    isNegative: () => false,
    sortKey: "",
    isDescending: false,
  };
  private offset = 0;
  private isMoving = false;
  private active = { row: 0, column: 0 };
  private anchor = { row: 0, column: 0 };
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
    this.head.className = "vgrid-head";
    this.head.setAttribute("role", "row");
    this.head.setAttribute("aria-rowindex", "1");
    const headGroup = document.createElement("div");
    headGroup.setAttribute("role", "rowgroup");
    headGroup.className = "vgrid-top";
    headGroup.append(this.head);
    this.body.className = "vgrid-body";
    this.body.setAttribute("role", "presentation");
    this.window.setAttribute("role", "rowgroup");
    this.window.className = "vgrid-window";
    this.body.append(this.window);
    root.replaceChildren(headGroup, this.body);
    root.addEventListener("scroll", this.onScroll, { passive: true });
    root.addEventListener("wheel", this.onWheel, { passive: false });
    root.addEventListener("keydown", this.onKey);
    root.addEventListener("copy", this.onCopy);
    this.body.addEventListener("mousedown", this.onPress);
    this.body.addEventListener("dblclick", () => this.openActive());
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(root);
  }

  destroy(): void {
    this.observer.disconnect();
    this.root.replaceChildren();
  }

  update(data: GridData): void {
    this.data = data;
    this.active.row = Math.min(this.active.row, Math.max(0, data.rowCount - 1));
    this.anchor.row = Math.min(this.anchor.row, Math.max(0, data.rowCount - 1));
    this.root.setAttribute("aria-rowcount", String(data.rowCount + 1));
    this.root.setAttribute("aria-colcount", String(data.columns.length));
    this.drawHead();
    this.body.style.height = `${this.spacer}px`;
    this.offset = Math.min(this.offset, this.maximum);
    this.draw(true);
    if (data.rowCount > 0) this.root.setAttribute("aria-activedescendant", `${this.id}-active`);
    else this.root.removeAttribute("aria-activedescendant");
  }

  private get total(): number {
    return this.data.rowCount * rowHeight;
  }
  private get spacer(): number {
    return Math.min(this.total, heightLimit);
  }
  private get viewport(): number {
    return Math.max(0, this.root.clientHeight - this.head.offsetHeight);
  }
  private get maximum(): number {
    return Math.max(0, this.total - this.viewport);
  }
  /** Virtual pixels for each pixel of the scroll bar. */
  private get scale(): number {
    const range = this.spacer - this.viewport;
    return this.total > this.spacer && range > 0 ? this.maximum / range : 1;
  }

  private readonly onScroll = () => {
    if (this.isMoving) this.isMoving = false;
    else this.offset = Math.min(this.maximum, this.root.scrollTop * this.scale);
    this.draw();
  };

  private readonly onWheel = (event: WheelEvent) => {
    // Scaled, one notch would leave rows out.
    if (this.scale === 1 || event.deltaY === 0) return;
    event.preventDefault();
    this.moveTo(this.offset + event.deltaY * (event.deltaMode === 1 ? rowHeight : 1));
    this.root.scrollLeft += event.deltaX;
  };

  private moveTo(offset: number): void {
    this.offset = Math.max(0, Math.min(this.maximum, offset));
    const top = Math.round(this.offset / this.scale);
    if (top !== this.root.scrollTop) {
      this.isMoving = true;
      this.root.scrollTop = top;
    }
    this.draw();
  }

  private drawHead(): void {
    const { columns, sortKey, isDescending } = this.data;
    const key = JSON.stringify([columns.map((column) => [column.key, column.label, column.unit]), sortKey, isDescending]);
    if (key === this.headKey) return;
    this.headKey = key;
    this.root.style.setProperty(
      "--columns",
      columns.map((column) => `${columnWidth(column)}px`).join(" "),
    );
    this.head.replaceChildren(
      ...columns.map((column, index) => {
        const cell = document.createElement("div");
        cell.setAttribute("role", "columnheader");
        cell.setAttribute("aria-colindex", String(index + 1));
        const order = column.key !== sortKey ? "none" : isDescending ? "descending" : "ascending";
        cell.setAttribute("aria-sort", order);
        cell.className = column.isNumber ? "number" : "";
        cell.title = column.label;
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
      }),
    );
    for (const row of this.pool) row.remove();
    this.pool.length = 0;
    this.shown.length = 0;
  }

  /** Puts the rows in sight into the page; without `isAll` only those that were not there before are filled. */
  private draw(isAll = false): void {
    const { columns, rowCount } = this.data;
    const first = Math.max(0, Math.floor(this.offset / rowHeight) - 2);
    const wanted = Math.max(0, Math.min(rowCount - first, Math.ceil(this.viewport / rowHeight) + 5));
    const base = first - (first % blockRows);
    if (this.pool.length < wanted || base !== this.base) {
      while (this.pool.length < wanted) this.pool.push(this.newRow(columns.length));
      this.base = base;
      isAll = true;
    }
    if (isAll) this.shown.length = 0;
    const place = `translateY(${Math.round(base * rowHeight + this.root.scrollTop - this.offset)}px)`;
    if (this.window.style.transform !== place) this.window.style.transform = place;
    const size = this.pool.length;
    const isInSight = Array.from({ length: size }, () => false);
    for (let row = first; row < first + wanted; row += 1) {
      // A row keeps its element for as long as it is in sight.
      const slot = row % size;
      isInSight[slot] = true;
      if (this.shown[slot] === row) continue;
      this.shown[slot] = row;
      this.fill(this.pool[slot]!, row);
    }
    for (let slot = 0; slot < size; slot += 1) {
      const element = this.pool[slot]!;
      if (element.hidden === isInSight[slot]) element.hidden = !isInSight[slot];
      if (!isInSight[slot]) this.shown[slot] = -1;
    }
  }

  private fill(element: HTMLElement, row: number): void {
    element.style.transform = `translateY(${(row - this.base) * rowHeight}px)`;
    element.dataset["row"] = String(row);
    element.setAttribute("aria-rowindex", String(row + 2));
    element.classList.toggle("odd", row % 2 === 1);
    const selected = this.selection;
    for (const [place, column] of this.data.columns.entries()) {
      const cell = element.children[place] as HTMLElement;
      const text = this.data.text(row, column);
      const reason = text === "" ? this.data.reason(row, column) : "";
      const shown = reason ? "–" : text;
      if (cell.textContent !== shown) cell.textContent = shown;
      if (cell.title !== reason) cell.title = reason;
      const isSelected =
        row >= selected.top && row <= selected.bottom && place >= selected.left && place <= selected.right;
      const isActive = row === this.active.row && place === this.active.column;
      const style =
        (column.isNumber ? "number" : "text") +
        (reason ? " gap" : "") +
        (column.isNumber && text !== "" && this.data.isNegative(row, column) ? " negative" : "") +
        (isSelected ? " selected" : "") +
        (isActive ? " active" : "");
      if (cell.className !== style) cell.className = style;
      if (isActive) cell.id = `${this.id}-active`;
      else if (cell.id) cell.removeAttribute("id");
      if (isSelected) cell.setAttribute("aria-selected", "true");
      else if (cell.hasAttribute("aria-selected")) cell.removeAttribute("aria-selected");
    }
  }

  private newRow(cells: number): HTMLElement {
    const row = document.createElement("div");
    row.setAttribute("role", "row");
    row.className = "vgrid-row";
    for (let place = 0; place < cells; place += 1) {
      const cell = document.createElement("div");
      cell.setAttribute("role", "gridcell");
      cell.setAttribute("aria-colindex", String(place + 1));
      row.append(cell);
    }
    this.window.append(row);
    return row;
  }

  private get selection() {
    return {
      top: Math.min(this.active.row, this.anchor.row),
      bottom: Math.max(this.active.row, this.anchor.row),
      left: Math.min(this.active.column, this.anchor.column),
      right: Math.max(this.active.column, this.anchor.column),
    };
  }

  private readonly onPress = (event: MouseEvent) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>("[role=gridcell]");
    const row = cell?.parentElement?.dataset["row"];
    if (!cell || row === undefined) return;
    this.active = { row: Number(row), column: Number(cell.getAttribute("aria-colindex")) - 1 };
    if (!event.shiftKey) this.anchor = { ...this.active };
    else event.preventDefault();
    this.draw(true);
  };

  private readonly onKey = (event: KeyboardEvent) => {
    const { row, column } = this.active;
    const page = Math.max(1, Math.floor(this.viewport / rowHeight) - 1);
    const end = event.ctrlKey || event.metaKey;
    const last = { row: this.data.rowCount - 1, column: this.data.columns.length - 1 };
    const moves: Record<string, [number, number]> = {
      ArrowDown: [end ? last.row : row + 1, column],
      ArrowUp: [end ? 0 : row - 1, column],
      ArrowRight: [row, end ? last.column : column + 1],
      ArrowLeft: [row, end ? 0 : column - 1],
      PageDown: [row + page, column],
      PageUp: [row - page, column],
      Home: [end ? 0 : row, 0],
      End: [end ? last.row : row, last.column],
    };
    const move = moves[event.key];
    if (event.key === "Enter") this.openActive();
    if (event.key === "s" && !end) this.sortActive();
    if (!move || this.data.rowCount === 0) return;
    event.preventDefault();
    this.active = {
      row: Math.max(0, Math.min(last.row, move[0])),
      column: Math.max(0, Math.min(last.column, move[1])),
    };
    if (!event.shiftKey) this.anchor = { ...this.active };
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

  private reveal(): void {
    const top = this.active.row * rowHeight;
    if (top < this.offset) this.moveTo(top);
    else if (top + rowHeight > this.offset + this.viewport) this.moveTo(top + rowHeight - this.viewport);
    document.getElementById(`${this.id}-active`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  private readonly onCopy = (event: ClipboardEvent) => {
    const { top, bottom, left, right } = this.selection;
    const columns = this.data.columns.slice(left, right + 1);
    const lines: string[] = [];
    for (let row = top; row <= bottom; row += 1) {
      lines.push(columns.map((column) => this.data.text(row, column)).join("\t"));
    }
    event.clipboardData?.setData("text/plain", lines.join("\n"));
    event.preventDefault();
  };
}
