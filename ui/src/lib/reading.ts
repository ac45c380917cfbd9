/** A piece of what a paper says: a text, or an element with what is in it. */
export type Piece = string | { tag: Tag; pieces: Piece[]; label?: string };

/** How a piece is written on a page. `group` has no look of its own. */
export type Tag = 'h3' | 'h4' | 'h5' | 'h6' | 'p' | 'ul' | 'li' | 'table' | 'tr' | 'th' | 'td' | 'figure' | 'group';

interface Node {
  role: string;
  alt?: string;
  children: (Node | Content)[];
}

interface Content {
  type: string;
  id: string;
}

/** What stands in a page's content: a text, or where marked content begins and ends. */
export interface Item {
  str?: string;
  hasEOL?: boolean;
  type?: string;
  id?: string | null;
}

/** The elements of tagged PDF. The dialog's own heading is the second level, so a paper's first is the third. */
const TAGS: Record<string, Tag> = {
  H1: 'h3', H2: 'h4', H3: 'h5', H4: 'h6', P: 'p', L: 'ul', LI: 'li', Table: 'table', TR: 'tr', TH: 'th', TD: 'td', Figure: 'figure',
};

/** What a page says, in the order and the structure that its tags give. Headers, footers and lines are tagged as nothing. */
export function reading(tree: unknown, items: unknown[]): Piece[] {
  const said = texts(items as Item[]);
  return isNode(tree) ? within(tree, said) : [];
}

function isNode(one: unknown): one is Node {
  return typeof one === 'object' && one !== null && Array.isArray((one as Partial<Node>).children);
}

function within(node: Node, said: Map<string, string>): Piece[] {
  return node.children.flatMap((child): Piece[] => {
    if (!isNode(child)) return [said.get(child.id) ?? ''].filter(Boolean);
    const tag = TAGS[child.role] ?? 'group';
    const pieces = within(child, said);
    if (tag === 'figure') return child.alt ? [{ tag, pieces: [], label: child.alt }] : [];
    if (tag === 'group') return child.role === 'Lbl' ? [...pieces, ' '] : pieces;
    return pieces.length ? [{ tag, pieces }] : [];
  });
}

/** The text of each marked content, by its id. A line that is broken goes on after a space. */
function texts(items: Item[]): Map<string, string> {
  const said = new Map<string, string>();
  const open: (string | null)[] = [];
  for (const item of items) {
    if (item.type?.startsWith('beginMarkedContent')) open.push(item.id ?? null);
    else if (item.type === 'endMarkedContent') open.pop();
    else if (item.str !== undefined) {
      const id = open.findLast((one) => one !== null);
      if (id) said.set(id, join(said.get(id) ?? '', item));
    }
  }
  for (const [id, text] of said) said.set(id, text.replace(/\s+/g, ' '));
  return said;
}

const join = (before: string, { str = '', hasEOL = false }: Item): string => before + str + (hasEOL ? ' ' : '');
