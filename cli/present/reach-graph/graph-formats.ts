import type { ConnectionLine } from '../../../functions/assess/reach/lines/connection-line.ts';
import { graphSvg } from './graph-svg.ts';
import { type GraphOptions, graphDot } from './reach-graph.ts';

export const graphFormats = ['dot', 'svg'] as const;
export type GraphFormat = (typeof graphFormats)[number];

type Draw = (lines: Iterable<ConnectionLine>, options: GraphOptions) => string | Promise<string>;

const drawings: Readonly<Record<GraphFormat, Draw>> = { dot: graphDot, svg: graphSvg };

export function isGraphFormat(format: string): format is GraphFormat {
  return graphFormats.some((known) => known === format);
}

/** The lines of a file with the picture of a map. */
export async function graphLines(
  format: GraphFormat,
  lines: Iterable<ConnectionLine>,
  options: GraphOptions,
): Promise<readonly string[]> {
  return (await drawings[format](lines, options)).split('\n');
}
