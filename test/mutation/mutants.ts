import { parseSync, visitorKeys } from 'oxc-parser';

/** One small mistake in a source. */
export type Mutant = {
  /** One-based line of the change. */
  readonly line: number;
  /** `a === b -> a !== b`: what stood there, and what stands there now. */
  readonly change: string;
  readonly source: string;
};

type Node = { readonly type: string; readonly start: number; readonly end: number } & Readonly<
  Record<string, unknown>
>;
type Edit = { readonly start: number; readonly end: number; readonly text: string };
type Source = { readonly text: string };

/** What a reader sees and no judgement depends on. */
const textProperties = new Set([
  ...['id', 'title', 'domain', 'severity', 'rationale', 'remediation', 'snippets', 'reachMax'],
  // Why a control does not apply is said in the code alone, and outcomes are checked as types.
  ...['why', 'outcome'],
]);

const swapped: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '&&': '||',
  '||': '&&',
  some: 'every',
  every: 'some',
};

/** Words that stand for one another: where one of them is right, the other is a mistake. */
const opposite: Readonly<Record<string, string>> = {
  ingress: 'egress',
  egress: 'ingress',
  yes: 'no',
  no: 'yes',
};

/** Calls that can be left out, so that what they are called on is taken as it is. */
const narrowing = new Set(['filter', 'slice', 'sort', 'toSorted', 'reverse', 'toReversed']);

/** Every mutant of a TypeScript source. */
export function mutantsOf(text: string): readonly Mutant[] {
  const { program, errors } = parseSync('control.ts', text);
  if (errors.length > 0) throw new Error(`cannot be parsed: ${errors[0]?.message}`);
  return editsIn(program as unknown as Node, { text }).map((edit) => mutantBy(edit, text));
}

function mutantBy({ start, end, text: replacement }: Edit, text: string): Mutant {
  const was = text.slice(start, end);
  return {
    line: text.slice(0, start).split('\n').length,
    change: `${oneLine(was)} -> ${oneLine(replacement)}`,
    source: `${text.slice(0, start)}${replacement}${text.slice(end)}`,
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function editsIn(node: Node, source: Source): readonly Edit[] {
  if (isLeftAlone(node)) return [];
  const own = (editors[node.type] ?? none)(node, source);
  const children = childrenOf(node).filter((child) => !isNamed(child, node));
  return [...own, ...children.flatMap((child) => editsIn(child, source))];
}

/** Types that hold a value beside the type. */
const typedValues = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']);

function isLeftAlone(node: Node): boolean {
  if (node.type === 'ImportDeclaration' || isNode(node['source'])) return true;
  // What an error of the program says is no verdict.
  if (node.type === 'ThrowStatement') return true;
  if (node.type.startsWith('TS')) return !typedValues.has(node.type);
  if (node.type === 'VariableDeclarator') return nameOf(node['id']) === 'why';
  return node.type === 'Property' && textProperties.has(nameOf(node['key']));
}

function childrenOf(node: Node): readonly Node[] {
  const keys = visitorKeys[node.type as keyof typeof visitorKeys] ?? [];
  const isPlainKey = node.type === 'Property' && node['computed'] === false;
  return keys
    .filter((key) => !(isPlainKey && key === 'key'))
    .flatMap((key) => node[key])
    .filter(isNode);
}

/**
 * A name in a list: leaving it out is one mistake, and misspelling it the same one. A separator with
 * a space in it stands between words that people read; others may be a part of a key.
 */
function isNamed(child: Node, { type, callee }: Node): boolean {
  if (child.type !== 'Literal') return false;
  if (type === 'ArrayExpression') return true;
  const isJoin = isNode(callee) && nameOf(callee['property']) === 'join';
  return isJoin && String(child['value']).includes(' ');
}

function nameOf(node: unknown): string {
  return isNode(node) ? String(node['name']) : '';
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

type Editor = (node: Node, source: Source) => readonly Edit[];

const none: Editor = () => [];

const editors: Readonly<Record<string, Editor>> = {
  BinaryExpression: operatorEdits,
  LogicalExpression: (node, source) =>
    node['operator'] === '??'
      ? [replaced(node, partOf(node, 'left', source))]
      : operatorEdits(node),
  UnaryExpression: (node, source) =>
    node['operator'] === '!' ? [replaced(node, partOf(node, 'argument', source))] : [],
  Literal: literalEdits,
  TemplateLiteral: (node) => [replaced(node, '``')],
  ConditionalExpression: (node, source) => [
    replaced(node, partOf(node, 'consequent', source)),
    replaced(node, partOf(node, 'alternate', source)),
  ],
  IfStatement: (node) => {
    const { test } = node;
    return isNode(test) ? [replaced(test, 'true'), replaced(test, 'false')] : [];
  },
  CallExpression: callEdits,
  ArrayExpression: (node, source) => {
    const elements = nodesIn(node['elements']);
    return elements.map((left) => {
      const rest = elements.filter((element) => element !== left);
      return replaced(node, `[${rest.map((part) => textOf(part, source)).join(', ')}]`);
    });
  },
};

function operatorEdits(node: Node): readonly Edit[] {
  const [left, right] = [node['left'], node['right']];
  const to = swapped[String(node['operator'])];
  if (to === undefined || !isNode(left) || !isNode(right)) return [];
  return [{ start: left.end, end: right.start, text: ` ${to} ` }];
}

function literalEdits(node: Node): readonly Edit[] {
  const { value } = node;
  if (typeof value === 'boolean') return [replaced(node, String(!value))];
  if (typeof value === 'number') return [replaced(node, String(value + 1))];
  if (value instanceof RegExp) return anchorEdits(node, value);
  if (typeof value !== 'string' || value === '') return [];
  return [replaced(node, `'${opposite[value] ?? ''}'`)];
}

/** A pattern that forgets where the text begins or ends. */
function anchorEdits(node: Node, { source, flags }: RegExp): readonly Edit[] {
  return [source.replace(/^\^/, ''), source.replace(/(?<!\\)\$$/, '')]
    .filter((without) => without !== source)
    .map((without) => replaced(node, `/${without}/${flags}`));
}

function callEdits(node: Node, source: Source): readonly Edit[] {
  const { callee } = node;
  if (!isNode(callee) || callee.type !== 'MemberExpression') return [];
  const { property, object } = callee;
  if (!isNode(property) || !isNode(object)) return [];
  const name = nameOf(property);
  const other = swapped[name];
  if (other !== undefined) return [replaced(property, other)];
  return narrowing.has(name) ? [replaced(node, textOf(object, source))] : [];
}

function nodesIn(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function partOf(node: Node, key: string, source: Source): string {
  const part = node[key];
  return isNode(part) ? `(${textOf(part, source)})` : '';
}

function textOf({ start, end }: Node, { text }: Source): string {
  return text.slice(start, end);
}

function replaced({ start, end }: Node, text: string): Edit {
  return { start, end, text };
}
