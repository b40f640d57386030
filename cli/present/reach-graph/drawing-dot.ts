import { type ArrowEnd, keyOf } from './arrows.ts';
import { boxLabel, groupLabel } from './box-label.ts';
import { type Attributes, attributeList, quoted } from './dot-text.ts';
import type { Drawing } from './drawing.ts';
import { clusterOf, nodeNames, nodesOf, type Sockets, socketAt, socketsOf } from './graph-nodes.ts';
import {
  arrowAttributes,
  clusterAttributes,
  edgeDefaults,
  graphAttributes,
  junctionAttributes,
  nodeDefaults,
} from './graph-styles.ts';
import { type Heading, headerLabel } from './header-label.ts';
import { outerEnds } from './outer-ends.ts';
import { portsText } from './strand.ts';

/** A picture in the dot language. */
export function drawingDot(drawing: Drawing, heading: Heading): string {
  const names = nodeNames(drawing);
  const sockets = socketsOf(drawing);
  const name = (end: ArrowEnd): string => quoted(names.get(keyOf(end)) ?? '');
  const node = (end: ArrowEnd): string =>
    `${name(end)} ${attributeList(nodeAttributes(end, drawing, sockets))};`;
  const byCluster = Map.groupBy(nodesOf(drawing), (end) => clusterOf(end, drawing));
  const clusters = [...byCluster].flatMap(([group, ends]) =>
    group === undefined ? [] : [{ group, ends }],
  );
  clusters.sort((one, other) => (one.group < other.group ? -1 : 1));
  return [
    'digraph reach {',
    `  graph ${attributeList(graphAttributes(headerLabel(heading, drawing)))};`,
    `  node ${attributeList(nodeDefaults)};`,
    `  edge ${attributeList(edgeDefaults)};`,
    ...clusters.flatMap(({ group, ends }, number) => clusterText(group, ends.map(node), number)),
    ...(byCluster.get(undefined) ?? []).map((end) => `  ${node(end)}`),
    ...arrowLines(drawing, sockets, name),
    ...unseenLines(drawing, clusters, name),
    '}',
  ].join('\n');
}

/** What each line of a picture says, in words, by the id that it has in SVG. */
export function lineTexts(drawing: Drawing): ReadonlyMap<string, string> {
  const names = nodeNames(drawing);
  const name = (end: ArrowEnd): string => names.get(keyOf(end)) ?? '';
  return new Map(
    drawing.arrows.map(({ from, to, strand, isTwoWay }, number) => {
      const certainty = strand.certainty === 'undefined' ? ' (undefined)' : '';
      const arrow = isTwoWay ? '\u2194' : '\u2192';
      const text = `${name(from)} ${arrow} ${name(to)}: ${portsText(strand)}${certainty}`;
      return [lineId(number), text];
    }),
  );
}

function lineId(number: number): string {
  return `line${number + 1}`;
}

function clusterText(group: string, nodes: readonly string[], number: number): readonly string[] {
  const title = group.replace(/^namespace /, '');
  return [
    `  subgraph cluster_${number} {`,
    `    graph ${attributeList(clusterAttributes(title))};`,
    ...nodes.map((node) => `    ${node}`),
    '  }',
  ];
}

function nodeAttributes(end: ArrowEnd, drawing: Drawing, sockets: Sockets): Attributes {
  const ports = sockets.get(keyOf(end)) ?? [];
  if (end.kind === 'junction') {
    const strand = drawing.junctions[end.number];
    return strand === undefined ? {} : junctionAttributes(strand);
  }
  const html =
    end.kind === 'box' ? boxLabel(end.box, drawing, ports) : groupLabel(end.group, drawing, ports);
  return { label: { html } };
}

type NameOf = (end: ArrowEnd) => string;

function arrowLines(drawing: Drawing, sockets: Sockets, name: NameOf): readonly string[] {
  return drawing.arrows.map((arrow, number) => {
    const socket = socketAt(arrow, sockets);
    const port = socket === undefined ? '' : `:s${socket}`;
    const attributes = attributeList({ id: lineId(number), ...arrowAttributes(arrow, drawing) });
    return `  ${name(arrow.from)} -> ${name(arrow.to)}${port} ${attributes};`;
  });
}

type Cluster = { readonly group: string; readonly ends: readonly ArrowEnd[] };

/** Lines that nobody sees keep the internet at the edges: sources left, destinations right. */
function unseenLines(
  drawing: Drawing,
  clusters: readonly Cluster[],
  name: NameOf,
): readonly string[] {
  const unseen = attributeList({ style: 'invis', weight: 1 });
  const outer = clusters.flatMap(({ ends }) => outerEnds(ends, drawing) ?? []);
  return drawing.boxes.flatMap(({ members: [first] }, box) => {
    if (first?.look !== 'internet') return [];
    const end = { kind: 'box', box } as const;
    return outer.map(({ leftmost, rightmost }) =>
      first.side === 'source'
        ? `  ${name(end)} -> ${name(leftmost)} ${unseen};`
        : `  ${name(rightmost)} -> ${name(end)} ${unseen};`,
    );
  });
}
