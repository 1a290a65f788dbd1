// Portfolio nodes are paths: A/B/C lies below A/B.

export type TreeNode = { path: string; name: string; depth: number; children: TreeNode[] };

/** The nodes as trees; a parent that is missing is not made up, its children then stand at the top. */
export function trees(paths: Iterable<string>): TreeNode[] {
  const nodes = new Map<string, TreeNode>();
  const roots: TreeNode[] = [];
  for (const path of [...new Set(paths)].filter((path) => path !== "").sort(byPath)) {
    let parent: TreeNode | undefined;
    for (let end = path.lastIndexOf("/"); end > 0 && !parent; end = path.lastIndexOf("/", end - 1)) {
      parent = nodes.get(path.slice(0, end));
    }
    const name = parent ? path.slice(parent.path.length + 1) : path;
    const node = { path, name, depth: parent ? parent.depth + 1 : 0, children: [] };
    nodes.set(path, node);
    (parent ? parent.children : roots).push(node);
  }
  return roots;
}

/** Parents before their children, by name. */
function byPath(left: string, right: string): number {
  const [a, b] = [left.split("/"), right.split("/")];
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const order = (a[index] ?? "").localeCompare(b[index] ?? "");
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** The rows of a table of trees: every node whose parents are open. */
export function visibleNodes(roots: readonly TreeNode[], isOpen: (path: string) => boolean): TreeNode[] {
  const rows: TreeNode[] = [];
  const add = (node: TreeNode) => {
    rows.push(node);
    if (isOpen(node.path)) node.children.forEach(add);
  };
  roots.forEach(add);
  return rows;
}
